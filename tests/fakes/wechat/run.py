"""`python -m tests.fakes.wechat.run [PORT]`: the fake platform for trials by hand.

Start the bot against it with ANCHA_WECHAT_APP_ID, _SECRET and _API_BASE_URL as printed; whoever writes to the bot
must be known here: every openid that the bot pushes to counts as one who has just written.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import uvicorn

from tests.fakes.wechat.platform import APP_ID, SECRET, Follower, Platform


class _Everybody(defaultdict[str, Follower]):
    def __contains__(self, key: object) -> bool:
        return True


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9001
    platform = Platform(now=lambda: datetime.now(UTC))
    platform.followers = _Everybody(
        lambda: Follower(granted=True, grants=[(5, datetime.now(UTC) + timedelta(hours=48))])
    )
    print(
        f"ANCHA_WECHAT_APP_ID={APP_ID} ANCHA_WECHAT_SECRET={SECRET} ANCHA_WECHAT_API_BASE_URL=http://127.0.0.1:{port}"
    )
    uvicorn.run(platform.application(), host="127.0.0.1", port=port, log_level="info")


if __name__ == "__main__":
    main()
