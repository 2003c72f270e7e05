"""What a process has at hand before others are forked from it."""

import alembic.command
import openpyxl

import bot.channels.telegram.mounting
import bot.channels.wechat.mounting
import bot.channels.wecom.mounting
import bot.commands.bulk
import bot.imports.enterprises
import bot.imports.people
import bot.server
import dialogs.conversations
from tests.faults.serving import judge

__all__ = ["alembic", "bot", "dialogs", "judge", "openpyxl"]
judge()
