"""Baselines as P6 keeps them: copies of the project, whose activities have the same codes.

P6 does not number baselines. The current one is that of number 0, else the first; the others follow
in the order of their numbers, and so they are read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from scheduler.exchange.losses import Losses
from scheduler.exchange.primavera.from_outline import outlined
from scheduler.exchange.primavera.from_tasks import shown
from scheduler.exchange.primavera.writing_values import Writing, hours
from scheduler.exchange.project_schedule import BaselineSpan, ProjectSchedule, Task

Rows = list[dict[str, str]]

_SAME = ("clndr_id", "task_code", "task_name", "task_type", "duration_type")


def baseline_rows(
    project: ProjectSchedule, rows: Mapping[str, Sequence[Mapping[str, str]]], losses: Losses
) -> list[dict[str, Rows]]:
    """Return the rows of every baseline, given those of the project; numbers differ from its own.

    A baseline holds those activities of which it says something, and all nodes.
    """
    writing = Writing(losses)
    activities = outlined(project, Writing(Losses())).activities
    spans = {task.id: _spans(task, writing) for task in activities}
    named = sorted({number for found in spans.values() for number in found})
    nodes = _free({int(row["wbs_id"]) for row in rows["PROJWBS"]})
    numbers = _free({int(row["task_id"]) for row in rows["TASK"]})
    (own,) = rows["PROJECT"]
    made: list[dict[str, Rows]] = []
    for at, number in enumerate(named):
        if number != at:
            text = f"P6 has no numbers for baselines, so that it becomes number {at}"
            writing.lost("changed", "BaselineSpan.number", f"baseline {number}", number, text)
        node_of = {row["wbs_id"]: str(next(nodes)) for row in rows["PROJWBS"]}
        pairs = zip(activities, rows["TASK"], strict=True)
        short = own["proj_short_name"][:30]
        project_number = str(int(own["proj_id"]) + 1 + at)
        made.append(
            {
                "PROJECT": [
                    {**own, "proj_id": project_number, "proj_short_name": f"{short} - B{at + 1}"}
                ],
                "PROJWBS": [_node(row, node_of, project_number, at + 1) for row in rows["PROJWBS"]],
                "TASK": [
                    {
                        **{column: row[column] for column in _SAME},
                        "task_id": str(next(numbers)),
                        "proj_id": project_number,
                        "wbs_id": node_of[row["wbs_id"]],
                        **_said(spans[task.id][number], shown(task), writing),
                    }
                    for task, row in pairs
                    if number in spans[task.id]
                ],
            }
        )
    return made


def _free(taken: set[int]) -> Iterator[int]:
    return (number for number in count(1) if number not in taken)


def _spans(task: Task, writing: Writing) -> dict[int, BaselineSpan]:
    found: dict[int, BaselineSpan] = {}
    for span in task.baselines:
        if span.number in found:
            text = "the activity stands in this baseline already"
            writing.lost("not_carried", "Task.baselines", shown(task), span.number, text)
        found.setdefault(span.number, span)
    return found


def _node(
    row: Mapping[str, str], node_of: Mapping[str, str], project: str, at: int
) -> dict[str, str]:
    name = row["wbs_name"]
    called = f"{name[:90]} - B{at}" if row["proj_node_flag"] == "Y" else name
    return {
        **row,
        "wbs_id": node_of[row["wbs_id"]],
        "parent_wbs_id": node_of.get(row["parent_wbs_id"], ""),
        "proj_id": project,
        "wbs_name": called,
    }


def _said(span: BaselineSpan, at: str, writing: Writing) -> dict[str, str]:
    start = writing.moment(span.start, "BaselineSpan.start", at)
    finish = writing.moment(span.finish, "BaselineSpan.finish", at)
    duration = hours(span.duration)
    return {
        "complete_pct_type": "CP_Drtn",
        "status_code": "TK_NotStart",
        "target_drtn_hr_cnt": duration,
        "remain_drtn_hr_cnt": duration,
        "target_start_date": start,
        "target_end_date": finish,
        "restart_date": start,
        "reend_date": finish,
    }
