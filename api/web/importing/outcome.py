"""What came of a planning tool's file, and what did not, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.http.json_text import json_text
from scheduler.pictures.contents import Column, Contents, cell, number
from scheduler.pictures.wording import counted, plain

MOST_ROWS = 500
MOST_NAMES = 5
LONGEST_VALUE = 200
_BECAME = {
    "not_read": "It is not read.",
    "not_understood": "It is not understood.",
    "changed": "It was taken as something else.",
    "not_carried": "The format has no place for it.",
    "missing": "The file is silent; a default was taken.",
}

Document = Mapping[str, Any]


def losses_contents(losses: Sequence[Document], caption: str) -> Contents:
    """Return what did not come along; no rows where everything did."""
    headings = ("Field", "How often", "First place", "Found there", "What became of it")
    return Contents(
        caption=caption,
        columns=tuple(Column(heading=one, number=one == "How often") for one in headings),
        rows=tuple(
            (
                cell(one["field"]),
                number(one["count"]),
                cell(one["place"]),
                cell(one["value"] or None),
                cell(one["text"] or _BECAME[one["code"]]),
            )
            for one in losses[:MOST_ROWS]
        ),
        note=_rest(len(losses), "loss", "losses"),
    )


def broken_contents(
    violations: Sequence[Document], names: Mapping[str, str], caption: str
) -> Contents:
    """Return the planning rules that dates break, in their own words."""
    headings = ("Rule", "Which work", "By the file", "Allowed")
    return Contents(
        caption=caption,
        columns=tuple(Column(heading=one) for one in headings),
        rows=tuple(
            (
                cell(one["statement"]),
                cell(_listed(one["activities"], names) or None),
                cell(_value(one["measured"])),
                cell(_value(one["allowed"])),
            )
            for one in violations[:MOST_ROWS]
        ),
        note=_rest(len(violations), "breach", "breaches"),
    )


def issues_contents(issues: Sequence[Document], caption: str) -> Contents:
    """Return what is wrong or odd, by its cell where it is a workbook's."""
    in_sheets = any(one.get("cell") for one in issues)
    headings = ("Cell", "Column") if in_sheets else ("Place",)
    return Contents(
        caption=caption,
        columns=tuple(Column(heading=one) for one in (*headings, "What", "Found", "Advice")),
        rows=tuple(
            (
                *(
                    (cell(_cell(one)), cell(one.get("column") or None))
                    if in_sheets
                    else (cell(one["path"] or "the file"),)
                ),
                *_told(one),
            )
            for one in issues[:MOST_ROWS]
        ),
        note=_rest(len(issues), "problem", "problems"),
    )


def made_of(document: Document) -> str:
    """Say what a programme holds."""
    each = [
        counted(len(document.get(name, ())), *words)
        for name, *words in (
            ("service_groups", "service group"),
            ("services", "service"),
            ("activities", "activity", "activities"),
            ("rules", "planning rule"),
        )
    ]
    return f"{', '.join(each[:-1])} and {each[-1]}"


def names_of(document: Document) -> dict[str, str]:
    """Return the names of activities by their ids."""
    return {one["id"]: one.get("name") or one["id"] for one in document.get("activities", ())}


def baseline_of(document: Document) -> Document:
    """Return the baseline of a programme; an empty one where it has none."""
    found: Document = document.get("baseline") or {}
    return found


def errors_of(issues: Sequence[Document]) -> list[Document]:
    """Return what is wrong, without what is merely odd."""
    return [one for one in issues if one["severity"] == "error"]


def _cell(issue: Document) -> str:
    sheet, _, place = str(issue.get("cell") or "").rpartition("!")
    return f"{sheet}, cell {place}" if sheet else issue["path"] or "the file"


def _told(issue: Document) -> tuple[Any, Any, Any]:
    words, _, advice = str(issue["message"]).partition("\n")
    found = issue.get("value")
    return (
        cell(words[:1].upper() + words[1:], "bad" if issue["severity"] == "error" else ""),
        cell(None if found is None else _value(found)),
        cell(advice or None),
    )


def _value(value: object) -> str:
    text = value if isinstance(value, str) else json_text(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _listed(ids: Sequence[str], names: Mapping[str, str]) -> str:
    said = [plain(names.get(id, id)) for id in ids]
    more = f", and {len(said) - MOST_NAMES:,} more" if len(said) > MOST_NAMES else ""
    return f"{', '.join(said[:MOST_NAMES])}{more}"


def _rest(number: int, one: str, several: str) -> str:
    left = number - MOST_ROWS
    return "" if left <= 0 else f"And {left:,} more {one if left == 1 else several}."
