"""How many fields are read right from drawn certificates, photographed well and badly; seconds and memory a photo.

    python benchmarks/certificates.py [ROUNDS]

Each round is every layout under every kind of photo (42 photos); two rounds are the usual. Exits with 1 where a limit
is broken, with 0 and a word where the extra `ocr` is not installed. The people on them never lived.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.reading import engine
from checklists.certificate import Certificates
from checklists.certificate_fields import Fields, fields
from checklists.gathering import load
from storage.media.picture import prepare
from tests.fakes.certificates.drawing import LAYOUTS, draw
from tests.fakes.certificates.holders import Printed, holder
from tests.fakes.certificates.photographing import SHOTS, photograph

NAMES = ("holder", "number", "work", "project", "begins", "ends", "review")
RIGHT, WRONG, MEMORY = 0.85, 0.02, 900.0
"""Least share of fields read right, most share read wrong (not: left open), MiB of the reading process."""


def main() -> int:
    if not engine.installed():
        print("certificates: the extra `ocr` is not installed, nothing to measure")
        return 0
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    known = load().certificates
    dice = random.Random(20231115)  # noqa: S311
    by_field: dict[str, Counter[str]] = {name: Counter() for name in NAMES}
    by_shot: dict[str, Counter[str]] = {name: Counter() for name in SHOTS}
    seconds: list[float] = []
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            for layout in LAYOUTS:
                for name, shot in SHOTS.items():
                    printed = holder(dice)
                    file = Path(folder) / "photo.jpg"
                    file.write_bytes(prepare(photograph(draw(printed, layout, dice), shot, dice)).jpeg)
                    begun = time.process_time()
                    got = fields(engine.lines(str(file)), known)
                    seconds.append(time.process_time() - begun)
                    for field, (said, is_so) in _compared(got, printed, known).items():
                        result = "right" if said == is_so else "wrong" if said else "open"
                        by_field[field][result] += 1
                        by_shot[name][result] += 1
                        if result == "wrong":
                            wrong.append(f"{layout}/{name} {field}: read {said}, printed {is_so}")
    _table("field", by_field)
    _table("photo", by_shot)
    total = sum(by_field.values(), Counter[str]())
    every = sum(total.values())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    shares = {name: f"{total[name] / every:.1%}" for name in ("right", "open", "wrong")}
    print(f"{len(seconds)} photos, {every} fields:", ", ".join(f"{share} {name}" for name, share in shares.items()))
    print(f"seconds of one core a photo: median {sorted(seconds)[len(seconds) // 2]:.1f}, most {max(seconds):.1f}; "
          f"memory {memory:.0f} MiB")  # fmt: skip
    print("\n".join(wrong))
    good = total["right"] / every >= RIGHT and total["wrong"] / every <= WRONG and memory <= MEMORY
    return 0 if good else 1


def _compared(got: Fields, printed: Printed, known: Certificates) -> dict[str, tuple[object, object]]:
    """For each field what was read and what is printed."""
    ids = {project.name: (kind.id, project.id) for kind in known.kinds for project in kind.projects}
    work, project = ids[printed.project]
    return {
        "holder": (got.holder, printed.holder), "number": (got.number, printed.number), "work": (got.work, work),
        "project": (got.project, project), "begins": (got.begins, printed.begins), "ends": (got.ends, printed.ends),
        "review": (got.review, printed.review),
    }  # fmt: skip


def _table(head: str, counted: dict[str, Counter[str]]) -> None:
    print(f"{head:15} {'right':>6} {'open':>6} {'wrong':>6}")
    for name, one in counted.items():
        print(f"{name:15} {one['right']:6} {one['open']:6} {one['wrong']:6}")


if __name__ == "__main__":
    sys.exit(main())
