"""A plan: a sourcing option for every group, dates for every activity. No integer is a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """First and last day of an activity, both included."""

    start: date
    finish: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is decided: one option per service group, dates for each activity performed."""

    options: Mapping[str, str]
    """Service group to sourcing option."""
    placed: Mapping[str, Placed]
    """Activity to its dates; activities not performed are missing."""
