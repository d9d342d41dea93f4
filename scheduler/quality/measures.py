"""Figures that are right for a plan that was optimised and is bound by people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from scheduler.analysis.holding import TrueSlack
from scheduler.analysis.measures import (
    contingency_working_days,
    unconfirmed_assumptions,
    unconfirmed_rules,
)
from scheduler.domain.planning_rules import PlanningRule
from scheduler.domain.programme import Programme
from scheduler.quality.estimates import estimates_of
from scheduler.quality.findings import Measure, sampled
from scheduler.quality.schedule import Schedule
from scheduler.rules.team_capacity import load_of, strength_of

FEW_DAYS = 10
"""Working days of slack under which an activity is watched: a fortnight."""


def measures_of(
    schedule: Schedule,
    document: Programme,
    *,
    few_days: int = FEW_DAYS,
    slacks: Mapping[str, TrueSlack] | None = None,
) -> tuple[Measure, ...]:
    """Return the figures; `document` is as written, for counts of rules that templates write.

    With `slacks`, the true slack of incomplete tasks, they take the place of float by links.
    """
    return (
        _contingency(schedule),
        _little_slack(schedule, few_days, slacks),
        _peak_load(schedule),
        _assumptions(document),
        _rules(document),
        *_estimates(schedule),
    )


def _contingency(schedule: Schedule) -> Measure:
    days = contingency_working_days(schedule.programme, schedule.plan)
    return Measure(
        code="schedule_contingency",
        name="Schedule contingency",
        value=days,
        of=None,
        unit="working days",
        sentence="The plan has no service transfer."
        if days is None
        else f"{days} working days lie between the last service transfer and the contract end.",
        sample=() if schedule.milestone is None else (schedule.milestone,),
    )


def _little_slack(
    schedule: Schedule, few_days: int, slacks: Mapping[str, TrueSlack] | None
) -> Measure:
    if slacks is None:
        room = {a.id: schedule.floats[a.id].total for a in schedule.incomplete}
        sort = "total float by links"
        caution = "true slack, with everything else planned again, can be more or less"
    else:
        room = {
            a.id: slacks[a.id].later_working_days for a in schedule.incomplete if a.id in slacks
        }
        sort = "true slack"
        open_ = sum(slacks[n].latest_known == "at_least" for n in room)
        caution = f"for {open_} it may be more than was found in time"
    little = sorted((n for n, days in room.items() if days < few_days), key=lambda n: (room[n], n))
    return Measure(
        code="little_true_slack" if slacks is not None else "little_float",
        name=f"Less than {few_days} days of {sort}",
        value=len(little),
        of=len(room),
        unit="incomplete tasks",
        sentence=f"{len(little)} of {len(room)} incomplete tasks have less than {few_days} working "
        f"days of {sort}; {caution}.",
        sample=sampled(little),
    )


def _peak_load(schedule: Schedule) -> Measure:
    """Return the team and day asked most of, by share of the people there."""
    worst: tuple[float, str, date, int, int] | None = None
    for team in schedule.programme.document.teams:
        load, _ = load_of(team.id, schedule.programme, schedule.plan)
        there_on = strength_of(team, schedule.programme, schedule.plan)
        for day in sorted(load):
            there = there_on(day)
            share = load[day] / there if there else float("inf")
            if load[day] and (worst is None or share > worst[0]):
                worst = (share, team.id, day, load[day], there)
    if worst is None:
        return Measure(
            code="peak_team_load",
            name="Peak team load",
            value=None,
            of=None,
            unit="hundredths of a person",
            sentence="No activity of the plan asks for a team.",
        )
    _, name, day, asked, there = worst
    return Measure(
        code="peak_team_load",
        name="Peak team load",
        value=asked,
        of=there,
        unit="hundredths of a person",
        sentence=f"Asked most of what it has is {name}, first on {day}: {asked / 100:g} of "
        f"{there / 100:g} people.",
        sample=(name,),
    )


def _assumptions(document: Programme) -> Measure:
    count, all_ = unconfirmed_assumptions(document), len(document.assumptions)
    return Measure(
        code="unconfirmed_assumptions",
        name="Unconfirmed assumptions",
        value=count,
        of=all_,
        unit="assumptions",
        sentence=f"{count} of {all_} listed assumptions are not confirmed.",
        sample=sampled([a.id for a in document.assumptions if not a.confirmed]),
    )


def _rules(document: Programme) -> Measure:
    written: list[tuple[str, PlanningRule]] = [(rule.id, rule) for rule in document.rules]
    written += [(template.id, template.rule) for template in document.rule_templates]
    count = unconfirmed_rules(document)
    return Measure(
        code="unconfirmed_rules",
        name="Unconfirmed planning rules",
        value=count,
        of=len(written),
        unit="planning rules and templates",
        sentence=f"{count} of {len(written)} planning rules and templates say that nobody has "
        "confirmed them.",
        sample=sampled([name for name, rule in written if rule.confirmed is False]),
    )


def _estimates(schedule: Schedule) -> tuple[Measure, Measure]:
    found = estimates_of(schedule)
    sourced = len(found.durations) - len(found.unsourced)
    return (
        Measure(
            code="estimates_with_a_source",
            name="Estimates with a source",
            value=sourced,
            of=len(found.durations),
            unit="estimates",
            sentence=f"{sourced} of {len(found.durations)} durations of incomplete work say where "
            f"they come from; {len(found.assumed)} of those are assumptions.",
            sample=sampled(found.unsourced),
        ),
        Measure(
            code="long_without_parts",
            name="More than eight weeks without parts",
            value=len(found.long_without_parts),
            of=len(schedule.work),
            unit="incomplete work",
            sentence=f"{len(found.long_without_parts)} of {len(schedule.work)} pieces of "
            "incomplete work take more than eight weeks and are not divided into parts.",
            sample=sampled(found.long_without_parts),
        ),
    )
