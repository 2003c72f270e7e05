#!/bin/sh
# backup.sh FOLDER [DAYS]: a copy of record and photos below FOLDER; copies of the database older than DAYS (30) are removed.
# The secret is left out on purpose: whoever has it beside the record can read more than either tells. Keep it elsewhere.
# The database goes first: a photo without its row is harmless, a row without its photo is not.
set -eu
umask 077
folder=${1:?"say where to: backup.sh FOLDER [DAYS]"}
days=${2:-30}
data=${ANCHA_DATA_DIR:-data}
now=$(date -u +%Y%m%dT%H%M%SZ)

mkdir -p "$folder/media"
ancha db backup "$folder/$now.partial"
mv "$folder/$now.partial" "$folder/$now.backup"
if [ -d "$data/media" ]; then
  cp -Rpu "$data/media/." "$folder/media/"
fi
find "$folder" -maxdepth 1 -name '*.backup' -mtime "+$days" -delete
find "$folder" -maxdepth 1 -name '*.partial' -mtime +1 -delete
echo "Written: $folder/$now.backup"
