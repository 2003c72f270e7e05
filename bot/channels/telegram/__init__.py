"""Telegram, through python-telegram-bot: a bot's updates by polling or webhook, its messages and keyboards."""
