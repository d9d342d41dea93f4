"""Where a pointer leads in one document: keys and positions, or why it leads nowhere."""

from collections.abc import Sequence

from scheduler.interchange.json_text import JsonValue
from scheduler.interchange.locations import Location
from scheduler.interchange.pointers import APPENDED, Named, Pointer, Position, Step, escaped
from scheduler.interchange.shape_issues import found_type, shown, with_suggestion


class NoSuchPlace(Exception):
    """A pointer leads nowhere in this document, or to more than one place."""

    def __init__(self, message: str, *, code: str = "no_such_place") -> None:
        """Keep the code of the issue that this is."""
        super().__init__(message)
        self.code = code


def existing_place(document: JsonValue, pointer: Pointer) -> Location:
    """Return the place of a value that is there. Raises: NoSuchPlace."""
    return _followed(document, pointer, len(pointer.steps))[0]


def place_to_add(document: JsonValue, pointer: Pointer) -> Location:
    """Return the place of a value to be added, which for a list is the entry it goes before.

    Raises: NoSuchPlace, also for an id that no entry has: there is no telling where it would go.
    """
    if not pointer.steps:
        return ()
    depth = len(pointer.steps) - 1
    at, container = _followed(document, pointer, depth)
    last = pointer.steps[-1]
    match container, last:
        case dict(), str():
            return (*at, last)
        case list(), str() | Position():
            index = len(container) if last == APPENDED else _index(last)
            if index is not None and index <= len(container):
                return (*at, index)
        case _:
            pass
    where = pointer.until(depth)
    try:
        return (*at, _taken(container, last, where))
    except NoSuchPlace as problem:
        unknown_id = isinstance(container, list) and isinstance(last, Named)
        if not unknown_id or problem.code != "no_such_place":
            raise
        advice = f"\nTo put an entry behind the last one, write {where}/{APPENDED}."
        raise NoSuchPlace(str(problem).partition("\n")[0] + advice) from None


def value_at(document: JsonValue, at: Location) -> JsonValue:
    """Return the value at an existing place."""
    here = document
    for step in at:
        match here, step:
            case dict(), str():
                here = here[step]
            case list(), int():
                here = here[step]
            case _:
                raise KeyError(at)
    return here


def _followed(document: JsonValue, pointer: Pointer, depth: int) -> tuple[Location, JsonValue]:
    at: Location = ()
    here = document
    for done, step in enumerate(pointer.steps[:depth]):
        taken = _taken(here, step, pointer.until(done))
        at = (*at, taken)
        here = value_at(here, (taken,))
    return at, here


def _taken(here: JsonValue, step: Step, where: str) -> str | int:
    """Return the key or position by which a step goes on from a value that stands at `where`."""
    match here, step:
        case dict(), str():
            if step in here:
                return step
            message = f"{where} has no field {escaped(step)}"
            raise NoSuchPlace(with_suggestion(message, step, list(here)))
        case list(), Named(own):
            return _only(here, own, where)
        case list(), _:
            index = _index(step)
            if index is not None and index < len(here):
                return index
            raise NoSuchPlace(_no_entry(here, step, where))
        case _, str():
            message = f"{where} is {found_type(here)}; there is no {escaped(step)} in it"
            raise NoSuchPlace(message)
        case _:
            raise NoSuchPlace(f"{where} is {found_type(here)}, not a list")


def _only(entries: Sequence[JsonValue], own: str, where: str) -> int:
    ids = [entry.get("id") if isinstance(entry, dict) else None for entry in entries]
    count = ids.count(own)
    if count == 1:
        return ids.index(own)
    if count > 1:
        message = f"{where} has {count} entries with the id {own}; name one by its position"
        raise NoSuchPlace(message, code="ambiguous_id")
    message = f"{where} has no entry with the id {own}"
    known = [i for i in ids if isinstance(i, str)]
    raise NoSuchPlace(with_suggestion(message, own, known))


def _no_entry(entries: Sequence[JsonValue], step: Step, where: str) -> str:
    if step == APPENDED:
        return f"{where}/{APPENDED} is behind the last entry; nothing stands there"
    index = _index(step)
    if index is not None:
        return f"{where} has {len(entries)} entries, counted from 0; there is no position {index}"
    return f"{where} is a list; its entries are named [0] or [id=…], not {shown(step)}"


def _index(step: Step) -> int | None:
    """Return the position that a step means in a list. Source: RFC 6901, section 4."""
    match step:
        case Position(index):
            return index
        case str() if step.isdecimal() and step.isascii() and (step == "0" or step[0] != "0"):
            return int(step[:9]) if len(step) < 10 else None  # noqa: PLR2004  # no list is longer
        case _:
            return None
