"""Two small conversations, so that what is tested here does not hang on the words of the real ones."""

from __future__ import annotations

from collections.abc import Mapping

from checklists.form import Form
from checklists.question import Limits, Question
from dialogs.messages import Outbound
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk

RECEIPT = "回执码 9K7M2A，请抄下来。"

_HAZARD = Form(
    id="tiny.hazard",
    title="上报隐患",
    complete="hazard",
    questions=(
        Question(id="photo", kind="photo", ask="请发照片。", optional=True),
        Question(id="place", kind="place", ask="在什么位置？"),
        Question(id="words", kind="text", ask="是什么情况？", limits=Limits(max_length=200)),
    ),
)
_WHISTLE = Form(
    id="tiny.whistle",
    title="举报",
    complete="whistle",
    summary=False,
    questions=(Question(id="words", kind="text", ask="请写明情况。"),),
)


def _reported(talk: Talk, done: Finished) -> Closing:
    return Closing((Outbound(text=f"已上报：{done.value('words')}"),))


def _blown(talk: Talk, done: Finished) -> Closing:
    return Closing((Outbound(text=RECEIPT, forget=True),))


TINY: Mapping[str, Conversation] = {
    "hazard": Conversation("hazard", ("principal", "staff"), lambda talk, argument: Opening(_HAZARD), _reported),
    "whistle": Conversation("whistle", ("stranger",), lambda talk, argument: Opening(_WHISTLE), _blown),
}
