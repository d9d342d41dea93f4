"""Shape problems in our words: from what pydantic reports to issues with stable codes."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from scheduler.domain.closest_name import closest_name
from scheduler.domain.issues import Issue
from scheduler.interchange.declared_fields import fields_at
from scheduler.interchange.locations import Location, Locations

_EXPECTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "date_type": "a date such as 2023-05-08",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "an object",
    "dataclass_type": "an object",
}
_BOUNDS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}
_PATTERNS = {
    r"^[A-Z]{3}$": "three capital letters such as GBP",
    r"^[A-Za-z][A-Za-z0-9_-]*$": "a letter, then letters, digits, _ and - (no dot)",
    r"^[A-Za-z][A-Za-z0-9_.-]*$": "a letter, then letters, digits, _, - and dots",
}
_LONGEST_SHOWN = 60
MOST_ISSUES = 10_000
"""Told of one document's shape; a file with more is another file."""


def shape_issues(
    root: type, document: object, error: ValidationError, inside: str = ""
) -> list[Issue]:
    """Return every shape problem of a document read as `root`, which stands at `inside`."""
    locations = Locations(document, inside)
    found = error.errors(include_url=False, include_input=False)
    issues = [_issue(root, document, locations, dict(one)) for one in found[:MOST_ISSUES]]
    if len(found) > MOST_ISSUES:
        message = f"there are {len(found) - MOST_ISSUES:,} more problems, which are not listed"
        issues.append(Issue(code="too_many_issues", path=inside, message=message))
    return issues


def shown(value: object) -> str:
    """Return a value as short JSON for a message."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def found_type(value: object) -> str:
    """Say what a JSON value is, in words."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {shown(value)}"
        case str():
            return f"the text {shown(value)}"
        case list():
            return f"a list of {len(value)}"
        case _:
            return "an object"


def with_suggestion(message: str, name: str, known: Sequence[str]) -> str:
    """Return the message with the closest known name on a line of its own, where there is one."""
    close = closest_name(name, known)
    return f"{message}\nMaybe {close} is meant." if close else message


def _issue(root: type, document: object, locations: Locations, found: dict[str, Any]) -> Issue:
    kind: str = found["type"]
    facts: Mapping[str, Any] = found.get("ctx") or {}
    at = _without_rule_kind(found["loc"])
    value = locations.value(at)
    path = locations.path(at)
    if kind == "missing":
        return Issue(
            code="missing_field", path=path, message=f"the field {at[-1]} is missing", value=None
        )
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        known = fields_at(root, document, at[:-1])
        message = with_suggestion(f"there is no field {shown(at[-1])} here", str(at[-1]), known)
        return Issue(
            code="unknown_field", path=path, message=message, value=value, facts={"allowed": known}
        )
    if kind == "union_tag_not_found":
        path = locations.path((*at, "kind"))
        return Issue(code="missing_field", path=path, message="the field kind is missing")
    if kind == "union_tag_invalid":
        return _unknown_rule_kind(locations, at, facts)
    code, message = about_value(kind, value, facts, str(found["msg"]))
    return Issue(code=code, path=path, message=message, value=value, facts=_plain(facts))


def about_value(
    kind: str, value: object, facts: Mapping[str, Any], otherwise: str
) -> tuple[str, str]:
    """Return the code of a problem that pydantic found with a value, and words for it."""
    if kind in _EXPECTED:
        return "wrong_type", f"expected {_EXPECTED[kind]}, found {found_type(value)}"
    if kind in _BOUNDS:
        fact, words = _BOUNDS[kind]
        return "value_out_of_range", f"{shown(value)} is not allowed: {words} {_bound(facts[fact])}"
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", facts["expected"])
        message = f"{shown(value)} is not allowed: one of {', '.join(allowed)}"
        return "value_not_allowed", with_suggestion(message, str(value), allowed)
    if kind.startswith("date_"):
        reason = str(facts.get("error", "")).replace("input is too short", "too short")
        message = f"{shown(value)} is not a date as year-month-day, such as 2023-05-08: {reason}"
        return "not_a_date", message
    if kind == "string_pattern_mismatch":
        allowed_form = _PATTERNS.get(facts["pattern"], facts["pattern"])
        return "malformed_text", f"{shown(value)} is not allowed: {allowed_form}"
    if kind == "string_too_long":
        limit = facts["max_length"]
        return "text_too_long", f"{len(str(value)):,} characters; at most {limit:,} are allowed"
    return "malformed_value", f"{shown(value)} is not allowed: {otherwise}"


def _bound(limit: object) -> object:
    return int(limit) if isinstance(limit, float) and limit.is_integer() else limit


def _unknown_rule_kind(locations: Locations, at: Location, facts: Mapping[str, Any]) -> Issue:
    kinds = re.findall(r"'([^']*)'", str(facts["expected_tags"]))
    value = locations.value((*at, "kind"))
    message = f"there is no kind of planning rule {shown(value)}; known are {', '.join(kinds)}"
    return Issue(
        code="unknown_rule_kind",
        path=locations.path((*at, "kind")),
        message=with_suggestion(message, str(value), kinds),
        value=value,
        facts={"allowed": tuple(kinds)},
    )


def _without_rule_kind(location: Sequence[str | int]) -> Location:
    """Drop the step by which pydantic says which member of the union of rules it read."""
    match tuple(location):
        case ("rules", int(), str(), *_):
            return (*location[:2], *location[3:])
        case ("rule_templates", int(), "rule", str(), *_):
            return (*location[:3], *location[4:])
        case plain:
            return plain


def _plain(facts: Mapping[str, Any]) -> dict[str, object]:
    """Return the facts that can be written as JSON."""
    return {k: v for k, v in facts.items() if isinstance(v, str | int | float | bool)}


def ordered(document: object, issues: Sequence[Issue]) -> list[Issue]:
    """Return issues in the order of the document's fields, each once."""
    keys = list(document) if isinstance(document, Mapping) else []
    place = {key: index for index, key in enumerate(keys)}

    def rank(issue: Issue) -> int:
        field = re.split(r"[/\[]", issue.path.removeprefix("/"), maxsplit=1)[0]
        return place.get(field, len(place))

    once = {(i.code, i.path, i.message): i for i in issues}
    return sorted(once.values(), key=rank)
