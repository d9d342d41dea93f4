"""Resources, assignments and links as P6 keeps them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from scheduler.exchange.primavera.to_resources import ALWAYS
from scheduler.exchange.primavera.writing_values import Writing, distinct_names, hours, people
from scheduler.exchange.project_schedule import (
    Assignment,
    Link,
    ProjectSchedule,
    Resource,
    Task,
)

Rows = list[dict[str, str]]

_TYPES = {"work": "RT_Labor", "material": "RT_Mat", "cost": "RT_Mat"}
_LONGEST = 100


def resource_rows(
    project: ProjectSchedule,
    numbers: Mapping[str, int],
    calendars: Mapping[str, int],
    writing: Writing,
) -> tuple[Rows, Rows]:
    """Return the rows of resources and of the most people at once."""
    codes = distinct_names([_code(r, numbers[r.id], writing) for r in project.resources], _LONGEST)
    rows: Rows = []
    rates: Rows = []
    for resource, code in zip(project.resources, codes, strict=True):
        at = _shown(resource)
        if resource.group:
            writing.lost("not_carried", "Resource.group", at, resource.group)
        if resource.kind == "cost":
            writing.lost("changed", "Resource.kind", at, "cost", "taken as material")
        if resource.code and code != resource.code:
            writing.lost("changed", "Resource.code", at, code, "told apart from another")
        rows.append(
            {
                "rsrc_id": str(numbers[resource.id]),
                "clndr_id": str(calendars.get(resource.calendar or "", "")),
                "rsrc_seq_num": str(len(rows)),
                "rsrc_name": writing.text(resource.name, "Resource.name", at, _LONGEST),
                "rsrc_short_name": code,
                "def_qty_per_hr": "1",
                "cost_qty_type": "QT_Hour",
                "active_flag": "Y",
                "auto_compute_act_flag": "Y",
                "def_cost_qty_link_flag": "Y",
                "ot_flag": "N",
                "curr_id": "1",
                "rsrc_type": _TYPES[resource.kind],
                "load_tasks_flag": "N",
                "level_flag": "N",
            }
        )
        for first, hundredths in _steps(resource, writing):
            rates.append(
                {
                    "rsrc_rate_id": str(len(rates) + 1),
                    "rsrc_id": str(numbers[resource.id]),
                    "max_qty_per_hr": people(hundredths),
                    "cost_per_qty": "0.0000",
                    "start_date": writing.moment(first, "Availability.first", at),
                }
            )
    return rows, rates


def _code(resource: Resource, number: int, writing: Writing) -> str:
    if not resource.code:
        writing.lost("missing", "Resource.code", _shown(resource), text="its number was taken")
    code = writing.text(resource.code, "Resource.code", _shown(resource), _LONGEST)
    return code or f"R{number}"


def _shown(resource: Resource) -> str:
    return f'resource {resource.id} "{resource.name}"'


def _steps(resource: Resource, writing: Writing) -> Iterator[tuple[datetime, int]]:
    """Times from which a number of people is there; P6 has no time until which."""
    if not resource.availability:
        if resource.hundredths is not None:
            yield ALWAYS, resource.hundredths
        return
    otherwise = resource.hundredths or 0
    if resource.hundredths is not None:
        text = "written out as one number from each date on"
        writing.lost("changed", "Resource.hundredths", _shown(resource), otherwise, text)
    ordered = sorted(resource.availability, key=lambda one: one.first or ALWAYS)
    steps: dict[datetime, int] = {}
    if ordered[0].first is not None and resource.hundredths is not None:
        steps[ALWAYS] = otherwise
    for at, one in enumerate(ordered):
        following = ordered[at + 1].first if at + 1 < len(ordered) else None
        steps[max(one.first or ALWAYS, ALWAYS)] = one.hundredths
        ends_first = one.last is not None and (following is None or one.last < following)
        if one.last is not None and ends_first:
            steps[max(one.last, ALWAYS)] = otherwise
    yield from sorted(steps.items())


def assignment_rows(
    assignments: Sequence[Assignment],
    tasks: Mapping[str, Task],
    task_numbers: Mapping[str, int],
    resources: Mapping[str, Resource],
    resource_numbers: Mapping[str, int],
    writing: Writing,
) -> Rows:
    """Return the rows of assignments; only activities have resources in P6."""
    rows: Rows = []
    for one in assignments:
        task, resource = tasks.get(one.task), resources.get(one.resource)
        at = f"task {one.task}, resource {one.resource}"
        if task is None or one.task not in task_numbers or resource is None:
            text = "only activities that come along have resources in P6"
            writing.lost("not_carried", "Assignment.task", at, one.resource, text)
            continue
        left = "0" if task.actual_finish is not None and one.work is not None else hours(one.work)
        rows.append(
            {
                "taskrsrc_id": str(len(rows) + 1),
                "task_id": str(task_numbers[one.task]),
                "cost_qty_link_flag": "Y",
                "rsrc_id": str(resource_numbers[one.resource]),
                "remain_qty": left,
                "target_qty": hours(one.work),
                "remain_qty_per_hr": people(one.hundredths),
                "target_lag_drtn_hr_cnt": "0",
                "target_qty_per_hr": people(one.hundredths),
                "act_ot_qty": "0",
                "act_reg_qty": "0",
                "relag_drtn_hr_cnt": "0",
                "cost_per_qty": "0.0000",
                "target_cost": "0.0000",
                "act_reg_cost": "0.0000",
                "act_ot_cost": "0.0000",
                "remain_cost": "0.0000",
                "target_start_date": writing.moment(task.start, "Task.start", at),
                "target_end_date": writing.moment(task.finish, "Task.finish", at),
                "rollup_dates_flag": "Y",
                "ts_pend_act_end_flag": "N",
                "rate_type": "COST_PER_QTY",
                "rsrc_type": _TYPES[resource.kind],
                "cost_per_qty_source_type": "ST_Rsrc",
            }
        )
    return rows


def link_rows(
    links: Sequence[Link], task_numbers: Mapping[str, int], project_number: int, writing: Writing
) -> tuple[Rows, str]:
    """Return the rows of links, and the calendar on which P6 is to count all lags.

    It is the clock where every lag counts on it, else the successor's calendar.
    """
    kept: list[Link] = []
    for link in links:
        if link.predecessor in task_numbers and link.successor in task_numbers:
            kept.append(link)
        else:
            at = f"link {link.predecessor} to {link.successor}"
            text = "only activities that come along have links in P6"
            writing.lost("not_carried", "Link", at, link.kind, text)
    lagging = [link for link in kept if link.lag]
    clock = bool(lagging) and all(link.elapsed for link in lagging)
    rows: Rows = []
    for link in kept:
        at = f"link {link.predecessor} to {link.successor}"
        if link.lag and link.elapsed and not clock:
            text = "counted on the successor's calendar, as the other lags"
            writing.lost("changed", "Link.elapsed", at, link.lag, text)
        elif link.elapsed and not link.lag:
            writing.lost("changed", "Link.elapsed", at, link.lag, "no lag, so nothing to count")
        if link.lag_unit != "days":
            writing.lost("not_carried", "Link.lag_unit", at, link.lag_unit)
        rows.append(
            {
                "task_pred_id": str(len(rows) + 1),
                "task_id": str(task_numbers[link.successor]),
                "pred_task_id": str(task_numbers[link.predecessor]),
                "pred_proj_id": str(project_number),
                "pred_type": f"PR_{link.kind}",
                "lag_hr_cnt": hours(link.lag),
            }
        )
    return rows, "rcal_24Hour" if clock else "rcal_Successor"
