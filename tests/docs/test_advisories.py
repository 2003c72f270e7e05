"""The audit of packages without a network: what concerns a locked version is told, and how old the copy is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.advisories import holes, main, pins

ADVISORY = """
id: PYSEC-1
modified: 2024-10-01T00:00:00Z
aliases: [CVE-1]
details: A hole.
affected:
- package: {ecosystem: PyPI, name: My.Package}
  ranges:
  - {type: ECOSYSTEM, events: [{introduced: "1.2"}, {fixed: 1.4.1}, {introduced: 2.0a1}, {last_affected: 2.0.5}]}
  - {type: GIT, repo: x, events: [{introduced: "0"}]}
  versions: ["1.0"]
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    (tmp_path / "vulns" / "my-package").mkdir(parents=True)
    (tmp_path / "vulns" / "my-package" / "PYSEC-1.yaml").write_text(ADVISORY, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("version", "hole"),
    [("1.0", True), ("1.1", False), ("1.2", True), ("1.4", True), ("1.4.1", False), ("2.0", True), ("2.0.5", True),
     ("2.0.6", False)],
)  # fmt: skip
def test_which_versions_an_advisory_concerns(copy: Path, version: str, hole: bool) -> None:
    assert bool(list(holes(copy, {"my-package": version}))) is hole


def test_requirements_are_read_as_they_are_locked() -> None:
    assert pins('My_Package[x]==1.0 \\\n    --hash=sha256:0\nb==2 ; python_version < "3.12"\n    # via c==3\n') == {
        "my-package": "1.0", "b": "2",
    }  # fmt: skip


def test_an_old_copy_is_no_clean_bill(copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "requirements.txt").write_text("my-package==3.0\n", "utf-8")
    assert main(copy, tmp_path / "requirements.txt") == 1
    assert "Bring a newer copy" in capsys.readouterr().out
    assert main(tmp_path / "nothing", tmp_path / "requirements.txt") == 2
