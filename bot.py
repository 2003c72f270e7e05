"""The door: `python bot.py COMMAND …`; the commands live in bot/commands."""

from bot.commands import main

if __name__ == "__main__":
    main()
