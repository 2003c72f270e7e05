"""The conversation in the README, held anew."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from dialogs.gateway import Gateway
from dialogs.messages import InboundMessage, Sender
from storage import enterprises, media, people, reaching
from storage.unit_of_work import OpenUnit
from tests.docs.pages import ROOT


def _spoken() -> Iterator[tuple[str, str]]:
    """(speaker, words) of each line of the excerpt, without its English; a line without a speaker goes on."""
    excerpt = re.search(r"^```\n(王强.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    assert excerpt is not None
    speaker = ""
    for line in excerpt[1].splitlines():
        match = re.match(r"(?:(\w+)： |\s+)(.*?)\s{2,}", line)
        assert match is not None, line
        speaker = match[1] or speaker
        yield speaker, match[2]


def test_the_conversation_of_the_readme_happens(gateway: Gateway, open_unit: OpenUnit, media_folder: Path) -> None:
    sender = Sender(channel="web", address="wang")
    with open_unit() as unit:
        enterprise_id = enterprises.add_enterprise(
            unit, name="清水家具厂", uscc="91360702MA35XXXX0A", region="360702", sector="industry"
        )
        person_id = people.add_person(unit, "王强")
        binding = reaching.bound(unit, sender.channel, sender.account, sender.address)
        reaching.bind(unit, binding.id, person_id)
        people.grant(unit, person_id, "safety_officer", enterprise_id=enterprise_id, by=None)
        drawn = io.BytesIO()
        Image.new("RGB", (64, 48), "grey").save(drawn, "PNG")
        photo = media.accept(unit, media_folder, drawn.getvalue(), owner_binding=binding.id)
        unit.commit()
    answer = ""
    for number, (speaker, words) in enumerate(_spoken()):
        if speaker == "安查":
            assert re.search(re.escape(words).replace("…", ".*"), answer), f"{words!r} is not in {answer!r}"
            continue
        inbound = InboundMessage(id=str(number), sender=sender, kind="text", text=words)
        if words == "[照片]":
            inbound = InboundMessage(id=str(number), sender=sender, kind="photo", photos=(photo.id,))
            gateway.handle(inbound)
            inbound = InboundMessage(id=f"{number}-done", sender=sender, kind="text", text="好了")
        answer = "\n".join(letter.body["text"] for letter in gateway.handle(inbound))
