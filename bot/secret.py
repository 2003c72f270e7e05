"""The deployment's secret: set by the operator, or created once and kept beside the data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from bot.settings import Settings
from checklists.errors import TellOperator

FILE = "secret_key"


def secret_of(settings: Settings) -> bytes:
    """The secret that keys receipts and signed links. Raises TellOperator when it can be neither read nor created.

    Losing it makes receipt codes and links of the past worthless, so it belongs into every backup.
    """
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value().encode()
    path = settings.data_dir / FILE
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _create(path)
        secret = path.read_bytes().strip()
    except OSError as error:
        raise TellOperator(
            "The secret key cannot be kept in ANCHA_DATA_DIR; give the service's user the right to write there, "
            "or set ANCHA_SECRET_KEY."
        ) from error
    if len(secret) < 16:
        raise TellOperator(f"The file {FILE} in ANCHA_DATA_DIR is cut off; restore it from a backup.")
    return secret


def _create(path: Path) -> None:
    """Whole or not at all, and by one process only: the first link wins, the others read what it wrote."""
    own = path.with_name(f"{FILE}.{secrets.token_hex(8)}")
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_urlsafe(48).encode())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(own, path)
    except FileExistsError:
        pass
    finally:
        own.unlink()
