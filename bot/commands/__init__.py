"""The command line. Each command lives in a file of its own, which is read only when it is called."""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping
from types import MappingProxyType

import click

from bot.commands.exits import said

COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "demo": ("demo", "The sample county on SQLite with the web chat; no account anywhere needed."),
        "tour": ("tour", "The whole story without a person, in the terminal; the same output each time."),
        "serve": ("serve", "The real thing: channels by settings, delivery, clock."),
        "chat": ("chat", "The bot in the terminal."),
        "check": ("check", "Read all content; name each fault by file, line, item, rule and remedy."),
        "flag": ("flag", "Judge a description: is it likely a major accident hazard, by which clause, why."),
        "calendar": ("calendar", "Every due date of a plan, with what falls due and for whom."),
        "forms": ("forms", "List the official forms."),
        "form": ("form", "Fill an official form from the record."),
        "explain": ("explain", "The records behind one figure of a form."),
        "agreement": ("agreement", "What officials made of suspected major hazards, by clause."),
        "documents": ("documents", "List the documents: reports to sign, promises, notices, circulars, summaries."),
        "document": ("document", "Write one of them as PDF or DOCX, as a draft."),
        "export": ("export", "Hazards in the columns another system asks for."),
        "plan": ("plan", "Which plans there are; put one in force."),
        "import": ("bulk", "Enter enterprises or people from a table, all or nothing."),
        "db": ("db", "Migrations, health and safe copies of the database."),
        "invite": ("invite", "Enrolment codes and their QR pictures."),
        "api-token": ("api_token", "Tokens with which other systems use the interface."),
        "wechat": ("wechat", "The Official Account: see that it answers, publish its menus, make QR pictures."),
        "wecom": ("wecom", "The WeCom app: see that it answers, publish its menu."),
        "outbox": ("outbox", "What waits, failed or was held, and why; try again."),
    }
)
"""Each command: the module it lives in, and its line in the help, so that `--help` need not read the modules."""


class Door(click.Group):
    """All commands, each imported when it is called. Our errors become a sentence and an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """In the order in which somebody new would want to read them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, read from its module."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"bot.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest name for one nobody knows."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from checklists.problems import did_you_mean

            ctx.fail(f"There is no command {args[0]!r}; {did_you_mean(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The lines kept beside the names."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command under the rule for errors."""
        with said():
            return super().invoke(ctx)


@click.command(cls=Door, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="ancha", prog_name="ancha")
def door() -> None:
    """Ancha (安查): enterprises inspect themselves for major accident hazards in a chat; authorities see the result.

    Exit status: 0 done, 1 what was asked about is wrong, 2 the call or the settings are wrong.
    """


def main() -> None:
    """Entry of `python bot.py` and `ancha`."""
    # Otherwise pydantic looks through every installed package for plug-ins of its own, of which we want none
    # (https://docs.pydantic.dev/latest/concepts/plugins/).
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    door(prog_name="bot.py")
