"""DCMA checks 9, 11, 13 and 14: dates against the status date, the baseline and the end.

Status date      Of the programme. Without one nothing has happened, and checks of progress are not
                 applicable.
Baseline         Of the programme: the plan in force. Tasks as in `schedule`, milestones included.
Complete         With an actual finish by the status date.
Source           DCMA-EA PAM 200.1, 2012, section 4. Tasks missing in the baseline stand in the
                 denominator of the BEI there (4.14); in revisions before it they did not.
"""

from __future__ import annotations

from datetime import date

from scheduler.domain.calendars import ONE_DAY
from scheduler.quality.findings import Check, at_least, at_most, not_applicable
from scheduler.quality.schedule import Schedule

MOST_MISSED = 5
LEAST_INDEX = 95
_NO_STATUS = "the programme has no status date"
_NO_BASELINE = "the programme has no baseline"


def invalid_dates(schedule: Schedule) -> Check:
    """Check 9: tasks planned by the status date without an actual start, or actual after it."""
    name = "Invalid dates"
    counted = "tasks with planned dates before, or actual dates after the status date, of tasks"
    note = "None by construction: what has not begun starts after the status date."
    status = schedule.programme.document.status_date
    if status is None:
        return not_applicable(9, name, counted, _NO_STATUS, wanted="at most", percent=0, note=note)
    wrong = []
    for task in schedule.tasks:
        placed = schedule.placed(task)
        planned_before = task.id not in schedule.begun and placed.start <= status
        under_way_over = (
            task.id in schedule.begun
            and task.id not in schedule.complete
            and placed.finish <= status
        )
        actual_after = task.id in schedule.begun and placed.start > status
        finished_after = task.id in schedule.complete and placed.finish > status
        if planned_before or under_way_over or actual_after or finished_after:
            wrong.append(task.id)
    return at_most(9, name, counted, wrong, len(schedule.tasks), percent=0, note=note)


def missed_tasks(schedule: Schedule) -> Check:
    """Check 11: tasks due by the status date that finished, or will finish, after their baseline.

    Due are tasks whose finish in the baseline is the status date or earlier.
    """
    name = "Missed tasks"
    counted = "tasks that finish after their baseline, of tasks due by the status date"
    note = (
        "A plan made anew moves tasks for a reason: the difference to the baseline tells which "
        "dates were promised and who has to be told."
    )
    missing = _what_is_missing(schedule)
    due = [] if missing else _due(schedule)
    if not due:
        why = missing or "nothing was due by the status date"
        return not_applicable(
            11, name, counted, why, wanted="at most", percent=MOST_MISSED, note=note
        )
    placed = schedule.plan.placed
    late = [n for n, finish in due if n in placed and placed[n].finish > finish]
    return at_most(11, name, counted, late, len(due), percent=MOST_MISSED, note=note)


def path_length_index(schedule: Schedule) -> Check:
    """Check 13: whether the last transfer can be reached in time, the CPLI.

    `(length + float) / length`: length is working days from the day after the status date (from
    the first day of the horizon without one) to the last service transfer, float is working days
    from it to the day after the contract end, the last on which a service may transfer.
    """
    name = "Critical path length index"
    counted = "working days to the latest last transfer allowed, of working days to the planned one"
    note = (
        "The float is the plan's schedule contingency. An index far above one says room, not "
        "quality; below one the contract would end first."
    )
    document, axis = schedule.programme.document, schedule.network.axis
    why = ""
    length = 0
    if schedule.milestone is None:
        why = "the plan has no service transfer"
    else:
        last = schedule.plan.placed[schedule.milestone].start
        status = document.status_date
        now: date = document.plan_from if status is None else status + ONE_DAY
        length = axis.position(last) - axis.position(now)
        if length <= 0:
            why = "the last service transfer is over"
    if why or schedule.milestone is None:
        return not_applicable(
            13, name, counted, why, wanted="at least", percent=LEAST_INDEX, note=note
        )
    end = axis.position(document.contract.end_date + ONE_DAY)
    spare = end - axis.position(schedule.plan.placed[schedule.milestone].start)
    return at_least(
        13,
        name,
        counted,
        (length + spare, length),
        percent=LEAST_INDEX,
        why=f"({length} + {spare}) / {length} working days; at least 0.95 is wanted, 1 the aim.",
        sample=(schedule.milestone,),
        note=note,
    )


def execution_index(schedule: Schedule) -> Check:
    """Check 14: tasks complete, of those due by the baseline and those it does not have: the BEI.

    The denominator counts tasks due by the status date and performed tasks without baseline dates.
    """
    name = "Baseline execution index"
    counted = "tasks complete, of tasks due by the status date or missing in the baseline"
    note = (
        "It counts tasks and weighs none: whether the right ones were done, missed tasks and the "
        "contingency left tell."
    )
    missing = _what_is_missing(schedule)
    baseline = schedule.programme.document.baseline
    known = {} if baseline is None else baseline.dates
    new = [] if missing else [a.id for a in schedule.tasks if a.id not in known]
    due = [] if missing else [n for n, _ in _due(schedule)]
    if not due and not new:
        why = missing or "nothing was due by the status date"
        return not_applicable(
            14, name, counted, why, wanted="at least", percent=LEAST_INDEX, note=note
        )
    return at_least(
        14,
        name,
        counted,
        (sum(a.id in schedule.complete for a in schedule.tasks), len(due) + len(new)),
        percent=LEAST_INDEX,
        sample=[n for n in (*due, *new) if n not in schedule.complete],
        note=note,
    )


def _what_is_missing(schedule: Schedule) -> str:
    document = schedule.programme.document
    missing = (
        _NO_STATUS if document.status_date is None else "",
        _NO_BASELINE if document.baseline is None else "",
    )
    return " and ".join(filter(None, missing))


def _due(schedule: Schedule) -> list[tuple[str, date]]:
    """Return the tasks due by the status date with their finish in the baseline."""
    document = schedule.programme.document
    status, baseline = document.status_date, document.baseline
    if status is None or baseline is None:
        return []
    activities = schedule.programme.activities
    return [
        (name, dates.finish)
        for name, dates in baseline.dates.items()
        if name in activities and activities[name].form != "span" and dates.finish <= status
    ]
