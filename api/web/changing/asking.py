"""What a change asks in its form, and what is wrong with what was given for a field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from api.web.changing.lists import Options
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.starting.sheet import dates_in

Document = Mapping[str, Any]
Given = Mapping[str, str]
Patch = list[dict[str, Any]]
FieldForm = Literal["choice", "date", "dates", "number", "people", "words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that a form asks."""

    id: str
    label: str
    form: FieldForm
    hint: str = ""
    optional: bool = False
    offers: Callable[[ExpandedProgramme, Document], Options] | None = None
    """What there is to choose from, ids with their words."""
    least: int = 0
    most: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeKind:
    """One kind of change."""

    id: str
    title: str
    says: str
    """When somebody needs it."""
    fields: tuple[Field, ...]
    patch: Callable[[Given, Document], Patch]
    refused: Callable[[Given, Document], str] = lambda _, __: ""
    """Why what was given cannot be, although each field by itself can; nothing where it can."""


REASON = Field(id="reason", label="Why, and who says so", form="words")
FIRST = Field(id="first", label="First day", form="date")
LAST = Field(id="last", label="Last day", form="date")


def wrong_with(field: Field, value: str, offered: Options) -> str:
    """Return what is wrong with what was given for a field; nothing where it will do."""
    if not value:
        return "" if field.optional else _missing(field)
    match field.form:
        case "choice":
            if value not in dict(offered):
                return f"Choose {field.label.lower()} from the list."
        case "date":
            try:
                date.fromisoformat(value)
            except ValueError:
                return f"{field.label} must be a date, such as 2023-03-31."
        case "dates":
            return " ".join(dates_in(value)[1])
        case "people":
            if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", value) is None or not float(value):
                return f"{field.label} must be a number of people, such as 1 or 0.5."
        case "number":
            if re.fullmatch(r"[0-9]{1,6}", value) is None or not (
                field.least <= int(value) <= field.most
            ):
                return f"{field.label} must be a whole number from {field.least} to {field.most:,}."
    return ""


def _missing(field: Field) -> str:
    return f"{field.label}: nothing is {'chosen' if field.form == 'choice' else 'given'} yet."
