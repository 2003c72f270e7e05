"""Reaching somebody later: a customer-service message while they allow it, a subscription they agreed to, a
template message, and where none of these is left, their next word."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.channels.channel import Elsewhere, Held, Later, Never, Result, Sent
from bot.channels.tencent.refusal import Refused, Remedy, Unanswered
from bot.channels.wechat import templates
from bot.channels.wechat.account import NAME
from bot.channels.wechat.answering import shut_out
from bot.channels.wechat.desk import Desk
from bot.channels.wechat.rests import ALL, CUSTOM, SUBSCRIPTION, TEMPLATE
from bot.channels.wechat.wording import fitted
from dialogs.messages import Outbound
from storage import allowance, held, media, outbox
from storage.allowance import Granted
from storage.reaching import Binding
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")

SOON, TOO_FAST, TROUBLED = 20.0, 300.0, 600.0


@dataclass(frozen=True)
class Task:
    """One message on its way to one address. `letter` is its number in the outbox."""

    binding: Binding
    message: Outbound
    letter: int


Way = Callable[[Task], Awaitable[Sent | str]]
"""Sends it, or says in a few words why this way is not open."""


class WeChatChannel:
    """The Official Account as the delivery loop sees it."""

    name = NAME
    at_once = 8

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ways: tuple[tuple[str, Way], ...] = (
            (CUSTOM, self._custom),
            (SUBSCRIPTION, self._subscription),
            (TEMPLATE, self._template),
        )

    async def send(self, binding: Binding, message: Outbound, letter: int) -> Result:
        """Try the ways in order. What is longer than one message is divided, and the rest follows as its own letter."""
        if binding.account != self._desk.account.app_id:
            return Elsewhere("it belongs to an account that is not served here")
        if self._desk.rests.until(ALL):
            return Later(TROUBLED, "the account has a fault", tried=False)
        if not (message.text or message.choices or message.link or message.photos):
            return Sent()  # its words were to be forgotten, and are
        task, whys = Task(binding, message, letter), []
        for name, way in self._ways:
            if self._desk.rests.until(name) is not None:
                whys.append(f"{name} rests")
                continue
            try:
                found: Result | str = await way(task)
            except Refused as refused:
                found = await self._refused(task, name, refused)
            except Unanswered as silence:
                if silence.arrived and name != TEMPLATE:  # only template messages bear a key against sending twice
                    raise
                found = Later(SOON, str(silence))
            if not isinstance(found, str):
                return found
            whys.append(found)
        why = "; ".join(whys)[:400]
        wait = await self._quota_wait(task)
        return Later(wait, why, tried=False) if wait is not None else Held(why)

    def settled(self, binding: Binding) -> None:
        """Nothing waits for it."""

    async def _custom(self, task: Task) -> Sent | str:
        """A customer-service message (https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage)."""
        grant = await self._record(lambda unit: allowance.spend(unit, task.binding.id))
        if grant is None:
            return "nothing may be pushed until the next word"
        try:
            rest = await self._pushed(task)
        except Refused:
            await self._give_back(task, grant)
            raise
        except Unanswered as silence:
            if not silence.arrived:
                await self._give_back(task, grant)
            raise
        if rest is not None:
            await self._follow_up(task, rest)
        return Sent()

    async def _pushed(self, task: Task) -> Outbound | None:
        """Send the first part; what remains."""
        app, limits = self._desk.app, self._desk.rules.limits
        found = fitted((task.message,), limits.text_bytes, app.content.texts, app.settings.base_url.rstrip("/"))
        body: dict[str, object] = {"touser": task.binding.address}
        if found.text:
            body |= {"msgtype": "text", "text": {"content": found.text}}
            rest = found.rest
        else:
            first, *others = task.message.photos
            name = await self._uploaded(first)
            rest = task.message.model_copy(update={"photos": tuple(others)}) if others else None
            if name is None:
                return rest  # its file is lost: what comes behind it still goes
            body |= {"msgtype": "image", "image": {"media_id": name}}
        await self._desk.api.call("/cgi-bin/message/custom/send", body)
        return rest

    async def _uploaded(self, photo: int) -> str | None:
        """The platform's name for a picture of ours, kept there for three days."""
        most = self._desk.rules.limits.photo_bytes

        def read() -> bytes | None:
            with self._desk.app.open_unit() as unit:
                for small in (False, True):
                    path = media.file_of(unit, self._desk.app.media_folder, photo, thumbnail=small)
                    if path is not None and path.stat().st_size <= most:
                        return path.read_bytes()
            return None

        data = await self._desk.workers.record(read)
        if data is None:
            return None
        answer = await self._desk.api.upload(
            "/cgi-bin/media/upload", "photo.jpg", data, "image/jpeg", params={"type": "image"}
        )
        return str(answer.get("media_id", ""))

    async def _subscription(self, task: Task) -> Sent | str:
        """One agreed message (https://developers.weixin.qq.com/doc/service/guide/product/subscription_messages/intro.html)."""
        template = self._desk.rules.subscriptions.get(task.message.kind)
        if template is None or not template.id:
            return "no subscription template for it"
        if not await self._record(lambda unit: allowance.spend_subscription(unit, task.binding.id, template.id)):
            return "no subscription left"
        body = {
            "touser": task.binding.address,
            "template_id": template.id,
            "data": templates.data(template, task.message, self._desk.app.content.texts, self._desk.app.clock()),
        }
        try:
            await self._desk.api.call("/cgi-bin/message/subscribe/bizsend", body)
        except (Refused, Unanswered) as error:
            used_up = isinstance(error, Refused) and error.remedy is Remedy.CLOSED
            if not used_up and not (isinstance(error, Unanswered) and error.arrived):
                await self._record(lambda unit: allowance.subscribe(unit, task.binding.id, template.id))
            raise
        await self._keep_whole(task)
        return Sent()

    async def _template(self, task: Task) -> Sent | str:
        """A template message; `client_msg_id` keeps a repeat within ten minutes from arriving twice
        (https://developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage.html)."""
        template = self._desk.rules.templates.get(task.message.kind)
        if template is None or not template.id:
            return "no template for it"
        body = {
            "touser": task.binding.address,
            "template_id": template.id,
            "client_msg_id": f"ancha-{task.letter}",
            "data": templates.data(template, task.message, self._desk.app.content.texts, self._desk.app.clock()),
        }
        await self._desk.api.call("/cgi-bin/message/template/send", body)
        await self._keep_whole(task)
        return Sent()

    async def _refused(self, task: Task, name: str, refused: Refused) -> Result | str:
        """What becomes of a message after a refusal: tried another way (a str), or one of the results."""
        rests = self._desk.rests
        why = str(refused)
        match refused.remedy:
            case Remedy.SPENT | Remedy.CLOSED:
                await self._used_up(task, name)
                return why
            case Remedy.OFF:
                rests.switch_off(name, refused.code)
                return why
            case Remedy.MIDNIGHT:
                rests.till_midnight(name, refused.code)
                return why
            case Remedy.GONE:
                one = task.binding
                await self._record(lambda unit: shut_out(unit, one.channel, one.account, one.address))
                return Elsewhere(why)
            case Remedy.BLOCKED:
                return Elsewhere(why)
            case Remedy.OPERATOR | Remedy.TOKEN:
                rests.trouble(ALL, refused.code)
                return Later(TROUBLED, why, tried=False)
            case Remedy.NEVER:
                return Never(why) if name == CUSTOM else why
            case Remedy.LATER:
                return Later(TOO_FAST, why)
        return Later(SOON, why)  # busy, or a file that has to be uploaded again

    async def _quota_wait(self, task: Task) -> float | None:
        """Seconds until a way that only the day's quota closes is open again; None when the next word is needed."""
        kind, rules, rests = task.message.kind, self._desk.rules, self._desk.rests
        pushes = await self._record(lambda unit: allowance.left(unit, task.binding.id))
        open_otherwise = {
            CUSTOM: pushes > 0,
            SUBSCRIPTION: False,  # as long as one is left the template message is tried too
            TEMPLATE: kind in rules.templates and bool(rules.templates[kind].id),
        }
        waits = [rests.quota_wait(name) for name, would in open_otherwise.items() if would]
        return min((wait for wait in waits if wait is not None), default=None)

    async def _used_up(self, task: Task, name: str) -> None:
        """The ledger thought otherwise: correct it."""
        if name == CUSTOM:
            await self._record(lambda unit: allowance.exhausted(unit, task.binding.id))
        template = self._desk.rules.subscriptions.get(task.message.kind)
        if name == SUBSCRIPTION and template is not None:
            await self._record(lambda unit: allowance.unsubscribe(unit, task.binding.id, template.id))

    async def _give_back(self, task: Task, grant: Granted) -> None:
        await self._record(lambda unit: allowance.give_back(unit, task.binding.id, grant))

    async def _follow_up(self, task: Task, rest: Outbound) -> None:
        """What did not fit goes as a letter of its own."""
        await self._record(
            lambda unit: outbox.put(
                unit, rest.model_dump(mode="json", exclude_defaults=True), kind=task.message.kind,
                binding_id=task.binding.id, person_id=task.binding.person_id, dedupe=f"rest.{task.letter}",
                behind=task.letter,
            )
        )  # fmt: skip

    async def _keep_whole(self, task: Task) -> None:
        """A template shows a line of it: the whole waits for the next word."""

        def kept(unit: UnitOfWork) -> None:
            letter = outbox.put(
                unit, task.message.model_dump(mode="json", exclude_defaults=True), kind=task.message.kind,
                binding_id=task.binding.id, person_id=task.binding.person_id, dedupe=f"whole.{task.letter}",
                behind=task.letter,
            )  # fmt: skip
            if letter is not None:
                held.hold(unit, letter, "announced by a template; the whole goes with the next word")

        await self._record(kept)

    async def _record(self, work: Callable[[UnitOfWork], T]) -> T:
        def committed() -> T:
            with self._desk.app.open_unit() as unit:
                result = work(unit)
                unit.commit()
            return result

        return await self._desk.workers.record(committed)
