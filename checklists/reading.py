"""Reads YAML so that every value knows its line, and no scalar is anything but words until a model says so.

YAML 1.1 would turn `yes` into True and `012` into 10; here they stay as they are written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import yaml

from checklists.problems import Problem


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads structure only: what a scalar means is not asked, which also takes a third off the reading."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, object]]]] = {}


Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """A parsed file: plain values, and the line (from 1) on which each path into them begins."""

    file: Path
    value: object
    lines: dict[Path_, int]

    def line(self, path: Path_) -> int:
        """The line of that path, or of the nearest one above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(file: Path) -> Document | Problem:
    """Parse one file; a Problem with line and remedy where it is not YAML."""
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=Loader)
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
    lines: dict[Path_, int] = {}
    repeated: list[Problem] = []
    value = _plain(node, (), lines, file, repeated) if node is not None else {}
    return repeated[0] if repeated else Document(file, value, lines)


def _plain(node: yaml.Node, path: Path_, lines: dict[Path_, int], file: Path, repeated: list[Problem]) -> object:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        result: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                repeated.append(
                    Problem(
                        file,
                        key_node.start_mark.line + 1,
                        ".".join(map(str, (*path, key))),
                        f"the key {key!r} stands twice",
                        "keep one of the two",
                    )
                )
            result[key] = _plain(value_node, (*path, key), lines, file, repeated)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, index), lines, file, repeated) for index, child in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null"):
        return None
    return str(node.value)
