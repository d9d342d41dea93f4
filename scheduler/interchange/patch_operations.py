"""The operations of a JSON Patch, read strictly: everything malformed is found in one pass.

Members that an operation does not know are passed over, as RFC 6902 asks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from scheduler.domain.issues import Issue
from scheduler.errors import PatchRejected
from scheduler.interchange.json_text import JsonValue
from scheduler.interchange.pointers import Pointer, PointerMalformed, read_pointer
from scheduler.interchange.shape_issues import found_type, shown, with_suggestion

MOST_OPERATIONS = 10_000

Verb: TypeAlias = Literal["add", "remove", "replace", "move", "copy", "test"]
VERBS: tuple[Verb, ...] = get_args(Verb)

_WITH_VALUE = ("add", "replace", "test")
_WITH_SOURCE = ("move", "copy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of a patch."""

    index: int
    """Position in the patch."""
    verb: Verb
    path: Pointer
    source: Pointer | None = None
    """Of `move` and `copy` only; `from` in the patch."""
    value: JsonValue = None
    """Of `add`, `replace` and `test` only."""


def read_operations(patch: JsonValue) -> tuple[Operation, ...]:
    """Return the operations of a patch in order.

    Raises: PatchRejected with everything that is malformed.
    """
    if not isinstance(patch, list):
        message = f"a JSON Patch is a list of operations, found {found_type(patch)}"
        raise PatchRejected([Issue(code="wrong_type", path="", message=message)])
    if len(patch) > MOST_OPERATIONS:
        message = f"the patch has {len(patch):,} operations; at most {MOST_OPERATIONS:,} are read"
        issue = Issue(code="too_many_operations", path="", message=message, value=len(patch))
        raise PatchRejected([issue])
    issues: list[Issue] = []
    made = [_operation(index, written, issues) for index, written in enumerate(patch)]
    if issues:
        raise PatchRejected(issues)
    return tuple(operation for operation in made if operation is not None)


def _operation(index: int, written: JsonValue, issues: list[Issue]) -> Operation | None:
    """Return one operation, or none with what is wrong added to the issues."""
    if not isinstance(written, dict):
        message = f"expected an object, found {found_type(written)}"
        issues.append(Issue(code="wrong_type", path=f"/{index}", message=message, value=written))
        return None
    before = len(issues)
    verb = _verb(index, written, issues)
    path = _pointer(index, "path", written, issues)
    source = _pointer(index, "from", written, issues) if verb in _WITH_SOURCE else None
    if verb in _WITH_VALUE and "value" not in written:
        issues.append(_missing(index, "value"))
    if len(issues) > before or verb is None or path is None:
        return None
    value = written["value"] if verb in _WITH_VALUE else None
    return Operation(index=index, verb=verb, path=path, source=source, value=value)


def _verb(index: int, written: dict[str, JsonValue], issues: list[Issue]) -> Verb | None:
    for issue in _not_a_text(index, "op", written):
        issues.append(issue)
        return None
    found = written["op"]
    for verb in VERBS:
        if verb == found:
            return verb
    message = f"{shown(found)} is not allowed: one of {', '.join(VERBS)}"
    advised = with_suggestion(message, str(found), VERBS)
    path = f"/{index}/op"
    issues.append(Issue(code="value_not_allowed", path=path, message=advised, value=found))
    return None


def _pointer(
    index: int, member: str, written: dict[str, JsonValue], issues: list[Issue]
) -> Pointer | None:
    for issue in _not_a_text(index, member, written):
        issues.append(issue)
        return None
    text = str(written[member])
    try:
        return read_pointer(text)
    except PointerMalformed as problem:
        message = f"{shown(text)} names no place: {problem}"
        path = f"/{index}/{member}"
        issues.append(Issue(code="malformed_path", path=path, message=message, value=text))
        return None


def _not_a_text(index: int, member: str, written: dict[str, JsonValue]) -> Iterator[Issue]:
    if member not in written:
        yield _missing(index, member)
    elif not isinstance(written[member], str):
        found = written[member]
        message = f"expected text, found {found_type(found)}"
        path = f"/{index}/{member}"
        yield Issue(code="wrong_type", path=path, message=message, value=found)


def _missing(index: int, member: str) -> Issue:
    message = f"the field {member} is missing"
    return Issue(code="missing_field", path=f"/{index}/{member}", message=message)
