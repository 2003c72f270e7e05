"""`python -m tests.fakes.wecom [PORT]`: the fake platform for trials by hand.

What members are sent stands at /shown.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.wecom.envelope import AGENT, CORP, KEY, SECRET, TOKEN
from tests.fakes.wecom.platform import Platform


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9002
    platform = Platform(now=lambda: datetime.now(UTC))

    async def shown(_: Request) -> Response:
        return JSONResponse({name: member.got for name, member in platform.members.items()})

    application = platform.application()
    application.routes.append(Route("/shown", shown))
    settings = {
        "CORP_ID": CORP, "AGENT_ID": AGENT, "SECRET": SECRET, "TOKEN": TOKEN, "AES_KEY": KEY,
        "API_BASE_URL": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    print(*(f"ANCHA_WECOM_{name}={value}" for name, value in settings.items()))
    uvicorn.run(application, host="127.0.0.1", port=port, log_level="info")


main()
