"""The plan in force pushed right where it must be, without a solver: schedules made in its order.

Whatever need not move is held where it is by not being allowed sooner; the compiled schedule search
places what follows as early as the rules it knows allow. What comes out is checked by whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import SourcingChoice


def shifted_plans(
    programme: ExpandedProgramme, in_force: Plan, *, may_compile: bool
) -> Iterator[Plan]:
    """Yield plans that may be some: pushed right, then made anew, then with options free.

    `in_force` is carried over to the programme. Where the search is not compiled and may not be,
    there are none.
    """
    # Loading compiled code takes a while.
    from scheduler.exit_search.lowered import NOT_BEFORE  # noqa: PLC0415
    from scheduler.exit_search.search import ExitSearch  # noqa: PLC0415
    from scheduler.exit_search.warm import is_compiled, make_ready  # noqa: PLC0415

    if may_compile:
        make_ready()
    elif not is_compiled():
        return
    search = ExitSearch(_with_options(programme, in_force))
    column = search.lowered.activities[:, NOT_BEFORE]
    free = column.copy()
    for row, activity in enumerate(programme.document.activities):
        if activity.id in in_force.placed:
            started = search.axis.ordinal(in_force.placed[activity.id].start)
            column[row] = max(started, column[row])
    search.settle()
    if search.complete:
        yield search.plan()
    column[:] = free
    search.settle()
    if search.complete:
        yield search.plan()
    search = ExitSearch(programme)
    search.settle()
    if search.complete:
        yield search.plan()


def _with_options(programme: ExpandedProgramme, in_force: Plan) -> ExpandedProgramme:
    kept = (
        SourcingChoice(id=f"in-force.{group}", group=group, options=(option,))
        for group, option in in_force.options.items()
        if group in programme.groups
    )
    document = programme.document
    return ExpandedProgramme(replace(document, rules=(*document.rules, *kept)))
