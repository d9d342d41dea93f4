"""Partial results of an analysis as their events hold them."""

import re
from dataclasses import fields
from typing import Any

from scheduler.domain.plan import Plan
from scheduler.explaining.ladder import Ladder
from scheduler.interchange.plain_values import plain

SORT = "row"
"""Says what sort of row it is."""


def row_data(row: Any) -> dict[str, Any]:  # noqa: ANN401  # each analysis has rows of its own
    """Return a row with its sort, such as `latest_date`; what is large is left to the document."""
    held = {field.name: getattr(row, field.name) for field in fields(row)}
    told = {
        name: value.name if isinstance(value, Ladder) else plain(value)
        for name, value in held.items()
        if not isinstance(value, Plan)
    }
    return {SORT: _snake(type(row).__name__), **told}


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
