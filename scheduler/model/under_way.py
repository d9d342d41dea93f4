"""Activities that are never under way together: one interval each, on the axis.

Between two working days lie days that the axis does not count. An event there is a point at its
position: inside work it would be within that, at either end it is beside it. Two points of one
position do not exclude each other, so events that share such a day are told apart by date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scheduler.model.placed_variables import Event, Stretch

if TYPE_CHECKING:
    from datetime import date

    from ortools.sat.python import cp_model

    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def post_one_at_a_time(activities: Iterable[str], build: ModelBuild, by: Enforcement) -> None:
    """Post that no two activities have a day in common."""
    model, working = build.model, frozenset(build.axis.working)
    intervals: list[cp_model.IntervalVar] = []
    between: defaultdict[date, list[cp_model.IntVar]] = defaultdict(list)
    for name in activities:
        of = build.placed(name)
        if isinstance(of, Stretch):
            intervals += _of_stretch(name, of, build)
            continue
        intervals.append(_of_event(name, of, build))
        for day, on in of.on.items():
            if day not in working:
                between[day].append(on)
    by.bind(model.add_no_overlap(intervals))
    for literals in between.values():
        if len(literals) > 1:
            by.bind(model.add_at_most_one(literals))


def _of_stretch(name: str, of: Stretch, build: ModelBuild) -> Iterator[cp_model.IntervalVar]:
    model, title = build.model, f"under way[{name}]"
    if of.length is not None:
        yield model.new_optional_interval_var(of.start, of.length, of.finish, of.performed, title)
    for literal, reach in of.reaches:
        yield model.new_optional_fixed_size_interval_var(of.start, reach, literal, title)


def _of_event(name: str, of: Event, build: ModelBuild) -> cp_model.IntervalVar:
    """Return an axis day, or a point where the event's date is none."""
    model, start, finish = build.model, build.start(name).position, build.finish(name).position
    size = model.new_int_var(0, 1, f"axis days[{name}]")
    model.add(size == finish - start)
    return model.new_optional_interval_var(start, size, finish, of.performed, f"under way[{name}]")
