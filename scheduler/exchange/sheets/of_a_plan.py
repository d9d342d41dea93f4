"""Whether sheets are those of a plan, sent where a programme is wanted."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.exchange.sheets.cells_in import cell_text
from scheduler.exchange.sheets.grid import Grid
from scheduler.exchange.sheets.layout import PROGRAMME
from scheduler.exchange.sheets.naming import plain_heading

PLAN_SHEETS = "plan_sheets"
"""Reason of the refusal of a plan's sheets that were to be read as a programme's."""
OF_A_PLAN = (
    "these are the sheets of a plan, not of a programme; read them as a plan of their programme: "
    "name it with --plan-of, as programme_id over HTTP, or by Bring dates back on its page"
)

_ACTIVITIES = "activities"
_DATES = frozenset({"id", "start", "finish"})


def are_of_a_plan(grids: Sequence[Grid]) -> bool:
    """Tell whether sheets say when activities are done, and nothing of a programme itself.

    The activities of a programme have neither a start nor a finish, so that a programme whose own
    sheet is missing is still read as one.
    """
    by_name = {grid.name.strip().casefold(): grid for grid in grids}
    if PROGRAMME.casefold() in by_name or _ACTIVITIES not in by_name:
        return False
    rows = by_name[_ACTIVITIES].rows
    headings = {plain_heading(cell_text(cell)) for cell in rows[0].cells.values()} if rows else ()
    return set(headings) >= _DATES
