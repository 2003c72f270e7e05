"""What a process has at hand before others are forked from it."""

import bot.channels.wechat.mounting
import bot.server
import dialogs.conversations
from tests.faults.serving import judge

__all__ = ["bot", "dialogs", "judge"]
judge()
