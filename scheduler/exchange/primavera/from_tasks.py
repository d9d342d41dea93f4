"""Activities and nodes as P6 keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from scheduler.exchange.losses import shortened
from scheduler.exchange.primavera.calendar_data import CalendarDays
from scheduler.exchange.primavera.to_tasks import percent_of_duration
from scheduler.exchange.primavera.words import CONSTRAINT_KINDS, PRIORITY_VALUES
from scheduler.exchange.primavera.writing_values import Writing, hours
from scheduler.exchange.project_schedule import ProjectSchedule, Task

_CONSTRAINT_OF = {kind: word for word, kind in CONSTRAINT_KINDS.items()}
_HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an activity stands in P6."""

    number: int
    node: int
    calendar: int
    code: str
    work: int
    """Minutes of all its assignments."""


def shown(task: Task) -> str:
    """Return a task as losses name it."""
    return f'task {task.id} "{shortened(task.name, 60)}"'


def activity_row(
    task: Task,
    place: Place,
    project: ProjectSchedule,
    days: Mapping[str, CalendarDays],
    writing: Writing,
) -> dict[str, str]:
    """Return the row of an activity."""
    at = shown(task)
    _not_carried(task, at, writing)
    complete, active = task.actual_finish is not None, task.actual_start is not None
    duration = 0 if task.kind == "milestone" else task.duration
    if duration is None:
        writing.lost("missing", "Task.duration", at, text="taken as none")
        duration = 0
    if task.kind == "milestone" and task.duration:
        writing.lost("changed", "Task.duration", at, task.duration, "a milestone has none in P6")
    remaining = _remaining(task, duration, at, writing)
    return {
        "task_id": str(place.number),
        "wbs_id": str(place.node),
        "clndr_id": str(place.calendar),
        "rev_fdbk_flag": "N",
        "est_wt": "1",
        "lock_plan_flag": "N",
        "auto_compute_act_flag": "N",
        **_percent(task, duration, remaining, at, writing),
        "task_type": _type(task, project, days),
        "duration_type": "DT_FixedDUR2",
        "status_code": "TK_Complete" if complete else "TK_Active" if active else "TK_NotStart",
        "task_code": place.code,
        "task_name": writing.text(task.name, "Task.name", at, 120),
        "remain_drtn_hr_cnt": hours(remaining),
        "target_drtn_hr_cnt": hours(duration),
        "act_work_qty": "0",
        "remain_work_qty": "0" if complete else hours(place.work),
        "target_work_qty": hours(place.work),
        "target_equip_qty": "0",
        "act_equip_qty": "0",
        "remain_equip_qty": "0",
        **_dates(task, project, at, writing),
        **_constraint(task, at, writing),
        "priority_type": _priority(task, at, writing),
        "driving_path_flag": "N",
        "act_this_per_work_qty": "0",
        "act_this_per_equip_qty": "0",
    }


def _not_carried(task: Task, at: str, writing: Writing) -> None:
    if task.deadline is not None:
        writing.lost("not_carried", "Task.deadline", at, task.deadline)
    if task.manual:
        writing.lost("not_carried", "Task.manual", at, text="P6 schedules every activity")
    if task.estimated:
        writing.lost("not_carried", "Task.estimated", at)
    if task.duration_unit != "days":
        writing.lost("not_carried", "Task.duration_unit", at, task.duration_unit)
    if task.elapsed:
        text = "on a calendar that is worked day and night"
        writing.lost("changed", "Task.elapsed", at, text=text)
        if task.calendar is not None:
            writing.lost("not_carried", "Task.calendar", at, task.calendar, text)


def _remaining(task: Task, duration: int, at: str, writing: Writing) -> int:
    """What is left: as the task says, else by what is complete of it."""
    if task.actual_finish is not None:
        if task.remaining:
            text = "nothing remains of what is complete"
            writing.lost("changed", "Task.remaining", at, task.remaining, text)
        return 0
    if task.remaining is not None:
        return task.remaining
    writing.lost("missing", "Task.remaining", at, text="worked out from what is complete")
    if task.actual_start is None:
        return duration
    return duration * (_HUNDRED - (task.percent_complete or 0)) // _HUNDRED


def _percent(
    task: Task, duration: int, remaining: int, at: str, writing: Writing
) -> dict[str, str]:
    """By duration where that says it, else as people judge it, which P6 calls physical."""
    complete = task.actual_finish is not None
    target, left = Decimal(hours(duration)), Decimal(hours(remaining))
    exact = percent_of_duration(target, left, complete=complete) or Decimal(0)
    by_duration = int(exact.to_integral_value(rounding=ROUND_HALF_UP))
    said = task.percent_complete
    if said is None:
        writing.lost("missing", "Task.percent_complete", at, text="worked out from what remains")
    if said is None or said == by_duration:
        return {"phys_complete_pct": "0", "complete_pct_type": "CP_Drtn"}
    return {"phys_complete_pct": str(said), "complete_pct_type": "CP_Phys"}


def _type(task: Task, project: ProjectSchedule, days: Mapping[str, CalendarDays]) -> str:
    if task.kind == "milestone":
        finish = task.finish or task.start
        calendar = days.get(task.calendar or project.calendar or "")
        ends = finish is not None and calendar is not None and _ends_work(finish, calendar)
        return "TT_FinMile" if ends else "TT_Mile"
    return "TT_LOE" if task.kind == "level_of_effort" else "TT_Task"


def first_start(task: Task) -> datetime | None:
    """Return the start that P6 will show."""
    finish = task.finish if task.kind == "milestone" else None
    return task.actual_start or task.start or task.actual_finish or finish


def _ends_work(at: datetime, calendar: CalendarDays) -> bool:
    """Whether a shift ends then and none begins: P6 would move a milestone at a start onwards."""
    day = at.date()
    shifts = calendar.exceptions.get(day, calendar.week[day.weekday()])
    minute = at.hour * 60 + at.minute
    return any(s.last == minute for s in shifts) and all(s.first != minute for s in shifts)


def _dates(task: Task, project: ProjectSchedule, at: str, writing: Writing) -> dict[str, str]:
    """Actual dates, those of what remains, and the planned ones, which are the task's."""
    start, finish = task.start, task.finish
    actual_start = task.actual_start
    if task.actual_finish is not None and actual_start is None:
        actual_start = first_start(task)
        text = "complete, so that P6 needs the start"
        writing.lost("missing", "Task.actual_start", at, text=text)
    if actual_start is not None and start not in {None, actual_start}:
        writing.lost("changed", "Task.start", at, start, "P6 shows the actual start")
        start = actual_start
    if task.actual_finish is not None and finish not in {None, task.actual_finish}:
        writing.lost("changed", "Task.finish", at, finish, "P6 shows the actual finish")
        finish = task.actual_finish
    if task.kind == "milestone":
        start = actual_start or start or finish
        finish = task.actual_finish or finish or start
    planned_start = writing.moment(start, "Task.start", at)
    planned_finish = writing.moment(finish, "Task.finish", at)
    restart = "" if actual_start is not None else planned_start
    if actual_start is not None and task.actual_finish is None:
        on = max(actual_start, project.status_date or actual_start)
        restart = writing.moment(on, "ProjectSchedule.status_date", at)
    reend = "" if task.actual_finish is not None else planned_finish
    return {
        "act_start_date": writing.moment(actual_start, "Task.actual_start", at),
        "act_end_date": writing.moment(task.actual_finish, "Task.actual_finish", at),
        "early_start_date": restart,
        "early_end_date": reend,
        "restart_date": restart,
        "reend_date": reend,
        "target_start_date": planned_start,
        "target_end_date": planned_finish,
    }


def _constraint(task: Task, at: str, writing: Writing) -> dict[str, str]:
    if task.constraint is None:
        return {}
    word = _CONSTRAINT_OF[task.constraint.kind]
    if word == "CS_ALAP":
        return {"cstr_type": word}
    if task.constraint.at is None:
        writing.lost("not_carried", "Task.constraint", at, task.constraint.kind, "it has no date")
        return {}
    held = writing.moment(task.constraint.at, "Task.constraint", at)
    return {"cstr_type": word, "cstr_date": held}


def _priority(task: Task, at: str, writing: Writing) -> str:
    if task.priority is None:
        writing.lost("missing", "Task.priority", at, text="P6's normal one, 500, was taken")
        return "PT_Normal"
    said = task.priority
    word, value = min(PRIORITY_VALUES.items(), key=lambda pair: abs(pair[1] - said))
    if value != said:
        writing.lost("changed", "Task.priority", at, said, "the nearest of P6's five")
    return word
