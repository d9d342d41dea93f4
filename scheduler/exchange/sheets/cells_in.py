"""Cells as values of a document.

What a cell holds that cannot be the value of its field is passed on as it stands: the declarations
refuse it in their own words. Only what a spreadsheet writes otherwise than JSON is translated.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from scheduler.exchange.sheets.cells_out import NONE
from scheduler.exchange.sheets.compact import EMPTY_LIST, split, split_pairs, unquoted
from scheduler.exchange.sheets.grid import CellIn, NoValue
from scheduler.exchange.sheets.kinds import Amounts, Scalar, Values
from scheduler.exchange.sheets.layout import CellKind
from scheduler.starting.sheet import dates_in

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{0,20})?|\.\d{1,20})(?:[eE][+-]?\d{1,2})?")
_LARGEST = 10**15
_LONGEST_DATE = 20
_YES = {"yes": True, "true": True, "y": True, "no": False, "false": False, "n": False}

EXPECTED = {
    "text": "text",
    "id": "an id",
    "whole": "a whole number",
    "number": "a number",
    "yes_no": "yes or no",
    "date": "a date",
    "whole_or_date": "a whole number or a date",
}


def expected(kind: CellKind) -> str:
    """Return what a column holds, in words."""
    match kind:
        case Scalar(base="choice", choices=choices):
            return f"one of {', '.join(map(str, choices))}"
        case Scalar(base=base):
            return EXPECTED[base]
        case Values(item=item):
            return f"{expected(item)}, or several with semicolons between them"
        case Amounts(item=item):
            return f"names with {expected(item)} each, such as PM=100; CHANGE=50"


def value_of(kind: CellKind, cells: Sequence[CellIn]) -> Any:  # noqa: ANN401  # a JSON value
    """Return the value of cells that go on from each other; one, but for long lists.

    Raises: Unclear for a list that cannot be divided.
    """
    match kind:
        case Scalar():
            return scalar_of(kind, cells[0])
        case Values(item=item):
            return [one for cell in cells for one in _values(item, cell)]
        case Amounts(item=item):
            found: dict[str, Any] = {}
            for cell in cells:
                for name, value in split_pairs(cell_text(cell)):
                    found[name] = _token(item, value)
            return found


def repeated_names(kind: CellKind, cells: Sequence[CellIn]) -> tuple[str, ...]:
    """Return names that a cell of values by name gives more than once."""
    if not isinstance(kind, Amounts):
        return ()
    names = [name for cell in cells for name, _ in split_pairs(cell_text(cell))]
    return tuple(dict.fromkeys(name for at, name in enumerate(names) if name in names[:at]))


def scalar_of(kind: Scalar, cell: CellIn) -> Any:  # noqa: ANN401  # a JSON value
    """Return the value of one cell."""
    if isinstance(cell, str) and kind.nullable and cell.strip().lower() == NONE:
        return None
    match kind.base, cell:
        case "text", str():
            inside = unquoted(cell)
            return cell if inside is None else inside
        case "text" | "id", _:
            return cell_text(cell).strip()
        case _, date():
            return cell.isoformat()
        case _, bool():
            return cell
        case _, int() | float():
            return _whole(cell)
        case _, str():
            return _typed(kind, cell.strip())
        case _:
            return None


def cell_text(cell: CellIn) -> str:
    """Return the text of a cell whatever its type."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case date():
            return cell.isoformat()
        case int() | float():
            return str(_whole(cell))
        case NoValue(message=message):
            return message
        case str():
            return cell


def _typed(kind: Scalar, text: str) -> Any:  # noqa: ANN401  # a JSON value
    """Return what a text stands for in a column of something else than texts."""
    match kind.base:
        case "whole" | "number":
            return _number(text)
        case "yes_no":
            return _YES.get(text.lower(), text)
        case "date":
            return _date(text)
        case "whole_or_date":
            number = _number(text)
            return _date(text) if isinstance(number, str) else number
        case _:
            return _choice(kind, text)


def _number(text: str) -> int | float | str:
    """Return the number that a text stands for; with commas it could be either of two."""
    if not _NUMBER.fullmatch(text):
        return text
    return int(text) if text.lstrip("+-").isdecimal() else _whole(float(text))


def _whole(number: float) -> int | float | str:
    """Return a number without a fraction as a whole one; what is none as its text."""
    if isinstance(number, int):
        return number
    if not math.isfinite(number):
        return str(number)
    return int(number) if number.is_integer() and abs(number) < _LARGEST else number


def _date(text: str) -> str:
    if len(text) > _LONGEST_DATE or _ISO.fullmatch(text):
        return text
    days, wrong = dates_in(text)
    return days[0].isoformat() if len(days) == 1 and not wrong else text


def _choice(kind: Scalar, text: str) -> str | int:
    alike = [choice for choice in kind.choices if _plain(str(choice)) == _plain(text)]
    return alike[0] if len(alike) == 1 else text


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", text.strip().casefold())


def _values(item: Scalar, cell: CellIn) -> list[Any]:
    if not isinstance(cell, str):
        return [scalar_of(item, cell)]
    if cell.strip() == EMPTY_LIST:
        return []
    return [_token(item, token) for token in split(cell)]


def _token(item: Scalar, token: str) -> Any:  # noqa: ANN401  # a JSON value
    """Return the value of a part of a cell, whose quotes are off."""
    return token if item.base in ("text", "id") else scalar_of(item, token)
