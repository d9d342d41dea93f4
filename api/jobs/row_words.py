"""Partial results of an analysis as their events hold them."""

import re
from typing import Any

from scheduler.domain.plan import Plan
from scheduler.interchange.plain_values import plain

SORT = "row"
"""Says what sort of row it is."""


def row_data(row: object) -> dict[str, Any]:
    """Return a row with its sort, such as `latest_date`; a whole plan is left to the document."""
    data = {
        name: value for name, value in plain(row).items() if not isinstance(_of(row, name), Plan)
    }
    return {SORT: _snake(type(row).__name__), **data}


def _of(row: object, name: str) -> object:
    return getattr(row, name, None)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
