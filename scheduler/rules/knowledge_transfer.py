"""Knowledge transfer: what the leavers know is handed over shortly before they leave.

Rule    for each session: F(session) <= S(until) <= S(session) + within_calendar_days; working days
        from start to finish, summed over the sessions performed, >= working_days.
Units   calendar days; working days of the default calendar.
Source  Exit practice: shadowing and reverse shadowing while the incumbent's people are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import KnowledgeTransfer
from scheduler.rules.easing import Easing, Looser
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, listed, named

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: KnowledgeTransfer, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    sessions = listed(rule.sessions.activities, programme)
    return (
        f"{sessions}: at least {counted(rule.working_days, 'working day')} together, all within "
        f"the {counted(rule.within_calendar_days, 'day')} before {named(rule.until, programme)}."
    )


def check(rule: KnowledgeTransfer, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Look at each session's days against the event, counting those that are worked."""
    until = plan.placed.get(rule.until)
    sessions = {n: plan.placed[n] for n in rule.sessions.activities if n in plan.placed}
    if until is None or not sessions:
        return
    first = until.start - ONE_DAY * rule.within_calendar_days
    total = 0
    for name, session in sessions.items():
        if session.start < first:
            who = (name, rule.until)
            yield Breach(activities=who, measured=session.start, allowed=f"from {first}")
        if session.finish >= until.start:
            who = (name, rule.until)
            yield Breach(activities=who, measured=session.finish, allowed=f"before {until.start}")
        day = session.start
        while day <= session.finish:
            total += programme.is_working(day)
            day += ONE_DAY
    if total < rule.working_days:
        yield Breach(activities=tuple(sessions), measured=total, allowed=rule.working_days)


def post(rule: KnowledgeTransfer, build: ModelBuild, by: Enforcement) -> None:
    """Post each session between two instants; add their lengths up on the axis."""
    until = build.start(rule.until)
    sessions = [build.stretch(name) for name in rule.sessions.activities]
    for name in rule.sessions.activities:
        build.finish(name).post_at_least(until, 0, by)
        until.post_at_least(build.start(name), -rule.within_calendar_days, by)
    total = sum(session.finish - session.start for session in sessions)
    for session in sessions:
        enough = build.model.add(total >= rule.working_days)
        by.bind(enough, until.performed, session.performed)


RULE = RuleKind(
    declares=KnowledgeTransfer,
    statement=statement,
    check=check,
    post=post,
    easing=Easing(
        fields=(
            Looser(field="working_days", way="less", by=(5, 10, 20), least=1),
            Looser(field="within_calendar_days", way="more", by=(28, 91)),
        )
    ),
)
