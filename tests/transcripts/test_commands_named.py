"""In no conversation that is written down is somebody sent to a command their role does not have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checklists.content import Content
from tests.transcripts.town import STAFF

HERE = Path(__file__).parent
SOMEBODY_ELSE = ("由安全管理人员在", "请对方打开安查，点")
"""What stands before a command that others have, where the speaker is told who they are."""


@pytest.mark.parametrize("transcript", sorted(HERE.glob("*.txt")), ids=lambda path: path.stem)
def test_people_are_sent_to_no_command_of_others(content: Content, transcript: Path) -> None:
    labels = {entry.label for entry in content.menu.entries}
    others = {
        name: labels - {entry.label for entry in content.menu.seen_by(frozenset({role}))}
        for name, (role, _) in STAFF.items()
    }
    speaker, wrong = "", []
    for line in transcript.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            speaker = line[1:].split()[0]
        elif line.startswith("!dismiss "):
            others.pop(line.split()[1], None)
        elif speaker in others and line.startswith(("< ", "  ")):
            named = re.findall("(.{0,9})“([^”]+)”", line)
            wrong += [line for before, one in named if one in others[speaker] and not before.endswith(SOMEBODY_ELSE)]
    assert wrong == []
