"""JSON Patch: operations applied in order, all of them or none. Source: RFC 6902.

Paths may hold ids as filters, so that a path from an issue can be used as it stands. Values are
shared and never changed: the document that is given stays as it was.
"""

from collections.abc import Callable
from typing import TypeAlias

from scheduler.domain.issues import Issue
from scheduler.domain.limits import DEFAULT_LIMITS, Limits
from scheduler.errors import PatchRejected
from scheduler.interchange.json_equality import same
from scheduler.interchange.json_text import JsonValue
from scheduler.interchange.locations import Location
from scheduler.interchange.patch_effort import Effort, PatchTooLarge
from scheduler.interchange.patch_operations import Operation, read_operations
from scheduler.interchange.places import NoSuchPlace, existing_place, place_to_add, value_at
from scheduler.interchange.pointers import Pointer
from scheduler.interchange.shape_issues import shown

_Find: TypeAlias = Callable[[JsonValue, Pointer], Location]
_Edit: TypeAlias = Callable[[JsonValue], JsonValue]


class _Misfit(Exception):
    """An operation that does not fit the document: which member of it, and why."""

    def __init__(self, message: str, *, code: str, member: str, value: JsonValue) -> None:
        super().__init__(message)
        self.code = code
        self.member = member
        self.value = value


def apply_patch(
    document: JsonValue, patch: JsonValue, limits: Limits = DEFAULT_LIMITS
) -> JsonValue:
    """Return the document with every operation of the patch applied in order.

    Raises: PatchRejected with everything malformed, else with the first operation that cannot be.
    """
    effort = Effort(limits)
    for operation in read_operations(patch):
        inside = f"/{operation.index}"
        try:
            document = _applied(document, operation, effort)
        except _Misfit as problem:
            path = f"{inside}/{problem.member}"
            said = Issue(code=problem.code, path=path, message=str(problem), value=problem.value)
            raise PatchRejected([said]) from None
        except PatchTooLarge as problem:
            said = Issue(code="too_much_to_patch", path=inside, message=str(problem))
            raise PatchRejected([said]) from None
    return document


def _applied(document: JsonValue, operation: Operation, effort: Effort) -> JsonValue:
    path, value = operation.path, operation.value
    match operation.verb:
        case "add":
            return _add(document, path, value, effort)
        case "remove":
            at = _find(existing_place, document, path, "path", effort)
            return _remove(document, at, path, "path")
        case "replace":
            at = _find(existing_place, document, path, "path", effort)
            effort.place(value, at)
            return _edited(document, at, lambda _: value)
        case "move":
            return _move(document, operation.source or path, path, effort)
        case "copy":
            source = operation.source or path
            at = _find(existing_place, document, source, "from", effort)
            return _add(document, path, value_at(document, at), effort)
        case "test":
            at = _find(existing_place, document, path, "path", effort)
            return _test(document, at, operation)


def _add(document: JsonValue, path: Pointer, value: JsonValue, effort: Effort) -> JsonValue:
    at = _find(place_to_add, document, path, "path", effort)
    effort.place(value, at)
    if not at:
        return value
    last = at[-1]

    def put(container: JsonValue) -> JsonValue:
        match container, last:
            case list(), int():
                return [*container[:last], value, *container[last:]]
            case dict(), str():
                return {**container, last: value}
            case _:
                return container

    return _edited(document, at[:-1], put)


def _remove(document: JsonValue, at: Location, pointer: Pointer, member: str) -> JsonValue:
    if not at:
        message = "the whole document cannot be taken away"
        raise _Misfit(message, code="whole_document_removed", member=member, value=pointer.text)
    last = at[-1]

    def drop(container: JsonValue) -> JsonValue:
        match container, last:
            case list(), int():
                return [*container[:last], *container[last + 1 :]]
            case dict(), str():
                return {key: value for key, value in container.items() if key != last}
            case _:
                return container

    return _edited(document, at[:-1], drop)


def _move(document: JsonValue, source: Pointer, path: Pointer, effort: Effort) -> JsonValue:
    at = _find(existing_place, document, source, "from", effort)
    depth = len(at)
    try:
        beneath = existing_place(document, Pointer(path.text, path.steps[:depth])) == at
    except NoSuchPlace:
        beneath = False
    if beneath and len(path.steps) == depth:
        return document
    if beneath:
        message = f"{path.text} is inside of what would be moved there"
        raise _Misfit(message, code="moved_into_itself", member="path", value=path.text)
    value = value_at(document, at)
    return _add(_remove(document, at, source, "from"), path, value, effort)


def _test(document: JsonValue, at: Location, operation: Operation) -> JsonValue:
    found = value_at(document, at)
    if same(found, operation.value):
        return document
    where = operation.path.text or "the document"
    message = f"{where} is {shown(found)}, not {shown(operation.value)}"
    raise _Misfit(message, code="test_failed", member="value", value=operation.value)


def _find(
    find: _Find, document: JsonValue, pointer: Pointer, member: str, effort: Effort
) -> Location:
    try:
        at = find(document, pointer)
    except NoSuchPlace as problem:
        raise _Misfit(str(problem), code=problem.code, member=member, value=pointer.text) from None
    effort.follow(document, at)
    return at


def _edited(here: JsonValue, at: Location, edit: _Edit) -> JsonValue:
    """Return a value changed at one place; what is beside the way there is shared."""
    if not at:
        return edit(here)
    step, rest = at[0], at[1:]
    match here, step:
        case list(), int():
            return [*here[:step], _edited(here[step], rest, edit), *here[step + 1 :]]
        case dict(), str():
            return {**here, step: _edited(here[step], rest, edit)}
        case _:
            return here
