from __future__ import annotations

from pathlib import Path

from checklists.content import Content
from reports.agreement import TOTALS
from reports.carried import CARRIED
from reports.metrics.catalogue import METRICS
from reports.metrics.page import page

PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"


def test_the_page_of_metrics_is_what_the_code_says(content: Content) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(content), "run python -m reports.metrics.page > docs/metrics.md"


def test_no_metric_is_without_a_form(content: Content) -> None:
    used = {name for layout in content.layouts.values() for name in layout.metrics()}
    aside = {"found-suspected", "department-found-suspected", *CARRIED.values(), *TOTALS}  # notices; `agreement`
    assert set(METRICS) - used == aside
