"""Settings: what is half set or misspelt stops the start in a sentence, and secrets stay secret."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.secret import secret_of
from bot.settings import Settings, read_settings
from checklists.errors import TellOperator


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("ANCHA_")]:
        monkeypatch.delenv(name)


def read(tmp_path: Path, **lines: str) -> Settings:
    env = tmp_path / ".env"
    env.write_text("".join(f"ANCHA_{name}={value}\n" for name, value in lines.items()))
    return read_settings(env)


def test_nothing_set_is_the_embedded_database_and_no_messenger(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.database == "sqlite:///data/ancha.db"
    assert settings.channels == ()


def test_a_channel_is_on_when_it_has_its_settings(tmp_path: Path) -> None:
    settings = read(tmp_path, WECHAT_APP_ID="wx1", WECHAT_SECRET="s", WECHAT_TOKEN="t", TELEGRAM_TOKEN="1:a")
    assert settings.channels == ("wechat", "telegram")


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ({"WECHAT_APP_ID": "wx1"}, ["ANCHA_WECHAT_SECRET", "ANCHA_WECHAT_TOKEN"]),
        ({"WECHAT_TOKEN": "t"}, ["ANCHA_WECHAT_APP_ID", "ANCHA_WECHAT_SECRET"]),
        (
            {"WECOM_CORP_ID": "c", "WECOM_AGENT_ID": "1", "WECOM_SECRET": "s", "WECOM_TOKEN": "t"},
            ["ANCHA_WECOM_AES_KEY "],
        ),
        ({"TELEGRAM_WEBHOOK_SECRET": "x"}, ["ANCHA_TELEGRAM_TOKEN"]),
        ({"TELEGRAM_TOKEN": "1:a", "TELEGRAM_MODE": "webhook"}, ["ANCHA_TELEGRAM_WEBHOOK_SECRET"]),
        (
            {"WECHAT_APP_ID": "a", "WECHAT_SECRET": "s", "WECHAT_TOKEN": "t", "WECHAT_AES_KEY_PREVIOUS": "old"},
            ["ANCHA_WECHAT_AES_KEY "],
        ),
        ({"BASE_URL": "ancha.example.cn"}, ["ANCHA_BASE_URL"]),
        ({"BASE_URL": "https://"}, ["ANCHA_BASE_URL is not a web address"]),
        ({"BASE_URL": "https://ancha.example .cn"}, ["ANCHA_BASE_URL is not a web address"]),
        ({"BASE_URL": "https://ancha.example.cn:https"}, ["ANCHA_BASE_URL is not a web address"]),
        ({"WECHAT_API_BASE_URL": "api.example.cn"}, ["ANCHA_WECHAT_API_BASE_URL is not a web address"]),
        ({"KEEP_TRAIL_YEARS": "9999999999"}, ["ANCHA_KEEP_TRAIL_YEARS", "less than or equal to 100"]),
        ({"METRICS_TOKEN": "short"}, ["ANCHA_METRICS_TOKEN", "at least 16 random signs"]),
        ({"SECRET_KEY": "short"}, ["ANCHA_SECRET_KEY"]),
        ({"WECOM_AGENT_ID": "one"}, ["ANCHA_WECOM_AGENT_ID"]),
    ],
)  # fmt: skip
def test_what_is_half_set_is_named(tmp_path: Path, lines: dict[str, str], missing: list[str]) -> None:
    with pytest.raises(TellOperator) as told:
        read(tmp_path, **lines)
    assert all(name in str(told.value) for name in missing)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b'ANCHA_PER_PERSON=60\nANCHA_DATA_DIR="/var/lib/ancha\n', "Line 2 of .env cannot be read"),
        (b"# one\nANCHA_DATA_DIR /var/lib/ancha\n", "Line 2 of .env cannot be read"),
        (b"ANCHA_DATA_DIR\n", "Line 1 of .env cannot be read"),
        ("# 安查\n".encode("gb18030"), "save it as UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_stops_the_start_before_another_record_is_served(
    tmp_path: Path, written: bytes, said: str
) -> None:
    (tmp_path / ".env").write_bytes(written)
    with pytest.raises(TellOperator, match=said):
        read_settings(tmp_path / ".env")


def test_a_file_as_windows_writes_it_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(
        "\ufeffANCHA_DATA_DIR=/var/lib/ancha # 数据\r\n\r\nANCHA_PER_PERSON=70\r\n".encode()
    )
    settings = read_settings(tmp_path / ".env")
    assert (settings.data_dir, settings.per_person) == (Path("/var/lib/ancha"), 70)


def test_a_misspelt_name_gets_a_suggestion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TellOperator, match="ANCHA_WECHAT_APP_ID"):
        read(tmp_path, WECHAT_APPID="wx1")
    monkeypatch.setenv("ANCHA_DATABSE_URL", "sqlite://")
    with pytest.raises(TellOperator, match="ANCHA_DATABASE_URL"):
        read(tmp_path)


def test_secrets_are_in_no_repr_and_no_error(tmp_path: Path) -> None:
    settings = read(tmp_path, WECHAT_APP_ID="wx1", WECHAT_SECRET="TOPSECRET", WECHAT_TOKEN="TOPSECRET")
    assert "TOPSECRET" not in repr(settings)
    with pytest.raises(TellOperator) as told:
        read(tmp_path, WECOM_SECRET="TOPSECRET")
    assert "TOPSECRET" not in str(told.value)


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path / "data")  # type: ignore[call-arg]
    first = secret_of(settings)
    assert len(first) >= 32
    assert secret_of(settings) == first
    files = list((tmp_path / "data").iterdir())
    assert [file.name for file in files] == ["secret_key"]
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600


def test_a_secret_that_was_cut_off_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_bytes(b"")
    with pytest.raises(TellOperator, match="backup"):
        secret_of(Settings(_env_file=None, data_dir=tmp_path))  # type: ignore[call-arg]
