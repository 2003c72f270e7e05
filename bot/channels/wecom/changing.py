"""Changes cards that were answered, so that nobody taps them again."""

from __future__ import annotations

import logging

from bot.channels.tencent.refusal import Refused, Remedy, Unanswered
from bot.channels.wecom.desk import Desk
from storage.open_cards import OpenCard

log = logging.getLogger("ancha.wecom")


async def change(desk: Desk, address: str, card: OpenCard, words: str) -> None:
    """Put words in place of a card's buttons (https://developer.work.weixin.qq.com/document/path/94945).

    Tried once: an old card that stays as it is does no harm, since a tap on it is refused in words.
    """
    if not desk.sending or not card.response_code:
        return
    body = {
        "userids": [address],
        "agentid": desk.account.agent_id,
        "response_code": card.response_code,
        "button": {"replace_name": words},
    }
    try:
        await desk.api.call("/cgi-bin/message/update_template_card", body)
    except Refused as refused:
        if refused.remedy in (Remedy.OPERATOR, Remedy.TOKEN):
            desk.rests.trouble(refused.code)
        log.info("a card stays as it is: %s", refused)
    except Unanswered as silence:
        log.info("a card stays as it is: %s", silence)
