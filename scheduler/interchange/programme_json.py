"""Programme files: JSON, format version 1."""

import hashlib
import json
import threading
from typing import Any

import rfc8785
from pydantic import TypeAdapter, ValidationError

from scheduler.domain.issues import Issue
from scheduler.domain.limits import DEFAULT_LIMITS, Limits
from scheduler.domain.programme import Programme
from scheduler.errors import ProgrammeRejected
from scheduler.interchange.json_text import JsonValue, read_json
from scheduler.interchange.shape_issues import found_type, ordered, shape_issues, shown

FORMAT_VERSION = 1

_ADAPTER: TypeAdapter[Programme] = TypeAdapter(Programme)

MOST_HASHES_KEPT = 8
_hashes: dict[int, tuple[Programme, str]] = {}
"""By identity, with the programme itself so that no other takes its place: every plan stored and
every answer asks for the hash of the same programme, which is most of what they cost."""
_hashes_lock = threading.Lock()


def read_programme(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Programme:
    """Return the programme that a file holds.

    Raises: FileRejected when the file is no JSON; ProgrammeRejected with every shape problem.
    """
    document = read_json(data, limits)
    refused = _refused_at_sight(document.value, limits)
    if refused:
        raise ProgrammeRejected([*document.issues, *refused])
    found: list[Issue] = []
    try:
        programme = _ADAPTER.validate_json(document.text)
    except ValidationError as error:
        of_text = {issue.path for issue in document.issues}
        shape = shape_issues(Programme, document.value, error)
        found = [issue for issue in shape if issue.path not in of_text]
    else:
        if not document.issues:
            return programme
    raise ProgrammeRejected(ordered(document.value, [*document.issues, *found]))


def to_jsonable(programme: Programme) -> dict[str, Any]:
    """Return the document as plain JSON values, defaults left out except the version."""
    made: dict[str, Any] = _ADAPTER.dump_python(programme, mode="json", exclude_defaults=True)
    if programme.rules:
        made["rules"] = [
            _with_kind(rule.kind, written)
            for rule, written in zip(programme.rules, made["rules"], strict=True)
        ]
    for template, written in zip(
        programme.rule_templates, made.get("rule_templates", ()), strict=True
    ):
        written["rule"] = _with_kind(template.rule.kind, written["rule"])
    if programme.adjustments:
        made["adjustments"] = [
            _with_kind(adjustment.kind, written)
            for adjustment, written in zip(programme.adjustments, made["adjustments"], strict=True)
        ]
    return {"format_version": programme.format_version, **made}


def write_programme(programme: Programme) -> bytes:
    """Return the document as readable JSON text, fields in the order of their declaration."""
    return (json.dumps(to_jsonable(programme), ensure_ascii=False, indent=2) + "\n").encode()


def in_full(programme: Programme) -> bytes:
    """Return the document as JSON on one line with every default: made fastest, for programs."""
    return _ADAPTER.dump_json(programme)


def programme_hash(programme: Programme) -> str:
    """Return the SHA-256 of the normalised document in canonical form, in hexadecimal.

    Normalised: defaults left out, so that writing one out changes nothing. Source: RFC 8785.
    """
    known = _hashes.get(id(programme))
    if known is not None and known[0] is programme:
        return known[1]
    found = hashlib.sha256(rfc8785.dumps(to_jsonable(programme))).hexdigest()
    with _hashes_lock:
        _hashes[id(programme)] = programme, found
        while len(_hashes) > MOST_HASHES_KEPT:
            del _hashes[next(iter(_hashes))]
    return found


def _with_kind(kind: str, written: dict[str, Any]) -> dict[str, Any]:
    """Return a written rule with its kind, a default of the declaration, after its id."""
    return {"id": written["id"], "kind": kind, **written}


def _refused_at_sight(value: JsonValue, limits: Limits) -> list[Issue]:
    """Return what makes every further problem meaningless: no object, another version, too much."""
    if not isinstance(value, dict):
        message = f"a programme is an object, found {found_type(value)}"
        return [Issue(code="wrong_type", path="", message=message)]
    found: list[Issue] = []
    version = value.get("format_version", FORMAT_VERSION)
    if type(version) is not int or version != FORMAT_VERSION:
        message = f"format version {shown(version)} is not known; allowed is {FORMAT_VERSION}"
        found.append(
            Issue(
                code="unsupported_format_version",
                path="/format_version",
                message=message,
                value=version,
            )
        )
    activities = value.get("activities")
    if isinstance(activities, list) and len(activities) > limits.activities:
        count = len(activities)
        message = (
            f"the programme has {count:,} activities; at most {limits.activities:,} are planned"
        )
        found.append(
            Issue(code="too_many_activities", path="/activities", message=message, value=count)
        )
    return found
