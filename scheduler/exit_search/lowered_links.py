"""Kinds of planning rule that come to links, to a day to be over by and to what a date ties."""

from __future__ import annotations

from itertools import pairwise, permutations

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import (
    Acceptance,
    ComponentStop,
    Decision,
    Expiry,
    KnowledgeTransfer,
    MoveTogether,
    PartialTermination,
    ProcurementRegime,
    Rehearsal,
    Rule,
    ServiceLevel,
    StaffTransfer,
    Synchronised,
    Waves,
)
from scheduler.exit_search.lowered import FOLLOWS
from scheduler.exit_search.noted import Gathered

_PERIOD = 28
_SHORTEST_MONTH = 28
_MOST_PAIRED = 12
"""Activities of which each pair is linked; larger selections are not minded."""


def take_links(rule: Rule, programme: ExpandedProgramme, found: Gathered) -> None:
    """Note what a rule asks for, if it is of a kind that comes to links."""
    match rule:
        case Decision():
            _take_decision(rule, found)
        case ProcurementRegime():
            _take_regime(rule, found)
        case PartialTermination():
            _take_termination(rule, found)
        case StaffTransfer():
            _take_staff_transfer(rule, programme, found)
        case Waves():
            _take_waves(rule, found)
        case Rehearsal():
            _take_rehearsal(rule, found)
        case ComponentStop():
            _take_stop(rule, programme, found)
        case ServiceLevel() | KnowledgeTransfer() | Acceptance() | MoveTogether() | Expiry():
            _take_nearness(rule, found)
        case _:
            pass


def _take_nearness(
    rule: ServiceLevel | KnowledgeTransfer | Acceptance | MoveTogether | Expiry, found: Gathered
) -> None:
    match rule:
        case ServiceLevel() if rule.loss_per_28_days:
            most = (rule.level - rule.minimum) * _PERIOD // rule.loss_per_28_days
            found.at_most(rule.notice, rule.transfer, "SS", most)
        case KnowledgeTransfer():
            for name in rule.sessions.activities:
                found.link(name, rule.until, "FS", 0, calendar_days=True, ordered=False)
                found.at_most(name, rule.until, "SS", rule.within_calendar_days)
        case Acceptance():
            least = _SHORTEST_MONTH * rule.full_months
            found.link(rule.since, rule.acceptance, "SS", least, calendar_days=True, ordered=False)
            for name in () if rule.waits is None else rule.waits.activities:
                found.link(rule.acceptance, name, "SS", 0, calendar_days=True, ordered=False)
        case MoveTogether() if len(rule.activities.activities) <= _MOST_PAIRED:
            for one, other in permutations(rule.activities.activities, 2):
                found.at_most(one, other, "SS", rule.within_calendar_days)
        case Expiry() if len(rule.renewals.activities) == 1:
            renewal = rule.renewals.activities[0]
            for name in rule.used_by.activities:
                found.link(renewal, name, "FS", 0, calendar_days=True, ordered=False)
                found.at_most(renewal, name, "FS", rule.valid_calendar_days - 1)
        case _:
            pass


def _take_decision(rule: Decision, found: Gathered) -> None:
    for paper in () if rule.papers is None else rule.papers.activities:
        deadline = rule.paper_deadline_calendar_days or 0
        found.link(paper, rule.meeting, "FS", deadline, calendar_days=True, ordered=False)
    for name in () if rule.takes_effect is None else rule.takes_effect.activities:
        call_in, standstill = rule.call_in_working_days, rule.standstill_calendar_days
        found.link(rule.meeting, name, "FS", call_in, calendar_days=False, ordered=True)
        found.link(rule.meeting, name, "FS", standstill, calendar_days=True, ordered=False)
    for name in rule.same_meeting_as:
        found.at_most(rule.meeting, name, "SS", 0)
        found.at_most(name, rule.meeting, "SS", 0)


def _take_regime(rule: ProcurementRegime, found: Gathered) -> None:
    """Note every regime that can still be in force: the longest wait of them is kept."""
    for number, regime in enumerate(rule.regimes):
        later = rule.regimes[number + 1 :]
        if later and later[0].first is not None and later[0].first <= found.axis.first:
            continue
        by_calendar = regime.lag_unit == "calendar_days"
        found.link(
            rule.before, rule.after, "FS", regime.min_lag, calendar_days=by_calendar, ordered=True
        )


def _take_termination(rule: PartialTermination, found: Gathered) -> None:
    notice, stop = rule.notice, rule.charges_stop
    found.link(notice, stop, "SS", rule.least_calendar_days, calendar_days=True, ordered=False)
    if rule.most_calendar_days is not None:
        found.at_most(notice, stop, "SS", rule.most_calendar_days)
    for before in (rule.legal_check, rule.decision):
        if before is not None:
            found.link(before, notice, "FS", 0, calendar_days=True, ordered=False)
    if rule.variation is not None:
        found.link(rule.variation, stop, "FS", 0, calendar_days=True, ordered=False)


def _take_staff_transfer(
    rule: StaffTransfer, programme: ExpandedProgramme, found: Gathered
) -> None:
    for before, lag in (
        (rule.liability_information, rule.information_calendar_days),
        (rule.consultation, 0),
        (rule.admission_agreement, 0),
    ):
        if before is not None:
            found.link(before, rule.transfer, "FS", lag, calendar_days=True, ordered=False)
    if rule.tranche_dates is not None:
        dates = frozenset(programme.date_sets[rule.tranche_dates])
        found.only[rule.transfer] = found.only.get(rule.transfer, dates) & dates


def _take_waves(rule: Waves, found: Gathered) -> None:
    for one, other in pairwise(rule.cutovers):
        least = rule.least_calendar_days
        found.link(one, other, "SS", least, calendar_days=True, ordered=False)
        if rule.most_calendar_days is not None:
            found.at_most(one, other, "SS", rule.most_calendar_days)


def _take_rehearsal(rule: Rehearsal, found: Gathered) -> None:
    decided = rule.go_no_go or rule.cutover
    mending = rule.least_working_days
    found.link(rule.rehearsal, decided, "FS", mending, calendar_days=False, ordered=True)
    if rule.go_no_go is not None:
        notice = rule.notice_calendar_days
        found.link(decided, rule.cutover, "SS", notice, calendar_days=True, ordered=False)
    if rule.most_calendar_days is not None:
        found.at_most(rule.rehearsal, rule.cutover, "FS", rule.most_calendar_days - 1)


def _take_stop(rule: ComponentStop, programme: ExpandedProgramme, found: Gathered) -> None:
    component = programme.components[rule.component]
    for name in component.consumers.activities:
        lag = rule.after_calendar_days
        found.link(name, component.stop, "SS", lag, calendar_days=True, ordered=False)
    if component.incumbents:
        found.over_by([component.stop], programme.document.contract.end_date)


def tie_side_by_side(programme: ExpandedProgramme, found: Gathered) -> None:
    """Let work that runs beside work that an event fixes start with the event too."""
    follows = {
        tie[1]: event for event, ties in found.ties.items() for tie in ties if tie[0] == FOLLOWS
    }
    for rule in programme.document.rules:
        if not isinstance(rule, Synchronised) or rule.price is not None or rule.when:
            continue
        names = rule.activities.activities
        events = [follows[found.at[name]] for name in names if found.at[name] in follows]
        if not events or any(programme.activities[name].form != "work" for name in names):
            continue
        for name in names:
            if found.at[name] not in follows:
                found.ties[events[0]].append((FOLLOWS, found.at[name], -1))
