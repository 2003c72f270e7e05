"""Cards with buttons, or with boxes to tick where several options may be meant. Pure.

https://developer.work.weixin.qq.com/document/path/90236 (template_card). A card bears numbers as the text does, since
typing one of them does the same.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping

from bot.channels.tencent.words import safe
from bot.channels.tencent.writing import cdata
from bot.channels.wecom.rules import Cards
from bot.channels.wecom.wording import option
from checklists.texts import Texts
from dialogs.messages import Choice, Outbound

OF_A_QUESTION = re.compile(r"\d+\.\d+\.\d+")
"""A token that answers one question of one session, and means nothing once that is answered."""
_TASK = re.compile(r"ancha-(\d{1,18})-([0-9a-f]{16})")
QUESTION, SUBMIT = "options", "submit"


def task_id(letter: int, secret: bytes) -> str:
    """The card's name at the platform, the same at every try to send that letter, and not to be guessed."""
    return f"ancha-{letter}-{_mark(letter, secret)}"


def letter_of(task: str, secret: bytes) -> int | None:
    """The letter a card was made of; None where the name is not one of ours."""
    found = _TASK.fullmatch(task)
    if found is None or not hmac.compare_digest(found[2], _mark(int(found[1]), secret)):
        return None
    return int(found[1])


def on_a_card(message: Outbound, rules: Cards) -> bool:
    """Whether a card can hold it: options, not too many, few words, nothing else."""
    return (
        bool(message.choices)
        and not message.photos
        and not message.link
        and wants_card(message, rules)
        and _short(message.text, rules)
    )


def wants_card(message: Outbound, rules: Cards) -> bool:
    """Whether its options fit on a card, whatever has to be said in front of it."""
    return 0 < len(message.choices) <= (rules.options if message.several else rules.buttons)


def card(message: Outbound, task: str, rules: Cards, texts: Texts) -> dict[str, object]:
    """The `template_card` of a message that fits."""
    words = message.text or texts("wecom.choose_several" if message.several else "wecom.choose")
    title, body = _title(safe(words), rules)
    title = title or texts("wecom.heading")
    numbered = [(number if message.numbered else 0, choice) for number, choice in enumerate(message.choices, 1)]
    cut = any(len(choice.label) > rules.label_chars for choice in message.choices)
    if cut:  # what a button cannot show whole stands above it
        body = "\n".join(filter(None, (body, *(option(number, choice, texts) for number, choice in numbered))))
    made: dict[str, object] = {"task_id": task, "main_title": {"title": title}}
    if not message.several:
        buttons = [
            {"text": _label(number, choice, rules), "style": 1, "key": choice.token} for number, choice in numbered
        ]
        return {
            "card_type": "button_interaction",
            **made,
            **({"sub_title_text": body} if body else {}),
            "button_list": buttons,
        }
    if body:
        made["main_title"] = {"title": title, "desc": body}
    boxes = [
        {"id": choice.token, "text": _label(number, choice, rules), "is_checked": False} for number, choice in numbered
    ]
    return {
        "card_type": "vote_interaction",
        **made,
        "checkbox": {"question_key": QUESTION, "mode": 1, "option_list": boxes},
        "submit_button": {"text": texts("wecom.submit"), "key": SUBMIT},
    }


def tapped_words(body: Mapping[str, object] | None, tokens: tuple[str, ...], texts: Texts) -> str:
    """What a card says once it was answered: the labels of what was tapped, as its letter has them."""
    message = Outbound.model_validate(body) if body else Outbound(text="")
    labels = [safe(choice.label).replace("\n", " ") for choice in message.choices if choice.token in tokens]
    if not labels:
        return texts("wecom.tapped_unknown")
    said = texts("wecom.tapped", label="、".join(labels))
    return said if len(said) <= _MOST_REPLACED else f"{said[: _MOST_REPLACED - 1]}…"


def button_update(to: str, sender: str, at: int, words: str) -> str:
    """The passive reply that puts words in place of the buttons, for whoever tapped
    (https://developer.work.weixin.qq.com/document/path/90241); `at` in seconds since 1970."""
    return (
        f"<xml><ToUserName>{cdata(to)}</ToUserName><FromUserName>{cdata(sender)}</FromUserName>"
        f"<CreateTime>{at}</CreateTime><MsgType><![CDATA[update_button]]></MsgType>"
        f"<Button><ReplaceName>{cdata(words)}</ReplaceName></Button></xml>"
    )


_MOST_REPLACED = 30


def _mark(letter: int, secret: bytes) -> str:
    return hmac.new(secret, f"wecom card {letter}".encode(), hashlib.sha256).hexdigest()[:16]


def _short(text: str, rules: Cards) -> bool:
    return len(text) <= rules.text_chars and text.count("\n") <= _MOST_LINES


_MOST_LINES = 8


def _title(words: str, rules: Cards) -> tuple[str, str]:
    """The first line as the title and the others below; of a longer line what stands before a stop, else before a
    comma. Where it has none either there is no title, and all of it stands below: no word is cut, none said twice."""
    first, _, rest = words.partition("\n")
    if len(first) <= rules.title_chars:
        return first, rest.strip("\n")
    for marks in ("。！？；：", "，"):
        stop = max(first.rfind(mark, 0, rules.title_chars) for mark in marks)
        if stop > 0:
            return first[: stop + 1], words[stop + 1 :].strip("\n")
    return "", words


def _label(number: int, choice: Choice, rules: Cards) -> str:
    label = safe(choice.label).replace("\n", " ")
    label = label if len(label) <= rules.label_chars else f"{label[: rules.label_chars - 1]}…"
    return f"{number} {label}" if number else label
