"""DCMA checks 1 to 4: whether activities are tied by logic, and by what sort of links.

What counts as a task, a milestone, incomplete and a link is told in `schedule`.

Links are counted, not the tasks that carry them, since the revision of November 2009, and a lag
counts however short it is.

Source: DCMA-EA PAM 200.1, 2012, section 4; Winter, DCMA 14-Point Schedule Assessment, 2011.
"""

from __future__ import annotations

from scheduler.quality.findings import Check, at_least, at_most, not_applicable
from scheduler.quality.schedule import Schedule, TaskLink

MOST_WITHOUT_LOGIC = 5
MOST_WITH_LAG = 5
LEAST_FINISH_TO_START = 90
_BY_OTHERS = ("law", "contract")
_NO_LINKS = "no link leads to incomplete work"


def logic(schedule: Schedule) -> Check:
    """Check 1: incomplete tasks with no link before them, or none after them.

    The first and the last of a plan have to be among them; the five percent leave room for those.
    """
    after = {link.after for link in schedule.every_link}
    before = {link.before for link in schedule.every_link}
    names = [a.id for a in schedule.incomplete]
    offending = [name for name in names if name not in after or name not in before]
    into_start = {link.after for link in schedule.every_link if link.type[1] == "S"}
    from_finish = {
        link.before
        for link in schedule.every_link
        if link.type[0] == "F" or schedule.programme.activities[link.before].form == "event"
    }
    starts = sum(name in after and name not in into_start for name in names)
    finishes = sum(name in before and name not in from_finish for name in names)
    return at_most(
        1,
        "Logic",
        "incomplete tasks without a link before or after them, of incomplete tasks",
        offending,
        len(names),
        percent=MOST_WITHOUT_LOGIC,
        absent="every task is complete",
        note=f"{sum(name not in after for name in names)} have nothing before them, "
        f"{sum(name not in before for name in names)} nothing after; {starts} have only links to "
        f"their finish, {finishes} only links from their start. Shared teams, date limits and the "
        "contract end hold activities in an optimised plan too and are no links.",
    )


def leads(schedule: Schedule) -> Check:
    """Check 2: links with a negative lag."""
    leading = [link for link in schedule.links if link.lag < 0]
    forms = {name: activity.form for name, activity in schedule.programme.activities.items()}
    between = sum(forms[k.before] == forms[k.after] == "event" for k in leading)
    return at_most(
        2,
        "Leads",
        "links with a negative lag, of links to incomplete tasks",
        [link.words for link in leading],
        len(schedule.links),
        percent=0,
        absent=_NO_LINKS,
        note=f"{between} lie between two events, where a lead of a day may only say which end of "
        "the day is meant. Else a link from start to start, or to finish from finish, says the "
        "same without a lead.",
    )


def lags(schedule: Schedule) -> Check:
    """Check 3: links with a positive lag, in working or calendar days alike."""
    lagging = [link for link in schedule.links if link.lag > 0]
    owed = sum(link.basis in _BY_OTHERS for link in lagging)
    return at_most(
        3,
        "Lags",
        "links with a positive lag, of links to incomplete tasks",
        [link.words for link in lagging],
        len(schedule.links),
        percent=MOST_WITH_LAG,
        absent=_NO_LINKS,
        note=f"{owed} of them rest on law or contract: waits such as notice, standstill and "
        "call-in, which nobody works on. They have a rule with basis and source here, which is "
        "what the check wants to see where a tool would want an activity.",
    )


def relationship_types(schedule: Schedule) -> Check:
    """Check 4: links from finish to start."""
    others = [link for link in schedule.links if link.type != "FS"]
    name = "Relationship types"
    counted = "links from finish to start, of links to incomplete tasks"
    note = (
        f"{sum(_at_event(schedule, link) for link in others)} of the others begin or end at the "
        "start of an event, which is a single day: a milestone of a tool has one instant, and the "
        "link would be from finish to start there."
    )
    if not schedule.links:
        return not_applicable(
            4, name, counted, _NO_LINKS, wanted="at least", percent=LEAST_FINISH_TO_START, note=note
        )
    return at_least(
        4,
        name,
        counted,
        (len(schedule.links) - len(others), len(schedule.links)),
        percent=LEAST_FINISH_TO_START,
        sample=[f"{link.words} {link.type}" for link in others],
        note=note,
    )


def _at_event(schedule: Schedule, link: TaskLink) -> bool:
    """Tell whether a link would be from finish to start if events had one instant."""
    forms = [schedule.programme.activities[name].form for name in (link.before, link.after)]
    return (link.type[0] == "F" or forms[0] == "event") and (
        link.type[1] == "S" or forms[1] == "event"
    )
