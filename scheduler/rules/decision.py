"""Decision: papers, a meeting, call-in and standstill, then what takes effect.

Rule    meeting - finish of each paper >= deadline; start of each effect >= the day after the
        meeting + call-in and + standstill, or both in turn; other decisions on the same date.
Units   calendar days; call-in in working days of the default calendar.
Source  SI 2012/2089 and Local Government Act 1972, schedule 12A (papers); Local Government Act
        2000, section 9F (call-in); Public Contracts Regulations 2015, regulation 87 (standstill).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Decision
from scheduler.rules.easing import Easing, Looser, never
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, listed, named

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: Decision, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    meeting, said = named(rule.meeting, programme), []
    if rule.papers is not None:
        early = ""
        if rule.paper_deadline_calendar_days:
            early = f"at least {counted(rule.paper_deadline_calendar_days, 'day')} "
        papers = listed(rule.papers.activities, programme)
        said.append(f"{papers}: final {early}before {meeting}")
    if rule.same_meeting_as:
        said.append(f"{listed(rule.same_meeting_as, programme)}: on the date of {meeting}")
    if rule.takes_effect is not None:
        effects = listed(rule.takes_effect.activities, programme)
        said.append(f"{effects}: starts {_waits(rule)}{meeting}")
    return f"{'; '.join(said)}."


def _waits(rule: Decision) -> str:
    """Return the waits in words, up to the meeting they follow."""
    waits = []
    if rule.call_in_working_days:
        waits.append(f"{counted(rule.call_in_working_days, 'working day')} of call-in")
    if rule.standstill_calendar_days:
        waits.append(f"{counted(rule.standstill_calendar_days, 'day')} of standstill")
    joined = " and then " if rule.standstill_after_call_in else " and "
    return f"no earlier than {joined.join(waits)} after " if waits else "after "


def check(rule: Decision, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Walk the days after the meeting, and count those before it."""
    meeting = plan.placed.get(rule.meeting)
    if meeting is None:
        return
    deadline = rule.paper_deadline_calendar_days or 0
    for name in () if rule.papers is None else rule.papers.activities:
        if name in plan.placed:
            clear = (meeting.start - plan.placed[name].finish).days - 1
            if clear < deadline:
                yield Breach(
                    activities=(name, rule.meeting),
                    measured=clear,
                    allowed=deadline,
                    shortfall=deadline - clear,
                )
    for name in rule.same_meeting_as:
        if name in plan.placed and plan.placed[name].start != meeting.start:
            other = plan.placed[name].start
            yield Breach(
                activities=(rule.meeting, name),
                measured=other,
                allowed=meeting.start,
                shortfall=abs((other - meeting.start).days),
            )
    in_force = _in_force(rule, meeting.start, programme)
    for name in () if rule.takes_effect is None else rule.takes_effect.activities:
        if name in plan.placed and plan.placed[name].start < in_force:
            yield Breach(
                activities=(rule.meeting, name),
                measured=plan.placed[name].start,
                allowed=in_force,
                shortfall=(in_force - plan.placed[name].start).days,
            )


def _in_force(rule: Decision, meeting: date, programme: ExpandedProgramme) -> date:
    """Return the first day on which the decision may be acted on."""
    called_in = meeting + ONE_DAY
    left = rule.call_in_working_days
    while left > 0 and called_in <= programme.document.plan_until:
        left -= programme.is_working(called_in)
        called_in += ONE_DAY
    standstill = ONE_DAY * rule.standstill_calendar_days
    if rule.standstill_after_call_in:
        return called_in + standstill
    return max(called_in, meeting + ONE_DAY + standstill)


def post(rule: Decision, build: ModelBuild, by: Enforcement) -> None:
    """Order papers and effects around the date of the meeting."""
    meeting = build.start(rule.meeting)
    deadline = rule.paper_deadline_calendar_days or 0
    for name in () if rule.papers is None else rule.papers.activities:
        build.finish(name).post_at_least(meeting, deadline, by)
    for name in rule.same_meeting_as:
        if by.per_unit:
            build.post_within([meeting, build.start(name)], 0, by)
        else:
            _post_same_date(rule.meeting, name, build, by)
    if rule.takes_effect is not None:
        _post_effects(rule, rule.takes_effect.activities, build, by)


def _post_same_date(meeting: str, other: str, build: ModelBuild, by: Enforcement) -> None:
    held, also = build.event(meeting), build.event(other)
    for day, on in also.on.items():
        here = [held.on[day]] if day in held.on else []
        by.bind(build.model.add_bool_or([~on, *here]), held.performed)


def _post_effects(
    rule: Decision, effects: tuple[str, ...], build: ModelBuild, by: Enforcement
) -> None:
    """Post the first day in force, a function of the meeting's date, once for all effects."""
    axis, model, meeting = build.axis, build.model, build.event(rule.meeting)
    days = {day: _day_in_force(rule, day, build) for day in meeting.on}
    latest = max((axis.ordinal(day) for day in days.values()), default=0)
    ordinal = model.new_int_var(0, latest, f"in force[{rule.meeting}]")
    model.add(ordinal == meeting.total(lambda day: axis.ordinal(days[day])))
    position = model.new_int_var(0, axis.size, f"in force[{rule.meeting}]")
    model.add(position == meeting.total(lambda day: axis.position(days[day])))
    for name in effects:
        start = build.start(name)
        both = (meeting.performed, start.performed)
        if by.per_unit or build.programme.activities[name].form == "event":
            give = by.give(latest)
            by.bind(model.add(start.ordinal + give >= ordinal), *both)
        else:
            by.bind(model.add(start.position >= position), *both)


def _day_in_force(rule: Decision, meeting: date, build: ModelBuild) -> date:
    first = meeting + ONE_DAY
    called_in = build.axis.after_working_days(first, rule.call_in_working_days)
    waits_from = called_in if rule.standstill_after_call_in else first
    return max(called_in, waits_from + ONE_DAY * rule.standstill_calendar_days)


RULE = RuleKind(
    declares=Decision,
    statement=statement,
    check=check,
    post=post,
    unit="calendar day",
    easing=Easing(
        fields=(
            Looser(field="paper_deadline_calendar_days", way="less", by=(7, 14, 28)),
            Looser(field="call_in_working_days", way="less", by=(2, 5, 10)),
            Looser(field="standstill_calendar_days", way="less", by=(5, 10, 20)),
        ),
        waived=never,
    ),
)
