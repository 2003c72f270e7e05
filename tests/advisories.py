"""Known holes of the locked packages, from a copy of the Python Packaging Advisory Database on this machine.

`python -m tests.advisories FOLDER requirements.txt`, where FOLDER holds a checkout of
https://github.com/pypa/advisory-database. For machines without a network: elsewhere pip-audit asks PyPI for the same.
The format: https://ossf.github.io/osv-schema/.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

PINNED = re.compile(r"(?m)^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)")


def pins(text: str) -> dict[str, str]:
    """Versions by the packages' names, of a file of requirements."""
    return {canonicalize_name(name): version for name, version in PINNED.findall(text)}


def holes(folder: Path, locked: Mapping[str, str]) -> Iterator[str]:
    """A line for every advisory that concerns a locked version and was not withdrawn."""
    for name, version in sorted(locked.items()):
        for file in sorted((folder / "vulns" / name).glob("*.yaml")):
            advisory = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
            if not advisory.get("withdrawn") and any(_concerns(one, name, version) for one in advisory["affected"]):
                also = ", ".join(advisory.get("aliases", ()))
                yield f"{name} {version}: {advisory['id']} ({also}) {advisory.get('details', '')[:200].strip()}"


def newest(folder: Path) -> datetime:
    """When the latest advisory of the copy was changed: it knows nothing of later ones."""
    found = re.compile(r"(?m)^modified: '?\"?([0-9T:-]+)")
    moments = (found.search(file.read_text(encoding="utf-8")) for file in (folder / "vulns").glob("*/*.yaml"))
    return max(datetime.fromisoformat(one[1]).replace(tzinfo=UTC) for one in moments if one is not None)


def _concerns(affected: Mapping[str, Any], name: str, version: str) -> bool:
    if canonicalize_name(affected["package"]["name"]) != name:
        return False
    if version in affected.get("versions", ()):
        return True
    ranges = (one["events"] for one in affected.get("ranges", ()) if one["type"] == "ECOSYSTEM")
    return any(_within(events, Version(version)) for events in ranges)


def _within(events: Sequence[Mapping[str, str]], version: Version) -> bool:
    inside = False
    for event in events:
        for what, at in event.items():
            bound = _version(at)
            if what == "introduced" and version >= bound:
                inside = True
            elif (what == "fixed" and version >= bound) or (what == "last_affected" and version > bound):
                inside = False
    return inside


def _version(text: str) -> Version:
    try:
        return Version(text)
    except InvalidVersion:  # old ones are written in many ways
        return Version(re.sub(r"[^0-9.].*", "", text).strip(".") or "0")


def main(folder: Path, requirements: Path) -> int:
    """Say what was found; 1 where something was, or where the copy is older than thirty days."""
    if not (folder / "vulns").is_dir():
        print(f"{folder} holds no advisories; give a checkout of the Python Packaging Advisory Database.")
        return 2
    locked = pins(requirements.read_text(encoding="utf-8"))
    found, day = list(holes(folder, locked)), newest(folder)
    print(*found, sep="\n", end="\n" if found else "")
    old = (datetime.now(UTC) - day).days
    print(f"{len(found)} known holes in {len(locked)} packages; the newest advisory is of {day:%Y-%m-%d}.")
    if old > 30:
        print(f"That is {old} days ago: holes found since are not in it. Bring a newer copy.")
    return 1 if found or old > 30 else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
