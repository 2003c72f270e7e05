"""Documents from a record written by hand: the figures in the pages, the pages themselves, and who is in them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import hand_made_county
import pytest
from hand_made_ledger import Ledger
from PIL import Image
from pypdf import PdfReader

from checklists.content import Content
from checklists.errors import UserMistake
from reports.bodies import region_body
from reports.documents.asked import Asked
from reports.documents.composing import compose
from reports.documents.docx import as_docx
from reports.documents.letters import shown
from reports.documents.paper import Grid, Heading, Pairs, Paper, Paragraph, Photos
from reports.documents.pdf import as_pdf
from reports.documents.spans import in_words, stretch_named, stretches
from reports.metrics.catalogue import METRICS
from storage import enterprises, hazards
from storage.database import open_engine, units
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork
from tests.databases import EMPTY, Databases

NOW = datetime(2023, 8, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def county(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UnitOfWork]:
    """The hand-made county, which no test here changes."""
    engine = databases.quick(open_engine(databases.sqlite(tmp_path_factory.mktemp("papers") / "record.db", EMPTY)))
    with units(engine, lambda: NOW, lambda length: "A" * length, b"a secret of the tests")() as unit:
        hand_made_county.build(Ledger(unit))
        yield unit
    engine.dispose()


def asked(content: Content, unit: UnitOfWork, template: str, key: str, *, plan: str = "ganzhou-2023",
          region: str = "", site: str = "") -> Asked:  # fmt: skip
    one, of = content.templates[template], content.plans[plan]
    return Asked(
        content, one, of, NOW,
        office=region_body(unit, EVERYTHING, region) if region else None,
        site=enterprises.enterprise_page(unit, EVERYTHING, site)[0] if site else None,
        stretch=stretch_named(one, of, key, content.texts),
    )  # fmt: skip


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s|\u200b", "", "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


@pytest.fixture(scope="module")
def circular(content: Content, county: UnitOfWork) -> Paper:
    return compose(county, asked(content, county, "circular", "2023-Q2", region="360700"), number="安通〔2023〕1号")


def test_a_circular_has_the_figures_worked_out_by_hand(circular: Paper) -> None:
    # From 1 April 00:00 to 1 July 00:00, by hand_made_county: A has 1, 2, 9 and the city's two; B 3, 4 and four of the
    # county's; C 7; E, next door, 8. Fixed: 2, 3, 4, 9, one of the county's and one of the city's.
    said = text_of(as_pdf(circular, {}))
    assert "赣州市共发现重大事故隐患12个，其中企业自查发现7个，部门检查发现5个；完成整治6个。挂牌督办3个。" in said
    assert "行政处罚3次、4万元" in said  # 35,000 and 5,000 yuan
    assert "期末未销号6个，其中逾期0个" in said
    assert "1章贡区11654.5%33" in said  # place, name, found, fixed, rate, listed, checked
    assert "2南康区100%01" in said
    assert "3019" in said  # quota of a quarter, and what is missing of it


def test_months_add_up_to_the_quarter(circular: Paper) -> None:
    bars = next(piece for piece in circular.pieces if piece.kind == "bars")
    assert bars.rows == (("4月", (1, 0)), ("5月", (4, 2)), ("6月", (7, 4)))


def test_the_same_paper_gives_the_same_bytes(circular: Paper) -> None:
    assert as_pdf(circular, {}) == as_pdf(circular, {})
    assert as_docx(circular, {}) == as_docx(circular, {})


def test_every_font_is_embedded_and_pages_are_a4(circular: Paper) -> None:
    reader = PdfReader(BytesIO(as_pdf(circular, {})))
    assert len(reader.pages) == 2
    fonts = {}
    for page in reader.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            one = font.get_object()
            fonts[one["/BaseFont"]] = one["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    assert {name.split("+")[1].split("-")[0] for name in fonts} == {"NotoSerifSC", "NotoSansSC"}
    assert all("/FontFile3" in descriptor for descriptor in fonts.values())


def test_only_a_draft_says_so(content: Content, county: UnitOfWork, circular: Paper) -> None:
    assert circular.draft == ""
    assert compose(county, asked(content, county, "circular", "2023-Q2", region="360700")).draft == "草稿"


def test_a_summary_has_every_figure_the_plan_asks_of_a_county(content: Content, county: UnitOfWork) -> None:
    paper = compose(county, asked(content, county, "summary", "2023-all", region="360702"))
    figures = next(piece for piece in paper.pieces if isinstance(piece, Grid) and len(piece.head) == 4)
    shown_ = {row[at]: row[at + 1] for row in figures.rows for at in (0, 2)}
    wanted = content.layouts["F7"].metrics()
    assert {METRICS[name].name(content.texts) for name in wanted} <= set(shown_)
    # since 1 May, the county's own: 7 less the city's, E's and what was found in April
    assert shown_["企业自查发现的重大事故隐患"] == "5个"
    assert not any(piece.kind == "grid" and piece.caption.startswith("各县") for piece in paper.pieces)


@pytest.mark.parametrize("plan", ["shaoguan-2023", "pingdingshan-2023", "ganzhou-2023", "honghe-2023",
                                  "weihai-mines-2023", "weihai-industry-2023"])  # fmt: skip
def test_every_plan_has_its_own_words(content: Content, county: UnitOfWork, plan: str) -> None:
    for template in content.templates.values():
        if template.about == "hazard" or (template.plans and plan not in template.plans):
            continue
        whose = {"site": "B"} if template.about == "enterprise" else {"region": "360700"}
        for one in stretches(template, content.plans[plan], date(2023, 8, 1), content.texts)[:1]:
            paper = compose(county, asked(content, county, template.id, one.key, plan=plan, **whose))
            words = [one.text for one in paper.pieces if isinstance(one, (Paragraph, Heading))]
            assert words
            assert not any("{" in one or "}" in one for one in (*words, paper.title, paper.to, paper.from_))


def test_every_metric_a_document_names_is_defined(content: Content) -> None:
    assert {name for one in content.templates.values() for name in one.metrics()} <= set(METRICS)


def test_an_enterprises_report_has_its_own_hazards_and_nobody_elses(content: Content, county: UnitOfWork) -> None:
    paper = compose(county, asked(content, county, "self-inspection", "2023-Q2", site="B"))
    said = text_of(as_pdf(paper, {}))
    assert "发现重大事故隐患（含疑似）2个，其中本期完成整治2个；部门检查发现3个，其中完成整治1个" in said
    assert "期末未销号2个" in said
    assert "2023-05-24" not in said  # A's
    assert [one.role for one in paper.signatures] == ["principal", "safety_director"]


def test_what_the_fonts_lack_is_marked_and_never_a_box() -> None:
    assert shown("喷漆房😀\u200b漏\n气𰻝") == "喷漆房〓漏 气〓"


def test_a_photo_stands_in_the_pages_and_a_lost_one_leaves_a_frame() -> None:
    data = BytesIO()
    Image.new("RGB", (2400, 1800), "#888").save(data, "JPEG")
    paper = Paper(
        title="通知", number="1号", day="2023年6月1日", stamp="2023-06-01", date_label="日期：",
        pieces=(Paragraph(text="看照片。"), Photos(caption="现场", media=(3, 4))),
    )  # fmt: skip
    pages = as_pdf(paper, {3: data.getvalue()})
    images = [image for page in PdfReader(BytesIO(pages)).pages for image in page.images]
    assert [max(image.image.size) for image in images if image.image] == [1000]


def test_people_cannot_write_markup() -> None:
    paper = Paper(
        title="#panic()", number="1号", day="", stamp="2023-06-01", date_label="",
        pieces=(Paragraph(text='#read("paper.json") $x$ *b* `c` \\'),),
    )  # fmt: skip
    assert '#read("paper.json")$x$*b*`c`\\' in text_of(as_pdf(paper, {}))


def test_the_words_of_a_docx_are_the_papers(circular: Paper) -> None:
    with zipfile.ZipFile(BytesIO(as_docx(circular, {}))) as packed:
        body = packed.read("word/document.xml").decode()
        assert len([name for name in packed.namelist() if name.startswith("word/media/")]) == 2  # both charts
    assert "其中企业自查发现7个" in body
    assert 'w:eastAsia="仿宋"' in body


@pytest.mark.parametrize(
    ("key", "first", "after"),
    [("2023-02", "2023-02-01", "2023-03-01"), ("2023-Q4", "2023-10-01", "2024-01-01"),
     ("2023-H1", "2023-01-01", "2023-07-01")],
)  # fmt: skip
def test_stretches_are_half_open(content: Content, key: str, first: str, after: str) -> None:
    one = stretch_named(content.templates["circular"], content.plans["ganzhou-2023"], key, content.texts)
    assert (one.begin.isoformat(), one.end.isoformat()) == (first, after)


@pytest.mark.parametrize("key", ["2023-13", "2023-Q5", "2023", "23-06", "", "2023-self-inspect"])
def test_a_stretch_there_is_none_of_is_refused(content: Content, key: str) -> None:
    with pytest.raises(UserMistake, match="no stretch"):
        stretch_named(content.templates["circular"], content.plans["ganzhou-2023"], key, content.texts)


def test_what_the_plan_orders_is_offered_first_and_the_whole_one_before_the_running_one(content: Content) -> None:
    found = stretches(content.templates["circular"], content.plans["ganzhou-2023"], date(2023, 8, 1), content.texts)
    assert [one.key for one in found] == ["2023-Q2", "2023-Q3", "2023-07", "2023-08", "2023-H1", "2023-H2"]
    assert in_words(found[0], date(2023, 8, 1), content.texts) == "2023年4月1日至2023年6月30日"
    assert in_words(found[1], date(2023, 8, 1), content.texts).endswith("8月1日，期间还没有结束")


def test_a_phase_is_a_stretch(content: Content) -> None:
    one = stretch_named(content.templates["summary"], content.plans["ganzhou-2023"], "2023-enforce", content.texts)
    assert (one.begin, one.end, one.name) == (date(2023, 8, 1), date(2023, 12, 1), "2023年部门精准执法阶段")


@pytest.mark.parametrize(
    ("own", "status", "said"),
    [
        (None, "open", None),
        ("2023-07-31", "open", None),
        ("2023-07-31", "rectified", "2023年7月31日"),
        ("2023-08-01", "open", "2023年8月1日"),
    ],
)
def test_a_notice_orders_no_day_that_is_over(
    content: Content, unit: UnitOfWork, ledger: Ledger, own: str | None, status: str, said: str | None
) -> None:
    ledger.region("360702", "章贡区")
    number = ledger.hazard(ledger.enterprise("甲厂", "360702"), "2023-06-01 09:00", deadline=own, status=status)
    one = hazards.hazard(unit, number, EVERYTHING)
    assert one is not None
    notice = Asked(
        content, content.templates["rectify-notice"], content.plans["ganzhou-2023"], NOW,
        office=region_body(unit, EVERYTHING, "360702"),
        site=enterprises.enterprise(unit, one.enterprise_id, EVERYTHING), hazard=one,
    )  # fmt: skip
    assert _deadline_of(compose(unit, notice)) == said
    assert notice.wants_deadline == (said is None)
    assert _deadline_of(compose(unit, replace(notice, deadline=date(2023, 8, 9)))) == "2023年8月9日"


def _deadline_of(paper: Paper) -> str | None:
    rows = dict(next(piece for piece in paper.pieces if isinstance(piece, Pairs)).rows)
    return rows["整改期限"] or None
