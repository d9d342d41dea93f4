"""Texts that a spreadsheet would take for formulas, made harmless in CSV and read back.

An apostrophe is put before whatever a spreadsheet could calculate: at the beginning of a cell, and
behind separators, since a program that expects others divides the text there. Reading takes exactly
that apostrophe away. Source: OWASP, CSV injection.
"""

from __future__ import annotations

import re

_CALCULATED = "=+\\-@＝＋－＠"
_STARTS = re.compile(rf"'*(?:[\t\r\n]|[\"\s]*'*[{_CALCULATED}])")
_INSIDE = re.compile(rf"([,;\t\r\n|][\"\s]*)('*[{_CALCULATED}])")
_INSIDE_INERT = re.compile(rf"([,;\t\r\n|][\"\s]*)'('*[{_CALCULATED}])")


def may_be_calculated(text: str) -> bool:
    """Tell whether a spreadsheet might take the text of a cell for something other than a text."""
    return _STARTS.match(text) is not None


def inert(text: str) -> str:
    """Return a text so that no spreadsheet calculates it."""
    divided = _INSIDE.sub(r"\1'\2", text)
    return f"'{divided}" if may_be_calculated(divided) else divided


def as_written(text: str) -> str:
    """Return the text that `inert` was given."""
    whole = text[1:] if text.startswith("'") and may_be_calculated(text) else text
    return _INSIDE_INERT.sub(r"\1\2", whole)
