"""Times of day as people write and say them."""

from __future__ import annotations

import pytest

from dialogs.times import read_time


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("14:00", "14:00"), ("8.30", "08:30"), ("0830", "08:30"), ("14点", "14:00"), ("14点半", "14:30"),
        ("下午2点", "14:00"), ("下午两点半", "14:30"), ("早上8点", "08:00"), ("十二点", "12:00"), ("二十点", "20:00"),
        ("晚上十一点", "23:00"), ("中午1点", "13:00"), ("9点一刻", "09:15"), ("9点30分", "09:30"), ("上午十点整", "10:00"),
        ("25点", None), ("8:75", None), ("下午", None), ("一会儿", None), ("8", None), ("", None),
    ],
)  # fmt: skip
def test_a_time(written: str, meant: str | None) -> None:
    found = read_time(written)
    assert (f"{found:%H:%M}" if found else None) == meant
