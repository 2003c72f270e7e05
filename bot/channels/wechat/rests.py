"""Which of the account's interfaces are not called for a while, and why. In memory: a restart asks once more."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

log = logging.getLogger("ancha.wechat")

BEIJING = ZoneInfo("Asia/Shanghai")
CUSTOM, SUBSCRIPTION, TEMPLATE, ALL = "custom/send", "subscribe/bizsend", "template/send", "everything"
OFF = timedelta(days=1)
TROUBLE = timedelta(minutes=10)


class Rests:
    """Interfaces at rest, by name."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._until: dict[str, datetime] = {}
        self._quotas: dict[str, datetime] = {}

    def until(self, name: str) -> datetime | None:
        """Until when an interface rests; None when it may be called."""
        found = self._until.get(name)
        return found if found is not None and self._now() < found else None

    def quota_wait(self, name: str) -> float | None:
        """Seconds until an interface whose quota is used up may be called again; None when that is not why it rests."""
        until = self._quotas.get(name)
        return (until - self._now()).total_seconds() if until is not None and self._now() < until else None

    def till_midnight(self, name: str, code: int) -> None:
        """The day's quota is used up; the platform counts days in Beijing."""
        tomorrow = self._now().astimezone(BEIJING).date() + timedelta(days=1)
        midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=BEIJING)
        self._quotas[name] = midnight
        self._rest(name, midnight, f"the day's quota is used up (errcode {code}); it goes on after midnight in Beijing")

    def switch_off(self, name: str, code: int) -> None:
        """The account may not call it. Looked at again in a day, since rights are gained and lost."""
        self._rest(
            name,
            self._now() + OFF,
            f"this account may not use it (errcode {code}); get the right at mp.weixin.qq.com or correct the template "
            "in wechat.yaml. Messages go other ways meanwhile",
        )

    def trouble(self, name: str, code: int) -> None:
        """Nothing works until somebody acts."""
        self._rest(
            name,
            self._now() + TROUBLE,
            f"refused with errcode {code}; check the address allow-list, app id and secret at mp.weixin.qq.com",
        )

    def _rest(self, name: str, until: datetime, why: str) -> None:
        if self.until(name) is None:
            log.error("WeChat %s rests until %s: %s.", name, until.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M"), why)
        self._until[name] = until
