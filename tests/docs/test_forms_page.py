"""The page of the official forms: a heading and a picture for each, with the cells and pages the layouts have."""

from __future__ import annotations

import re

from PIL import Image

from checklists.content import Content
from reports.forms import available
from tests.docs.pages import DOCS, page, section


def test_every_form_has_its_heading_and_its_picture(content: Content) -> None:
    text = page("forms.md")
    forms = [form.id for form in available(content)]
    assert re.findall(r"^## (.+)$", text, re.M) == forms
    for form in forms:
        found = re.search(r"\(pictures/(\w+\.png)\)", section(text, form))
        assert found is not None, form
        with Image.open(DOCS / "pictures" / found[1]) as picture:
            landscape = content.layouts[form].paper == "landscape"
            assert (picture.width > picture.height) == landscape, form


def test_cells_and_pages_are_those_of_the_layouts(content: Content) -> None:
    text = page("forms.md")
    for form, layout in content.layouts.items():
        words = section(text, form)
        cells = re.search(r"(\d+) (?:numbered )?cells", words)
        if cells is not None:
            values = [cell for cell in layout.cells if cell.metrics and cell.style != "second"]
            assert int(cells[1]) == len(values), form
        pages = {1: "one page", 2: "two pages", 0: "pages"}[layout.pages] if not layout.record_band() else "page"
        assert pages in words, form
