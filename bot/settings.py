"""Settings from the environment and `.env`, all with the prefix ANCHA_; checked as a whole before anything starts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import quiet
from bot.quiet import Quiet
from checklists.errors import TellOperator
from checklists.problems import did_you_mean
from storage.retention import Retention

PREFIX = "ANCHA_"
MOST_DAYS, MOST_YEARS = 36_500, 100
"""More is for good, and a moment so long ago no calendar has."""


class Settings(BaseSettings):
    """What an operator may set. A channel without its settings is off."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    base_url: str = "http://127.0.0.1:8000"
    secret_key: SecretStr | None = None
    quiet_hours: str = "21:30-07:30"
    per_person: int = Field(default=60, ge=5)
    per_address: int = Field(default=1200, ge=5)
    photos_per_day: int = Field(default=400, ge=20)
    keep_messages_days: int = Field(default=365, ge=7, le=MOST_DAYS)
    keep_forms_days: int = Field(default=30, ge=1, le=MOST_DAYS)
    keep_drafts_days: int = Field(default=180, ge=7, le=MOST_DAYS)
    keep_held_days: int = Field(default=30, ge=1, le=MOST_DAYS)
    keep_trail_years: int = Field(default=0, ge=0, le=MOST_YEARS)
    language: Literal["zh", "en"] = "zh"
    metrics_token: SecretStr | None = None
    disk_free_mb: int = Field(default=256, ge=0)
    log_format: Literal["auto", "json", "plain"] = "auto"
    log_level: Literal["INFO", "WARNING", "ERROR"] = "INFO"

    wechat_app_id: str = ""
    wechat_secret: SecretStr | None = None
    wechat_token: SecretStr | None = None
    wechat_aes_key: SecretStr | None = None
    wechat_aes_key_previous: SecretStr | None = None
    wechat_api_base_url: str = "https://api.weixin.qq.com"

    wecom_corp_id: str = ""
    wecom_agent_id: int | None = None
    wecom_secret: SecretStr | None = None
    wecom_token: SecretStr | None = None
    wecom_aes_key: SecretStr | None = None
    wecom_api_base_url: str = "https://qyapi.weixin.qq.com"

    telegram_token: SecretStr | None = None
    telegram_base_url: str = "https://api.telegram.org/bot"
    telegram_base_file_url: str = "https://api.telegram.org/file/bot"
    telegram_webhook_secret: SecretStr | None = None
    telegram_mode: Literal["polling", "webhook"] = "polling"

    @property
    def database(self) -> str:
        """The database's address; SQLite below DATA_DIR when none is set. It may hold a password: never log it."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'ancha.db'}"

    @property
    def quiet(self) -> Quiet:
        """The quiet hours; read_settings has seen that they can be read."""
        return quiet.read(self.quiet_hours) or quiet.NEVER

    @property
    def retention(self) -> Retention:
        """How long what is kept."""
        return Retention(
            timedelta(days=self.keep_messages_days), timedelta(days=self.keep_forms_days),
            timedelta(days=self.keep_drafts_days),
            timedelta(days=366 * self.keep_trail_years) if self.keep_trail_years else None,
            timedelta(days=self.keep_held_days),
        )  # fmt: skip

    @property
    def media_folder(self) -> Path:
        """Where photos lie."""
        return self.data_dir / "media"

    @property
    def parsed_content(self) -> Path:
        """A file that spares the next start the parsing of the content."""
        return self.data_dir / "content.parsed.json"

    @property
    def judge_indexes(self) -> Path:
        """A file that spares the next start most of building the judge."""
        return self.data_dir / "judge.indexes.json"

    @property
    def channels(self) -> tuple[str, ...]:
        """The messengers that are switched on, by having their settings."""
        switched = {
            "wechat": self.wechat_app_id,
            "wecom": self.wecom_corp_id,
            "telegram": self.telegram_token,
        }
        return tuple(name for name, value in switched.items() if value)


_NEEDED = {
    "wechat": ("wechat_app_id", "wechat_secret", "wechat_token"),
    "wecom": ("wecom_corp_id", "wecom_agent_id", "wecom_secret", "wecom_token", "wecom_aes_key"),
    "telegram": ("telegram_token",),
}
_SWITCHES = {
    "wechat": (*_NEEDED["wechat"], "wechat_aes_key", "wechat_aes_key_previous"),
    "wecom": _NEEDED["wecom"],
    "telegram": ("telegram_token", "telegram_webhook_secret"),
}


def read_settings(env_file: Path | None = Path(".env")) -> Settings:
    """The settings as they stand. Raises TellOperator in a sentence for what is misspelt, missing or malformed."""
    written = _written(env_file) if env_file is not None and env_file.is_file() else {}
    _refuse_unknown({**written, **os.environ})
    try:
        settings = Settings(_env_file=env_file)  # type: ignore[call-arg]
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        name = _name(str(fault["loc"][0])) if fault["loc"] else PREFIX
        raise TellOperator(f"{name} is not right: {fault['msg']}. Correct it and start again.") from None
    _refuse_half_set(settings)
    return settings


def _written(file: Path) -> Mapping[str, str | None]:
    """What the file says. A line that cannot be read stops the start: passing over it, as the library does, leaves the
    program without that setting, and another folder's record would be served."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            for one in parse_stream(lines):
                if one.error or (one.value is None and (one.key or "").startswith(PREFIX)):
                    raise TellOperator(
                        f"Line {one.original.line} of {file.name} cannot be read; write NAME=value there, close what "
                        "is quoted, and start again."
                    )
        return dotenv_values(file)
    except UnicodeDecodeError:
        raise TellOperator(f"{file.name} is not written in UTF-8; save it as UTF-8 and start again.") from None
    except OSError as error:
        raise TellOperator(f"{file.name} cannot be read ({error.strerror}); let the service's user read it.") from error


def _refuse_unknown(environment: Mapping[str, str | None]) -> None:
    known = {_name(field) for field in Settings.model_fields}
    for name in environment:
        if name.startswith(PREFIX) and name not in known:
            raise TellOperator(f"There is no setting {name}; {did_you_mean(name, known)}")


def _refuse_half_set(settings: Settings) -> None:
    for channel, switches in _SWITCHES.items():
        missing = [_name(field) for field in _NEEDED[channel] if not getattr(settings, field)]
        if missing and any(getattr(settings, field) for field in switches):
            raise TellOperator(
                f"{channel} is set up halfway: {' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing. "
                f"Set {'it' if len(missing) == 1 else 'them'}, or remove everything of {channel} to switch it off."
            )
    if settings.wechat_aes_key_previous and not settings.wechat_aes_key:
        raise TellOperator("ANCHA_WECHAT_AES_KEY is missing beside ANCHA_WECHAT_AES_KEY_PREVIOUS; set the current key.")
    if settings.telegram_token and settings.telegram_mode == "webhook" and not settings.telegram_webhook_secret:
        raise TellOperator("ANCHA_TELEGRAM_WEBHOOK_SECRET is missing; set it, or ANCHA_TELEGRAM_MODE=polling.")
    for field in ("base_url", *(name for name in Settings.model_fields if "_base_" in name)):
        if not _is_address(getattr(settings, field)):
            raise TellOperator(f"{_name(field)} is not a web address; write it as https://ancha.example.cn.")
    if quiet.read(settings.quiet_hours) is None:
        raise TellOperator("ANCHA_QUIET_HOURS is not right; write it as 21:30-07:30 (Beijing time), or off.")
    if settings.secret_key and len(settings.secret_key.get_secret_value()) < 16:
        raise TellOperator("ANCHA_SECRET_KEY is too short; use at least 16 random signs, or leave it to be created.")
    if settings.metrics_token and len(settings.metrics_token.get_secret_value()) < 16:
        raise TellOperator("ANCHA_METRICS_TOKEN is too short; use at least 16 random signs.")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and text.split() == [text] and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that is not closed
        return False


def _name(field: str) -> str:
    return PREFIX + field.upper()
