"""A throwaway PostgreSQL server for the tests, started from the machine's own packages, as root too.

PostgreSQL refuses to run as root, so the server then runs as the user the Debian package made.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path:
    """The directory of the newest installed server's programs; raises with what to install where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    raise RuntimeError(
        "the tests need a PostgreSQL server: install the package `postgresql` (`make test` does as root)"
    )


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Start a server on a socket of its own and yield an address with `{database}` to fill in.

    Nobody pulls its plug, so it does not wait for the disk, and nothing tidies its tables up behind a test's back, which
    would move rows a test looks for in their files; unless it is to be `durable`.
    """
    programs, folder = binaries(), Path(tempfile.mkdtemp(prefix="ancha-postgres-"))
    data = folder / "data"
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    quick = "" if durable else "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off "
    settings = quick + "-c listen_addresses='' "
    try:
        _run(
            [
                *as_user,
                str(programs / "initdb"),
                "-D",
                str(data),
                "-U",
                "ancha",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
            ]
        )
        _run(
            [
                *as_user,
                str(programs / "pg_ctl"),
                "-D",
                str(data),
                "-w",
                "-l",
                str(folder / "log"),
                "-o",
                f"{settings} -k {folder}",
                "start",
            ]
        )
        try:
            yield f"postgresql+psycopg://ancha@/{{database}}?host={folder}"
        finally:
            _run([*as_user, str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode != 0:
        raise RuntimeError(f"{command[-1] if command else ''}: {done.stderr or done.stdout}")
