"""Looking after the database: migrations, health, safe copies, and laying down invented records in bulk."""

from storage.upkeep.copies import backup, restore
from storage.upkeep.health import Health, check
from storage.upkeep.rekeying import compacted, rekey, sealed_under
from storage.upkeep.schema import at_head, head, revision, upgrade
from storage.upkeep.sealing import seal_plain

__all__ = [
    "Health", "at_head", "backup", "check", "compacted", "head", "rekey", "restore", "revision", "seal_plain",
    "sealed_under", "upgrade",
]  # fmt: skip
