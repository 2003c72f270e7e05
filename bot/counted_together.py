"""Where several processes behind one port put their counts, so that whichever is asked tells those of all.

https://prometheus.github.io/client_python/multiprocess/ : the library looks for the folder when it is imported, so this
stands apart from bot.counts, which imports it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

SHARED = "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def counted_together() -> Iterator[None]:
    """Processes started within the block count together, in a folder that is gone at its end."""
    with tempfile.TemporaryDirectory(prefix="ancha-counts-") as folder:
        os.environ[SHARED] = folder
        try:
            yield
        finally:
            del os.environ[SHARED]
