"""Pages: templates filled with the content's texts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

from checklists.texts import Texts

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
STATIC = HERE / "static"


def page(name: str, texts: Texts, status: int = 200, **context: object) -> HTMLResponse:
    """A template with `say(key, …)` and what it is given. Everything is escaped."""
    return HTMLResponse(_templates().get_template(name).render(say=texts, **context), status_code=status)


def script_texts(texts: Texts, prefix: str = "web.script.") -> dict[str, str]:
    """The sentences a page's script needs (the chat's, without a prefix), by the last part of their keys."""
    return {key.removeprefix(prefix): text for key, text in texts.sentences.items() if key.startswith(prefix)}


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
