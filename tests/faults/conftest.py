"""How long the faults go on: a few rounds with the other tests, two hundred by `make faults`."""

from __future__ import annotations

import pytest


@pytest.fixture
def fault_rounds(request: pytest.FixtureRequest) -> int:
    """How many processes are killed; `make faults` kills two hundred."""
    return int(request.config.getoption("--faults"))
