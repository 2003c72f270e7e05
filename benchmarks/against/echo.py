"""The ceiling: wechatpy on uvicorn, which checks the signature, reads the message and answers; it keeps nothing."""

from __future__ import annotations

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from wechatpy import create_reply, parse_message
from wechatpy.utils import check_signature

from benchmarks.against.load import TOKEN


async def receive(request: Request) -> Response:
    """The least a callback can do."""
    query = request.query_params
    check_signature(TOKEN, query["signature"], query["timestamp"], query["nonce"])
    message = parse_message(await request.body())
    return Response(create_reply(message.content, message).render(), media_type="application/xml")


if __name__ == "__main__":
    web = Starlette(routes=[Route("/wechat", receive, methods=["POST"])])
    uvicorn.run(web, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)
