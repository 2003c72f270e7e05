"""Reads a platform's rules from the content, and what an operator has changed of them."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from checklists import gathering
from checklists.errors import TellOperator
from checklists.problems import Problem
from checklists.reading import read
from checklists.record import Record

Rules = TypeVar("Rules", bound=Record)


def load(model: type[Rules], name: str, data_dir: Path | None) -> Rules:
    """The rules of content/channels/NAME.yaml, whole sections replaced by those of DATA_DIR/NAME.yaml where there
    is one. Raises TellOperator naming file and fault."""
    file = f"{name}.yaml"
    sections = _sections(gathering.HERE / "channels" / file, name)
    own = data_dir / file if data_dir is not None else None
    if own is not None and own.is_file():
        sections |= _sections(own, name)
    try:
        return model.model_validate(sections)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, fault["loc"]))
        raise TellOperator(f"{file}: {where}: {fault['msg']}; correct it and start again.") from None


def _sections(file: Path, name: str) -> dict[str, object]:
    document = read(file)
    if isinstance(document, Problem):
        raise TellOperator(str(document))
    if not isinstance(document.value, dict):
        raise TellOperator(f"{file.name} holds no sections; see docs/channels/{name}.md.")
    return dict(document.value)
