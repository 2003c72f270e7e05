"""Hands a message that was claimed to its person: address after address, until a channel takes it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

import anyio

from bot.channels.channel import Channel, Elsewhere, Held, Later, Never, Result
from bot.clock import ticks
from bot.pulse import Pulse
from bot.turn import Turn
from dialogs.messages import Outbound
from storage import interrupted
from storage.outbox import Letter
from storage.reaching import Binding

log = logging.getLogger("ancha.delivery")

COME_AND_LOOK = ("web", "terminal")
"""Channels that show a message when the person comes to look: no better than waiting for their next word."""
PREFER_ONCE = interrupted.ONCE
SEND_SECONDS, SOON_SECONDS, NOT_HERE_SECONDS = 60, 20.0, 600

Noted = Callable[[str, str, float], None]
"""Told of every message handed to a channel: its channel, the kind of result, and how many seconds it took."""


class Hands:
    """The channels of this process, and how a message reaches them. `pulse` beats with every message, so that a long
    queue is not taken for a standstill."""

    def __init__(self, channels: Mapping[str, Channel], noted: Noted, pulse: Pulse) -> None:
        self._channels = channels
        self._noted = noted
        self._pulse = pulse

    async def tried(self, letter: Letter, addresses: tuple[Binding, ...], turn: Turn) -> tuple[Result, Binding | None]:
        """Address after address until one takes it; the last result and where it happened."""
        whys = []
        waits: tuple[Held, Binding] | None = None
        for binding in addresses:
            if waits is not None and not waits[0].shut and binding.channel in COME_AND_LOOK:
                continue
            channel = self._channels.get(binding.channel)
            if channel is None:
                whys.append(f"{binding.channel}: not switched on here")
                continue
            result = await self._handed(channel, binding, letter, turn)
            if isinstance(result, Held) and (result.shut or letter.kind != "reply"):
                waits = waits or (result, binding)  # another messenger may bring it before the next word
                continue
            if not isinstance(result, Elsewhere):
                return result, binding
            whys.append(f"{binding.channel}: {result.why}")
        if waits is not None:
            return waits
        if addresses and not any(one.channel in self._channels for one in addresses):
            return Later(NOT_HERE_SECONDS, "; ".join(whys), tried=False), None
        return Elsewhere("; ".join(whys) or "this person has no address"), None

    async def _handed(self, channel: Channel, binding: Binding, letter: Letter, turn: Turn) -> Result:
        if not await turn.at(channel.name):
            return Later(0.0, f"{channel.name}: the program stopped before it was its turn", tried=False)
        begun = ticks()
        result = await self._sent(channel, binding, letter)
        self._pulse.beat()
        if not letter.private:
            self._noted(channel.name, type(result).__name__.lower(), ticks() - begun)
        return result

    async def _sent(self, channel: Channel, binding: Binding, letter: Letter) -> Result:
        try:
            message = Outbound.model_validate(letter.body)
            with anyio.fail_after(SEND_SECONDS):
                return await channel.send(binding, message, letter.id)
        except Exception as error:
            log.warning("letter %d on %s: %s", letter.id, channel.name, type(error).__name__)
            if letter.kind in PREFER_ONCE:
                return Never(f"{channel.name}: {type(error).__name__}; not repeated, since it may have arrived")
            return Later(SOON_SECONDS, f"{channel.name}: {type(error).__name__}")
