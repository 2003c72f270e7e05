"""Files and names that survive a power cut."""

from __future__ import annotations

import os
from pathlib import Path


def synced(path: Path) -> None:
    """Wait until a file, or the names in a folder, stand on the disk. A new or renamed file needs both: its own and its
    folder's (fsync(2)). Raises OSError where the disk does not answer."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
