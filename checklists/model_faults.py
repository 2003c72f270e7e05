"""Says what is wrong with a content file in the words of its author: which key, where, and what would do."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ValidationError

from checklists.problems import Problem, did_you_mean
from checklists.reading import Document


def faults(kind: type[BaseModel], document: Document, error: ValidationError) -> Iterable[Problem]:
    """Each fault of a document that is no such model: file, line, item, the rule broken and the remedy."""
    for fault in error.errors(include_url=False):
        path = _path(document, fault["loc"])
        item = _item(document, path)
        name = str(path[-1]) if path else ""
        if fault["type"] == "extra_forbidden":
            yield Problem(
                document.file,
                document.line(path),
                item,
                f"nobody knows the key {name!r}",
                did_you_mean(name, _known_keys(kind, fault["loc"])),
            )
        elif fault["type"] == "missing":
            yield Problem(document.file, document.line(path[:-1]), item, f"{name!r} is missing", "add it")
        else:
            text = fault["msg"].removeprefix("Value error, ")
            given = fault["input"] if isinstance(fault["input"], str) else ""
            yield Problem(
                document.file,
                document.line(path),
                item,
                f"{name}: {text}",
                f"given was {given!r}" if given else "see docs/content-authors.md",
            )


def _path(document: Document, loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """A validation location without the names pydantic adds for the branches of a union."""
    path: list[str | int] = []
    value = document.value
    for position, step in enumerate(loc):
        if step == "[key]":  # pydantic's name for a wrong key of a mapping; the step before is that key
            break
        if isinstance(value, dict) and (step in value or position == len(loc) - 1):
            path.append(step)
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            path.append(step)
            value = value[step]
    return tuple(path)


def _item(document: Document, path: tuple[str | int, ...]) -> str:
    """The id nearest above a path, which is what its author calls the place."""
    value, name = document.value, ""
    for step in (*path, None):
        if isinstance(value, dict):
            name = str(value.get("id") or value.get("use") or value.get("prefix") or name)
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
    return name


def _known_keys(kind: type[BaseModel], loc: tuple[str | int, ...]) -> set[str]:
    """The keys allowed where an unknown one was found, following the model along the location."""
    models: list[type[BaseModel]] = [kind]
    for step in loc[:-1]:
        if isinstance(step, int):
            continue
        deeper = [
            found
            for model in models
            if step in model.model_fields
            for found in _models_in(model.model_fields[str(step)].annotation)
        ]
        models = deeper or [model for model in models if model.__name__ == step] or models
    return {name for model in models for name in model.model_fields}


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for argument in getattr(annotation, "__args__", ()) for found in _models_in(argument)]
