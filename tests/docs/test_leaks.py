"""The search for secrets looks sooner than the hook it calls, and passes over nothing the hook would find."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import configure_settings_from_baseline, get_settings, transient_settings

from tests.leaks import BASELINE, suspicious

VERIFIES = "detect_secrets.filters.common.is_ignored_due_to_verification_policies"
"""It asks the platform whether a secret is good."""
HEX = "9f86d081" + "884c7d65" + "9a2feaa0" + "c55ad015"
ODD = "Zx9kQ7vLm2Rt8" + "Wp4Yb6Nc1Hd3" + "Jf5Gs0Ta"
PLANTED = {
    "keyword.py": f'password = "{ODD}"\n',
    "keyword.yaml": "client_secret:\n  " + "correct-horse-battery\n",
    "quoted.py": f'sign("{HEX}")\n',
    "unquoted.yaml": f"one:\n  two: {HEX}\n",
    "flow.yaml": f"one: {{two: {ODD}, three: 四}}\n",
    "named.yaml": "one:\n  cl_" + "key: " + "qzjxwkvbnmpl" + "trewsdfghyui\n",
    "escaped.yaml": f'one: "{HEX[:8]}\\\n  {HEX[8:]}"\n',
    "settings.ini": f"[one]\nkey = {ODD}\n",
    "address.md": "Open https://somebody:" + "pa55word@ancha.test/ .\n",
    "amazon.txt": "AKIA" + "Y3FDSNDKFKSIDJFE\n",
    "telegram.py": "# 110201543" + ":AAHdqTcvCH1vG" + "WJxfSeofSAs0K5PALDsawX\n",
    "key.pem": "-----BEGIN RSA PRIVATE " + "KEY-----\n",
    "jwt.txt": "eyJhbGciOiJI"
    + "UzI1NiJ9."
    + "eyJzdWIiOiIxIn0."
    + "dBjftJeZ4CVP-mB92K27"
    + "uhbUJU1p1r_wW1g"
    + "FWFOEjXk\n",
    "last.txt": "nothing\n" + "ghp_" + "16C7e42F" + "292c6912" + "E7710c83" + "8347Ae17" + "8B4a",
}
"""One of each sort the hook tells apart, put together here so that this file itself holds none."""


@pytest.mark.parametrize("name", PLANTED)
def test_a_file_with_a_secret_goes_to_the_hook(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(PLANTED[name], "utf-8")
    with transient_settings({}):
        configure_settings_from_baseline(json.loads(BASELINE.read_text("utf-8")))
        get_settings().disable_filters(VERIFIES)
        found = SecretsCollection()
        found.scan_file(str(file))
    assert bool(found)
    assert suspicious([str(file)]) == [str(file)]


def test_a_file_without_does_not(tmp_path: Path) -> None:
    (tmp_path / "plain.yaml").write_text("one: 安全出口上锁\ntwo: {three: GM-3}\n", "utf-8")
    (tmp_path / "plain.py").write_text('def a_key() -> str:\n    return "one-two-three"\n', "utf-8")
    assert suspicious([str(tmp_path / "plain.yaml"), str(tmp_path / "plain.py"), "requirements.txt"]) == []


def test_whatever_the_hook_ever_found_here_goes_to_it_again() -> None:
    found = [file for file in json.loads(BASELINE.read_text("utf-8"))["results"] if Path(file).exists()]
    assert suspicious(found) == found
