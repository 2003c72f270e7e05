# The program with PostgreSQL's driver and tools. Certificates are not read from photos here: add the extra `ocr` for it.
FROM python:3.12-slim-trixie AS built
WORKDIR /src
RUN python -m venv /srv/ancha
COPY requirements.txt ./
RUN /srv/ancha/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY pyproject.toml README.md ./
COPY bot bot
COPY checklists checklists
COPY dialogs dialogs
COPY reports reports
COPY scheduler scheduler
COPY storage storage
RUN /srv/ancha/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim-trixie
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/ancha ancha \
 && install -d -o ancha -g ancha -m 0700 /var/lib/ancha /var/backups/ancha
COPY --from=built /srv/ancha /srv/ancha
COPY deploy/backup.sh /usr/local/bin/ancha-backup
ENV PATH=/srv/ancha/bin:$PATH ANCHA_DATA_DIR=/var/lib/ancha
USER ancha
WORKDIR /var/lib/ancha
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=15s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=14)"]
CMD ["ancha", "serve", "--host", "0.0.0.0", "--port", "8000"]
