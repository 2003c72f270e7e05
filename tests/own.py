"""The project's own content, read once for a process of the tests."""

from __future__ import annotations

from functools import cache

from checklists.content import Content
from checklists.gathering import gather


@cache
def own_content() -> Content:
    """The content as far as it can be read; its faults are the matter of tests/checklists."""
    content, _ = gather()
    assert content is not None
    return content
