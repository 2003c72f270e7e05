"""The judge over the real content, built once for all tests of this room."""

from __future__ import annotations

import pytest

from checklists.content import Content
from checklists.gathering import gather
from checklists.judgement.judge import Judge


@pytest.fixture(scope="session")
def content() -> Content:
    """The content as far as it can be read; its faults are the matter of other tests."""
    content, _ = gather()
    assert content is not None
    return content


@pytest.fixture(scope="session")
def judge(content: Content) -> Judge:
    """The judge as it is deployed."""
    return Judge(content)
