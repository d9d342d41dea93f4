"""A project as P6's rows, ready for either of its file formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import count

from scheduler.exchange.losses import Losses
from scheduler.exchange.primavera.columns import USUAL
from scheduler.exchange.primavera.from_calendars import added_calendar, calendar_rows, days_of
from scheduler.exchange.primavera.from_fields import TOPIC, FieldRows, note_rows
from scheduler.exchange.primavera.from_outline import Outlined, outlined
from scheduler.exchange.primavera.from_resources import assignment_rows, link_rows, resource_rows
from scheduler.exchange.primavera.from_tasks import Place, activity_row, first_start, shown
from scheduler.exchange.primavera.to_project import SHORT_NAME
from scheduler.exchange.primavera.writing_values import Writing, numbers
from scheduler.exchange.project_schedule import ProjectSchedule, Task

Rows = list[dict[str, str]]

PROJECT_NUMBER = 1
_LONGEST_SHORT_NAME = 40
_DEFAULT_CURRENCY = "USD"
_OFFICE = "Standard"
_DAY_AND_NIGHT = "24 hours"


def rows_of(project: ProjectSchedule, losses: Losses) -> tuple[dict[str, Rows], str]:
    """Return the rows of a project by table, and its currency's short name."""
    writing = Writing(losses)
    at = f'project "{project.name}"'
    currency = writing.text(project.currency, "ProjectSchedule.currency", at, 6).strip()
    if not currency:
        currency = _DEFAULT_CURRENCY
        text = f"P6 needs one; {currency} was taken"
        writing.lost("missing", "ProjectSchedule.currency", at, text=text)

    if not project.name:
        writing.lost("missing", "ProjectSchedule.name", at, text="its short name was taken")
    outline = outlined(project, writing)
    days = days_of(project, writing)
    calendar_numbers = numbers([c.id for c in project.calendars])
    calendars = calendar_rows(project, days, calendar_numbers, PROJECT_NUMBER, writing)
    default = calendar_numbers.get(project.calendar or "")
    if default is None:
        default = _free(calendar_numbers.values())
        calendars.append(added_calendar(_OFFICE, default, whole_day=False, project=project))
        text = "P6 needs one; Monday to Friday, 08:00 to 12:00 and 13:00 to 17:00 was taken"
        writing.lost("missing", "ProjectSchedule.calendar", at, text=text)
    clock = _free([*calendar_numbers.values(), default])
    if any(task.elapsed for task in outline.activities):
        calendars.append(added_calendar(_DAY_AND_NIGHT, clock, whole_day=True, project=project))

    resource_numbers = numbers([r.id for r in project.resources])
    _note_numbers("ProjectCalendar.id", calendar_numbers, writing)
    _note_numbers("Resource.id", resource_numbers, writing)
    resources, rates = resource_rows(project, resource_numbers, calendar_numbers, writing)
    links, lag_calendar = link_rows(
        project.links, outline.activity_numbers, PROJECT_NUMBER, writing
    )
    fields = FieldRows(writing)
    rows: dict[str, Rows] = {
        "CURRTYPE": [_currency(currency)],
        "PROJECT": [_project(project, outline.activities, default, writing)],
        "CALENDAR": calendars,
        "SCHEDOPTIONS": [_options(lag_calendar)],
        "PROJWBS": _nodes(project, outline, fields, writing),
        "RSRC": resources,
        "RSRCRATE": rates,
        "TASK": [
            activity_row(task, place, project, days, writing)
            for task, place in _places(project, outline, calendar_numbers, default, clock)
        ],
        "WBSMEMO": note_rows(outline.nodes, outline.node_numbers, writing, nodes=True),
        "TASKMEMO": note_rows(outline.activities, outline.activity_numbers, writing, nodes=False),
        "TASKPRED": links,
        "TASKRSRC": assignment_rows(
            project.assignments,
            {task.id: task for task in project.tasks},
            outline.activity_numbers,
            {r.id: r for r in project.resources},
            resource_numbers,
            writing,
        ),
    }
    for task in outline.activities:
        fields.add("TASK", outline.activity_numbers[task.id], task.fields, shown(task))
    own = [pair for pair in project.fields if pair[0] != SHORT_NAME]
    fields.add("PROJECT", PROJECT_NUMBER, own, at)
    rows |= {"UDFTYPE": fields.types, "UDFVALUE": fields.values}
    if rows["WBSMEMO"] or rows["TASKMEMO"]:
        rows["MEMOTYPE"] = [_topic()]
    for table in ("PROJWBS", "TASK", "TASKPRED", "TASKRSRC", "TASKMEMO", "WBSMEMO", "UDFVALUE"):
        for row in rows[table]:
            row["proj_id"] = str(PROJECT_NUMBER)
    return rows, currency


def _note_numbers(field: str, found: Mapping[str, int], writing: Writing) -> None:
    for id, number in found.items():
        if str(number) != id:
            text = "numbered anew, since P6 knows numbers only"
            writing.lost("changed", field, field.partition(".")[0], id, text)


def _free(taken: Iterable[int]) -> int:
    used = set(taken)
    return next(number for number in count(1) if number not in used)


def _places(
    project: ProjectSchedule,
    outline: Outlined,
    calendars: Mapping[str, int],
    default: int,
    clock: int,
) -> list[tuple[Task, Place]]:
    work: dict[str, int] = defaultdict(int)
    for one in project.assignments:
        work[one.task] += one.work or 0
    found: list[tuple[Task, Place]] = []
    for task in outline.activities:
        parent = outline.parents[task.id]
        place = Place(
            number=outline.activity_numbers[task.id],
            node=outline.node_numbers[parent] if parent is not None else outline.root,
            calendar=clock if task.elapsed else calendars.get(task.calendar or "", default),
            code=outline.codes[task.id],
            work=work[task.id],
        )
        found.append((task, place))
    return found


def _nodes(
    project: ProjectSchedule, outline: Outlined, fields: FieldRows, writing: Writing
) -> Rows:
    rows = [_node(outline.root, None, _short_name(project, writing), project.name, 0, writing)]
    for node in outline.nodes:
        parent = outline.parents[node.id]
        above = outline.node_numbers[parent] if parent is not None else outline.root
        number = outline.node_numbers[node.id]
        rows.append(
            _node(number, above, outline.codes[node.id], node.name, len(rows) * 100, writing)
        )
        fields.add("PROJWBS", number, node.fields, shown(node))
        _not_carried(node, writing)
    return rows


def _not_carried(node: Task, writing: Writing) -> None:
    """P6 works out the dates of nodes, and they have neither calendars nor constraints."""
    worked_out = (
        ("start", node.start),
        ("finish", node.finish),
        ("duration", node.duration),
        ("percent_complete", node.percent_complete),
        ("actual_start", node.actual_start),
        ("actual_finish", node.actual_finish),
        ("remaining", node.remaining),
    )
    others = (
        ("calendar", node.calendar),
        ("constraint", node.constraint and node.constraint.kind),
        ("deadline", node.deadline),
        ("priority", node.priority),
        ("manual", node.manual or None),
        ("estimated", node.estimated or None),
        ("elapsed", node.elapsed or None),
        ("baselines", node.baselines or None),
        ("duration_unit", node.duration_unit if node.duration_unit != "days" else None),
    )
    again = "P6 works it out from the activities below"
    told: list[tuple[str, object, str]] = [(*pair, again) for pair in worked_out]
    for name, value, text in (*told, *((*pair, "") for pair in others)):
        if value is not None:
            writing.lost("not_carried", f"summary Task.{name}", shown(node), value, text)


def _node(
    number: int, above: int | None, code: str, name: str, sequence: int, writing: Writing
) -> dict[str, str]:
    at = f'WBS {number} "{name}"'
    return {
        "wbs_id": str(number),
        "seq_num": str(sequence),
        "est_wt": "1",
        "proj_node_flag": "Y" if above is None else "N",
        "sum_data_flag": "Y" if above is None else "N",
        "status_code": "WS_Open",
        "wbs_short_name": code,
        "wbs_name": writing.text(name, "Task.name", at, 100),
        "parent_wbs_id": "" if above is None else str(above),
        "ev_user_pct": "6",
        "ev_etc_user_value": "0.88",
        "orig_cost": "0.0000",
        "indep_remain_total_cost": "0.0000",
        "indep_remain_work_qty": "0",
        "ev_compute_type": "EC_Cmp_pct",
        "ev_etc_compute_type": "EE_Rem_hr",
    }


def _short_name(project: ProjectSchedule, writing: Writing) -> str:
    """The project's own short name, else the beginning of its name."""
    said = dict(project.fields).get(SHORT_NAME)
    at = f'project "{project.name}"'
    if said is None:
        writing.lost("missing", f"fields/{SHORT_NAME}", at, text="taken from the name")
        said = project.name[:_LONGEST_SHORT_NAME]
    return writing.text(said, f"fields/{SHORT_NAME}", at, _LONGEST_SHORT_NAME) or "PROJECT"


def _project(
    project: ProjectSchedule, activities: Iterable[Task], calendar: int, writing: Writing
) -> dict[str, str]:
    at = f'project "{project.name}"'
    starts = [first for task in activities if (first := first_start(task)) is not None]
    started = project.start or min(starts, default=None)
    if project.start is None and started is not None:
        text = "that of the first task was taken"
        writing.lost("missing", "ProjectSchedule.start", at, text=text)
    return {
        **{column: value for column, value in USUAL["PROJECT"].items() if "hist" not in column},
        "proj_id": str(PROJECT_NUMBER),
        "checkout_flag": "N",
        "step_complete_flag": "N",
        "cost_qty_recalc_flag": "N",
        "proj_short_name": _short_name(project, Writing(Losses())),
        "clndr_id": str(calendar),
        "task_code_base": "1000",
        "task_code_step": "10",
        "critical_drtn_hr_cnt": "0",
        "def_cost_per_qty": "0.0000",
        "last_recalc_date": writing.moment(project.status_date, "status_date", at),
        "plan_start_date": writing.moment(started, "ProjectSchedule.start", at),
        "scd_end_date": writing.moment(project.finish, "ProjectSchedule.finish", at),
        "add_act_remain_flag": "N",
        "allow_neg_act_flag": "N",
        "export_flag": "Y",
    }


def _options(lag_calendar: str) -> dict[str, str]:
    return {
        **USUAL["SCHEDOPTIONS"],
        "schedoptions_id": "1",
        "proj_id": str(PROJECT_NUMBER),
        "sched_open_critical_flag": "N",
        "sched_setplantoforecast": "N",
        "sched_calendar_on_relationship_lag": lag_calendar,
        "sched_progress_override": "N",
        "level_float_thrs_cnt": "0",
        "level_outer_assign_flag": "N",
        "level_within_float_flag": "N",
        "enable_multiple_longest_path_calc": "N",
    }


def _currency(short_name: str) -> dict[str, str]:
    return {
        "curr_id": "1",
        "decimal_digit_cnt": "2",
        "curr_symbol": short_name,
        "decimal_symbol": ".",
        "digit_group_symbol": ",",
        "pos_curr_fmt_type": "#1.1",
        "neg_curr_fmt_type": "(#1.1)",
        "curr_type": short_name,
        "curr_short_name": short_name,
        "group_digit_cnt": "3",
        "base_exch_rate": "1",
    }


def _topic() -> dict[str, str]:
    return {
        "memo_type_id": TOPIC,
        "seq_num": "1",
        "eps_flag": "Y",
        "proj_flag": "Y",
        "wbs_flag": "Y",
        "task_flag": "Y",
        "memo_type": "Notes",
    }
