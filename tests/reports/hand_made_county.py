"""One county's record, written by hand; the remarks behind each row say where it counts.

W: from 25 May 00:00 to 25 June 00:00. K: from 1 May 00:00 to 23 June 00:00. P: from 1 May 00:00 to 25 June 00:00,
which holds all of both.
"""

from __future__ import annotations

from hand_made_ledger import Ledger

COUNTY, NEIGHBOUR, CITY = "360702", "360703", "360700"


def build(ledger: Ledger) -> int:
    """Write it; the id of the city's department."""
    ledger.region(CITY, "赣州市", "city")
    ledger.region(COUNTY, "章贡区")
    ledger.region(NEIGHBOUR, "南康区")
    ours = ledger.department("县应急局", COUNTY)
    citys = ledger.department("市应急局", CITY, "city")
    a = ledger.enterprise("A", COUNTY)
    b = ledger.enterprise("B", COUNTY)
    c = ledger.enterprise("C", COUNTY)
    ledger.enterprise("D", COUNTY, closed="2023-06-01 10:00")
    ledger.enterprise("F", COUNTY, entered="2023-06-23 00:00")  # the moment K ends
    e = ledger.enterprise("E", NEIGHBOUR)
    _hazards(ledger, a, b, c, e, ours, citys)
    _checks(ledger, a, b, c, e, ours, citys)
    _acts(ledger, a, b)
    return citys


def _hazards(ledger: Ledger, a: int, b: int, c: int, e: int, ours: int, citys: int) -> None:
    ledger.hazard(a, "2023-05-25 00:00", listed=("2023-06-24 10:00", "county"))  # W found, listed; K found
    ledger.hazard(a, "2023-05-24 23:59", fixed="2023-05-25 00:00")  # W fixed; K found, fixed
    ledger.hazard(b, "2023-06-10 09:00", level="suspected_major", fixed="2023-06-25 00:00")  # W found; K found
    ledger.hazard(b, "2023-06-24 23:59", fixed="2023-06-24 23:59")  # W found, fixed
    ledger.hazard(a, "2023-06-05 09:00", status="rejected")
    ledger.hazard(a, "2023-06-06 09:00", level="general")
    ledger.hazard(c, "2023-05-10 09:00", fixed="2023-06-01 09:00", status="open")  # reopened: K found, nowhere fixed
    ledger.hazard(e, "2023-06-01 09:00")
    ledger.hazard(a, "2023-04-30 23:59", fixed="2023-05-01 00:00")  # K fixed
    ledger.hazard(
        b, "2023-06-01 09:00", source="department", department=ours, fixed="2023-06-20 09:00",
        listed=("2023-06-02 09:00", "county"),
    )  # W, K found, fixed, listed, listed and fixed  # fmt: skip
    ledger.hazard(b, "2023-06-22 23:59", source="whistle")  # W, K found by the department
    ledger.hazard(a, "2023-06-03 09:00", source="department", department=citys, fixed="2023-06-04 09:00")  # the city's
    twice = ledger.hazard(a, "2023-05-24 12:00", source="department", listed=("2023-06-10 09:00", "city"))
    ledger.event(twice, "listed", "2023-05-24 13:00", {"level": "county"})
    ledger.event(twice, "listed", "2023-06-10 09:00", {"level": "city"})  # K found; W, K listed, once
    ledger.hazard(b, "2023-06-25 00:00", source="department", department=ours)


def _checks(ledger: Ledger, a: int, b: int, c: int, e: int, ours: int, citys: int) -> None:
    ledger.check(a, COUNTY, "2023-05-25 00:00", "not_led", "uncertified", department=ours)  # W, K
    ledger.check(a, COUNTY, "2023-06-10 09:00", "not_led", department=ours)  # W, K: the same enterprise again
    ledger.check(b, COUNTY, "2023-06-01 09:00", "no_duty_lists", "outsourcing_disorder", "not_studied")  # W, K
    ledger.check(
        c, COUNTY, "2023-06-02 09:00", "no_safety_body", "no_drill", "training_formality", "measures_not_done"
    )  # W, K
    ledger.check(c, COUNTY, "2023-05-02 09:00", "not_led")  # K
    ledger.check(b, COUNTY, "2023-06-23 00:00", "not_led")  # W
    ledger.check(a, COUNTY, "2023-06-25 00:00", "not_studied")
    ledger.check(b, COUNTY, "2023-06-03 09:00", "uncertified", level="city", department=citys)
    ledger.check(b, COUNTY, "2023-06-04 09:00", "uncertified", withdrawn=True)
    ledger.check(e, NEIGHBOUR, "2023-06-01 09:00", "not_led")


def _acts(ledger: Ledger, a: int, b: int) -> None:
    ledger.act("help_region", COUNTY, "2023-05-25", 2)  # W, K
    ledger.act("help_region", COUNTY, "2023-05-24", 1)  # K
    ledger.act("help_enterprise", COUNTY, "2023-06-01", enterprise=a)
    ledger.act("help_enterprise", COUNTY, "2023-06-02", enterprise=a)  # W, K: two visits count twice
    ledger.act("penalty", COUNTY, "2023-06-01", 2, amount="35000")  # W, K
    ledger.act("penalty", COUNTY, "2023-06-23", 1, amount="5000")  # W
    ledger.act("dual_penalty", COUNTY, "2023-06-24")  # W
    ledger.act("transfer", COUNTY, "2023-05-30", 3)  # W, K
    ledger.act("stop_work", COUNTY, "2023-06-01", enterprise=a)
    ledger.act("stop_work", COUNTY, "2023-06-05", enterprise=a)  # the same enterprise counts once
    ledger.act("stop_work", COUNTY, "2023-06-06", enterprise=b)
    ledger.act("stop_work", COUNTY, "2023-06-07", 2)  # two more, not named: W, K 4
    ledger.act("exposure", COUNTY, "2023-05-02", enterprise=b)  # K
    ledger.act("case", COUNTY, "2023-06-01", 3, of_which="1")  # W, K
    ledger.act("accountability", COUNTY, "2023-06-25", 5)
    ledger.act("talk", COUNTY, "2023-05-01")  # K
    ledger.act("talk", COUNTY, "2023-06-01", withdrawn=True)
    ledger.act("study", COUNTY, "2023-05-25")  # W, K
    ledger.act("study", COUNTY, "2023-06-24")  # W
    ledger.act("meeting", COUNTY, "2023-05-10", 2)  # K
    ledger.act("supervision", CITY, "2023-06-01", 4, level="city")
    ledger.act("supervision", COUNTY, "2023-06-02")  # W, K
    ledger.act("lecture", COUNTY, "2023-06-10", 6)  # W, K
    ledger.act("lecture", NEIGHBOUR, "2023-06-10", 9)
    ledger.act("reward", COUNTY, "2023-06-01", amount="8000", of_which="3000")  # W, K
    ledger.act("tv_column", COUNTY, "2023-06-24")  # W
    ledger.act("technical_inspectors", COUNTY, "2023-05-10", 7)  # K: the last number before 23 June
    ledger.act("technical_inspectors", COUNTY, "2023-06-24", 9)  # W: the last one before 25 June
