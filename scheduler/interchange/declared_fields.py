"""Which fields the format allows at a location, read from the declarations themselves."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from scheduler.interchange.locations import Location


def fields_at(root: type, document: object, at: Location) -> tuple[str, ...]:
    """Return the names of the fields allowed at a location; none where no object stands."""
    declared: Any = root
    here: object = document
    for step in at:
        declared = _chosen(declared, here)
        if isinstance(step, int):
            declared = get_args(declared)[0] if get_origin(declared) is tuple else None
            here = here[step] if isinstance(here, list) and step < len(here) else None
        elif isinstance(declared, type) and is_dataclass(declared):
            declared = _hints(declared).get(step)
            here = here.get(step) if isinstance(here, Mapping) else None
        else:
            declared = get_args(declared)[1] if get_origin(declared) is dict else None
            here = here.get(step) if isinstance(here, Mapping) else None
    declared = _chosen(declared, here)
    return tuple(f.name for f in fields(declared)) if is_dataclass(declared) else ()


@cache
def _hints(declared: type) -> dict[str, Any]:
    return get_type_hints(declared)


def _chosen(declared: Any, value: object) -> Any:  # noqa: ANN401  # a type, a union or an alias
    """Return the member of a union that the value means: by its kind, or the one beside None."""
    if get_origin(declared) not in (Union, UnionType):
        return declared
    members = [m for m in get_args(declared) if m is not type(None)]
    kind = value.get("kind") if isinstance(value, Mapping) else None
    for member in members:
        if is_dataclass(member) and kind is not None:
            literal = _hints(member).get("kind")  # type: ignore[arg-type]  # a class, not a value
            if get_origin(literal) is Literal and kind in get_args(literal):
                return member
    return members[0] if len(members) == 1 else None
