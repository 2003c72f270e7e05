"""What counts as a person's number within words, and what does not."""

from __future__ import annotations

import pytest

from checklists.personal_numbers import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("证号T36070219800101123X，姓名张铁军", "证号…123X，姓名张铁军"),
        ("360702198001011234", "…1234"),
        ("打13812345678找老李", "打…5678找老李"),
        ("+86 13812345678", "…5678"),
        ("手机138-1234-5678，138 1234 5678", "手机…5678，…5678"),
        ("电话１３８１２３４５６７８", "电话…５６７８"),
        ("证３６０７０２１９８００１０１１２３Ｘ", "证…１２３Ｘ"),
        ("0797-8123456", "…3456"),
        ("（0797）8123456，0797 8123456", "…3456，…3456"),
        ("1500-2000-3000毫米", "1500-2000-3000毫米"),
        ("2026-0701-0001号", "2026-0701-0001号"),
        ("91360702000000019E", "91360702000000019E"),
        ("2023-06-12 三号炉 1200 度", "2023-06-12 三号炉 1200 度"),
        ("订单12345678901234567890", "订单12345678901234567890"),
    ],
)
def test_numbers_of_people_are_masked_and_nothing_else(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_logs_show_none_of_it() -> None:
    assert masked("13812345678", shown=0) == "…"
