"""All metrics by id. A new one is one line here and its three sentences in the texts `metric.<id>`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from checklists.errors import TellOperator
from checklists.problems import did_you_mean, sentence
from reports.metrics.metric import EVERYBODY, GOVERNMENT, Kind, Metric
from storage.figures import actions, agreement, enterprises, hazards, risks, spot_checks, visits
from storage.figures.actions import Act
from storage.figures.agreement import Agreed, Outcome
from storage.figures.hazards import Wanted
from storage.figures.risks import ProblemEvent, RiskEvent
from storage.figures.visits import Sent


def _hazards(name: str, wanted: Wanted) -> Metric[Wanted]:
    return Metric(name, hazards.count_hazards, hazards.hazards_behind, wanted, split=hazards.split_hazards)


def _checked(name: str, finding: str | None) -> Metric[str | None]:
    return Metric(name, spot_checks.checked_enterprises, spot_checks.checks_behind, finding)


def _acts(name: str, wanted: Act, duty_of: frozenset[Kind] = EVERYBODY) -> Metric[Act]:
    return Metric(name, actions.count_acts, actions.acts_behind, wanted, duty_of, actions.split_acts)


def _sent(name: str, wanted: Sent) -> Metric[Sent]:
    return Metric(name, visits.count_sent, visits.sent_behind, wanted, split=visits.split_sent)


def _risks(name: str, wanted: RiskEvent) -> Metric[RiskEvent]:
    return Metric(name, risks.tally_risks, risks.risks_behind, wanted, split=risks.split_risks)


def _problems(name: str, wanted: ProblemEvent) -> Metric[ProblemEvent]:
    return Metric(name, risks.tally_problems, risks.problems_behind, wanted, split=risks.split_problems)


def _flags(name: str, outcome: Outcome) -> Metric[Agreed]:
    return Metric(name, agreement.tally_agreed, agreement.agreed_behind, Agreed(outcome))


_ALL: tuple[Metric[Any], ...] = (
    Metric("enterprises", enterprises.count_enterprises, enterprises.enterprises_behind, None),
    _hazards("found", Wanted("found", "own")),
    _hazards("found-suspected", Wanted("found", "own", levels=("suspected_major",))),
    _hazards("department-found-suspected", Wanted("found", "department", levels=("suspected_major",))),
    _hazards("found-measured", Wanted("found", "own", measured=True)),
    _hazards("fixed", Wanted("fixed", "own")),
    _hazards("self-found", Wanted("found", "self")),
    _hazards("self-found-fixed", Wanted("fixed", "self")),
    _hazards("department-found", Wanted("found", "department")),
    _hazards("department-found-fixed", Wanted("fixed", "department")),
    _hazards("listed", Wanted("listed")),
    _hazards("listed-fixed", Wanted("fixed", listed=True)),
    _hazards("listed-by-city", Wanted("listed", by="city")),
    _hazards("listed-by-city-fixed", Wanted("fixed", listed=True, by="city")),
    _hazards("fixed-carried", Wanted("fixed", "own", carried=True)),
    _hazards("self-found-fixed-carried", Wanted("fixed", "self", carried=True)),
    _hazards("department-found-fixed-carried", Wanted("fixed", "department", carried=True)),
    _hazards("listed-fixed-carried", Wanted("fixed", listed=True, carried=True)),
    _hazards("listed-by-city-fixed-carried", Wanted("fixed", listed=True, by="city", carried=True)),
    _checked("checked", None),
    _checked("checked-not-studied", "not_studied"),
    _checked("checked-not-led", "not_led"),
    _checked("checked-no-duty-lists", "no_duty_lists"),
    _checked("checked-no-safety-body", "no_safety_body"),
    _checked("checked-uncertified", "uncertified"),
    _checked("checked-outsourcing-disorder", "outsourcing_disorder"),
    _checked("checked-no-drill", "no_drill"),
    _checked("checked-training-formality", "training_formality"),
    _checked("checked-measures-not-done", "measures_not_done"),
    Metric("served", visits.count_served, visits.served_behind, None, split=visits.split_served),
    _sent("teams-sent", "teams"),
    _sent("officers-sent", "officers"),
    _sent("problems-checked", "problems"),
    _sent("problems-checked-fixed", "problems-fixed"),
    _acts("experts", Act("experts")),
    _acts("help-all", Act("help_region", also=("help_enterprise",))),
    _acts("help-regions", Act("help_region")),
    _acts("help-enterprises", Act("help_enterprise")),
    _acts("penalties", Act("penalty")),
    _acts("penalty-amount", Act("penalty", "amount")),
    _acts("dual-penalties", Act("dual_penalty")),
    _acts("transfers", Act("transfer")),
    _acts("stop-work", Act("stop_work", "enterprises")),
    _acts("licences", Act("licence", "enterprises")),
    _acts("closures", Act("closure", "enterprises")),
    _acts("exposures", Act("exposure", "enterprises", ("warning", "joint_sanction"))),
    _acts("warnings", Act("warning", "enterprises")),
    _acts("joint-sanctions", Act("joint_sanction", "enterprises")),
    _acts("criminal-referrals", Act("criminal_referral")),
    _acts("cases", Act("case")),
    _acts("cases-dangerous-operation", Act("case", "of_which")),
    _acts("accountability", Act("accountability")),
    _acts("talks", Act("talk")),
    _acts("study-sessions", Act("study"), GOVERNMENT),
    _acts("meetings", Act("meeting"), GOVERNMENT),
    _acts("supervisions", Act("supervision")),
    _acts("lectures", Act("lecture")),
    _acts("reward-amount", Act("reward", "amount")),
    _acts("reward-amount-anonymous", Act("reward", "of_which")),
    _acts("tv-column", Act("tv_column", "happened")),
    _acts("tv-column-times", Act("tv_column")),
    Metric("technical-inspectors", actions.standing, actions.standing_behind, "technical_inspectors", GOVERNMENT),
    _acts("assessments", Act("assessment")),
    _acts("trainings", Act("training")),
    _acts("certificates", Act("certificates")),
    _acts("mechanisms", Act("mechanism")),
    _risks("risks-found", "found"),
    _risks("risks-controlled", "controlled"),
    _problems("problems-found", "found"),
    _problems("problems-rooted", "rooted"),
    _problems("problems-fixed", "fixed"),
    _flags("flags-decided", "decided"),
    _flags("flags-major", "major"),
    _flags("flags-same-clause", "same-clause"),
    _flags("flags-other-clause", "other-clause"),
    _flags("flags-general", "general"),
    _flags("flags-rejected", "rejected"),
    _flags("flags-missed", "missed"),
)

METRICS: Mapping[str, Metric[Any]] = MappingProxyType({metric.id: metric for metric in _ALL})


def metric(name: str) -> Metric[Any]:
    """The metric of that id; raises TellOperator with the nearest name when a layout asks for one nobody knows."""
    if name not in METRICS:
        remedy = did_you_mean(name, METRICS)
        raise TellOperator(sentence(f"A form asks for the metric {name!r}, which nobody defines; {remedy}"))
    return METRICS[name]
