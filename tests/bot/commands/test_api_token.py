"""Tokens of other systems, by command."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from pathlib import Path

from tests.bot.commands.conftest import Run


def test_a_token_is_shown_once_and_kept_as_its_hash(ready: Run, folder: Path) -> None:
    said = ready("api-token", "create", "市平台", "--region", "360702", "--write").output
    token = said.split()[0]
    assert re.fullmatch("ancha_[2-9A-Z]{40}", token)
    assert "reads and writes, region 360702" in said
    kept = sqlite3.connect(folder / "data" / "ancha.db")
    assert kept.execute("SELECT hash FROM api_tokens").fetchall() == [(hashlib.sha256(token.encode()).hexdigest(),)]
    kept.close()
    everything = b"".join(file.read_bytes() for file in (folder / "data").glob("ancha.db*"))
    assert token.encode() not in everything
    listed = ready("api-token", "list").output
    assert "市平台" in listed
    assert token not in listed


def test_a_revoked_token_is_listed_no_more(ready: Run) -> None:
    ready("api-token", "create", "省平台", "--region", "360700")
    assert "Revoked: 1" in ready("api-token", "revoke", "1").output
    assert ready("api-token", "list").output == ""
    assert "revoked" in ready("api-token", "list", "--all").output
    assert "revoked already" in ready("api-token", "revoke", "1", status=1).output
    assert "no token 7" in ready("api-token", "revoke", "7", status=1).output


def test_a_token_is_for_one_body_that_is_on_record(ready: Run) -> None:
    assert "Say for whom" in ready("api-token", "create", "x", status=2).output
    assert "Say for whom" in ready("api-token", "create", "x", "--region", "360702", "--department", "1",
                                   status=2).output  # fmt: skip
    ready("api-token", "create", "x", "--region", "999999", status=2)
    ready("api-token", "create", "x", "--department", "99", status=2)
    assert "No enterprise" in ready("api-token", "create", "x", "--enterprise", "1", status=2).output
