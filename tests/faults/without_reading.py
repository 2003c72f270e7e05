"""`python -m tests.faults.without_reading serve …`: bot.py where nothing reads photos, as with the processes that are
forked. Else it would hang on who happened to answer what a certificate's conversation asks.
"""

from __future__ import annotations

import runpy
import sys

if __name__ == "__main__":
    # What find_spec then says: https://docs.python.org/3/library/importlib.html#importlib.util.find_spec
    sys.modules["rapidocr"] = None  # type: ignore[assignment]
    runpy.run_path("bot.py", run_name="__main__")
