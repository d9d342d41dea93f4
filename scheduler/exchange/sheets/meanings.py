"""What fields mean, in the words of their declarations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from scheduler.reference.schema import programme_schema
from scheduler.reference.type_words import type_words

_BY_NAME = re.compile(r"([A-Z][A-Za-z ]*?) to ")
ANY_KEY = "key"
"""Heading of a column of names that is always understood."""


def meaning(declared: type, field: str) -> str:
    """Return what a field means, empty where its name says it all."""
    return _one_line(_told(declared, field).get("description", ""))


def value_words(declared: type, field: str) -> str:
    """Return what a field may hold."""
    return type_words(_told(declared, field)).replace("`", "")


def declared_meaning(declared: type | None) -> str:
    """Return what a declaration stands for, in its first sentence."""
    if declared is None:
        return ""
    text = str(_declared(declared).get("description", "")).strip()
    return _one_line(text.partition("\n\n")[0])


def key_word(declared: type, field: str) -> str:
    """Return what the names of a field's values are: `phase` where it says `Phase to duration`."""
    found = _BY_NAME.match(meaning(declared, field))
    return found[1].lower() if found else ANY_KEY


def _told(declared: type, field: str) -> Mapping[str, Any]:
    told: Mapping[str, Any] = _declared(declared).get("properties", {}).get(field, {})
    return told


def _declared(declared: type) -> Mapping[str, Any]:
    schema = _schema()
    if declared.__name__ == "Programme":
        return schema
    told: Mapping[str, Any] = schema["$defs"].get(declared.__name__, {})
    return told


@cache
def _schema() -> Mapping[str, Any]:
    return programme_schema()


def _one_line(text: str) -> str:
    return " ".join(str(text).split())
