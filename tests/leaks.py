"""Secrets in files: what detect-secrets says of them, in a fifth of the time.

`python -m tests.leaks FILES…`. Its hook asks each of its 27 detectors about each line of each file, by way of a search
for their parameters, which took a minute. Here each detector first looks through a file as a whole, by its own patterns
and on the very lines the hook would show it; only files in which one of them sees anything go to the hook, which
decides. A line's end is for every pattern what the beginning of the next line is: no letter, no digit.
https://github.com/Yelp/detect-secrets#about
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from detect_secrets.core.plugins.util import Plugin
from detect_secrets.core.scan import _get_lines_from_file, get_plugins
from detect_secrets.plugins.high_entropy_strings import HighEntropyStringsPlugin
from detect_secrets.plugins.keyword import DENYLIST, REGEX_BY_FILETYPE, KeywordDetector
from detect_secrets.plugins.keyword import QUOTES_REQUIRED_DENYLIST_REGEX_TO_GROUP as USUAL
from detect_secrets.pre_commit_hook import main as hook
from detect_secrets.settings import configure_settings_from_baseline, transient_settings
from detect_secrets.util.filetype import FileType, determine_file_type

BASELINE = Path(".secrets.baseline")
LEFT_OUT = r"^requirements.*[.]txt$|^[.]secrets[.]baseline$|[.](png|jpe?g)$"
"""Hashes of packages and of what is known to be none, and pictures."""
MOVED = 3
"""The hook's status where known findings only stand on other lines by now, which is no fault."""
_NAMED, _RUN = re.compile("key|pass|pwd|secret|token", re.IGNORECASE), re.compile(r"""[^\s,[\]{}'"]+""")
_WORDS = re.compile("|".join(DENYLIST), re.IGNORECASE)


def suspicious(files: Sequence[str], baseline: Path = BASELINE) -> list[str]:
    """The files in which a detector of the baseline sees anything at all."""
    with transient_settings({}):
        configure_settings_from_baseline(json.loads(baseline.read_text("utf-8")))
        return [file for file in files if not re.search(LEFT_OUT, file) and _seen(file, get_plugins())]


def _seen(file: str, plugins: Sequence[Plugin]) -> bool:
    if determine_file_type(file) == FileType.YAML and _plain(file, plugins):
        return False
    texts = ("\n".join(line.rstrip() for line in lines) for lines in _get_lines_from_file(file))
    return any(_sees(plugin, file, text) for text in texts for plugin in plugins)


def _plain(file: str, plugins: Sequence[Plugin]) -> bool:
    """Whether YAML holds nothing as it is written: the hook parses it, slowly, to see each value in quotes. Each run of
    signs in quotes shows as much, where values are written without escapes, tags and names of secrets."""
    text = Path(file).read_text("utf-8")
    if "\\" in text or "!!" in text or _NAMED.search(text):
        return False
    quoted = "\n".join(f'"{run}"' for run in set(_RUN.findall(text)))
    return not any(_sees(plugin, file, one) for one in (text, quoted) for plugin in plugins)


def _sees(plugin: Plugin, file: str, text: str) -> bool:
    if isinstance(plugin, KeywordDetector):
        patterns = REGEX_BY_FILETYPE.get(determine_file_type(file), USUAL)
        return _WORDS.search(text) is not None and any(plugin.analyze_string(text, patterns))
    found = set(plugin.analyze_string(text))
    if isinstance(plugin, HighEntropyStringsPlugin):
        return any(plugin.calculate_shannon_entropy(one) > plugin.entropy_limit for one in found)
    return bool(found)


def main(files: Sequence[str]) -> int:
    """0 where the hook finds nothing new, else what it says, after it has named what it found."""
    asked = suspicious(files)
    with tempfile.TemporaryDirectory() as folder:
        known = shutil.copy(BASELINE, folder)  # the hook writes to it; it asks no platform whether a secret is good
        said = hook(["--no-verify", "--baseline", known, "--exclude-files", LEFT_OUT, *asked])
    return 0 if said == MOVED else said


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
