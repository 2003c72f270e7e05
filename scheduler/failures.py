"""What the log may say of an error: enough to find it, and nothing that was in the data."""

from __future__ import annotations

import traceback
from pathlib import Path

from checklists.errors import AnchaError


def told(error: BaseException) -> str:
    """Its kind and place; its text only where it is ours, since a driver's quotes the row it failed on."""
    if isinstance(error, AnchaError):
        return f"{type(error).__name__}: {error}"
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    ours = next(
        (f", called from {Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[:-1])
         if Path(frame.filename).parent.name in ("scheduler", "reports", "storage", "watch", "checklists")),
        "",
    )  # fmt: skip
    return f"{type(error).__name__}{place}{ours}"
