"""Parses YAML so that every value knows its line, and no scalar is anything but words until a model says so.

YAML 1.1 would turn `yes` into True and `012` into 10; here they stay as they are written. `checklists.reading` asks for
this only where a file was not parsed before.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from checklists.parsed import Path_
from checklists.problems import Problem


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads structure only: what a scalar means is not asked at all, which takes half off the reading."""

    def resolve(self, *_: object) -> str:
        return "tag:yaml.org,2002:str"

    def descend_resolver(self, *_: object) -> None:
        """Nothing is resolved, so nobody needs to know where we are."""

    def ascend_resolver(self) -> None:
        """The way back."""


def parse(file: Path, data: bytes) -> tuple[object, yaml.Node | None] | Problem:
    """What the file's bytes say, and the nodes they said it with; a Problem with line and remedy where they are not
    YAML."""
    try:
        node = yaml.compose(data.decode("utf-8"), Loader=Loader)
    except UnicodeDecodeError:
        return Problem(file, 1, "", "not UTF-8", "save the file as UTF-8")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return Problem(
            file,
            mark.line + 1 if mark else 1,
            "",
            f"not YAML: {error.problem or error.context}",
            "check indentation, quotes and colons on this line",
        )
    twice: list[yaml.MappingNode] = []
    value = _plain(node, twice) if node is not None else {}
    if node is not None and twice:
        return _repeated(file, node, twice[0])
    return value, node


def places(file: Path, node: yaml.Node | None) -> Iterator[tuple[Path_, int]]:
    """The line (from 1) on which each path into the values begins; the file is parsed again where no node is there."""
    node = node or yaml.compose(file.read_text(encoding="utf-8"), Loader=Loader)
    for path, one in _places(node) if node is not None else ():
        yield path, one.start_mark.line + 1


def _plain(node: yaml.Node, twice: list[yaml.MappingNode]) -> object:
    """The value of a node; mappings in which a key stands twice are noted."""
    if isinstance(node, yaml.MappingNode):
        result = {str(key_node.value): _plain(value_node, twice) for key_node, value_node in node.value}
        if len(result) < len(node.value):
            twice.append(node)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, twice) for child in node.value]
    if isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null"):
        return None
    return str(node.value)


def _repeated(file: Path, root: yaml.Node, mapping: yaml.MappingNode) -> Problem:
    path = next(path for path, node in _places(root) if node is mapping)
    keys = [str(key_node.value) for key_node, _ in mapping.value]
    second = next(index for index, key in enumerate(keys) if key in keys[:index])
    return Problem(
        file,
        mapping.value[second][0].start_mark.line + 1,
        ".".join(map(str, (*path, keys[second]))),
        f"the key {keys[second]!r} stands twice",
        "keep one of the two",
    )


def _places(node: yaml.Node, path: Path_ = ()) -> Iterator[tuple[Path_, yaml.Node]]:
    """Every node with the path to it."""
    yield path, node
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            yield from _places(value_node, (*path, str(key_node.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            yield from _places(child, (*path, index))
