"""What one cell may hold, read from the type of a declared field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

Base = Literal["text", "id", "whole", "number", "yes_no", "date", "choice", "whole_or_date"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """One value."""

    base: Base
    choices: tuple[str | int, ...] = ()
    """The values allowed, of a `choice`."""
    nullable: bool = False
    """Whether it may be left open where that is not the same as being left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """A list of values in one cell: `a; b; c`."""

    item: Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Values by name in one cell: `PM=100; CHANGE=50`."""

    item: Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """An object, whose fields are columns of the row that it stands in."""

    declared: type
    optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """A list of objects, each a row of a sheet of its own; of several kinds where a union is."""

    members: tuple[type, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """An object of one of several kinds, whose fields are columns of the row it stands in."""

    members: tuple[type, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Objects by name, each a row of a sheet of its own."""

    declared: type


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAmounts:
    """Values by name by name: a row for each outer name."""

    item: Scalar


Kind: TypeAlias = Scalar | Values | Amounts | Inside | OneOf | Entries | Named | NamedAmounts

_BASES: dict[Any, Base] = {
    str: "text",
    int: "whole",
    float: "number",
    bool: "yes_no",
    date: "date",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredField:
    """A field of a declaration, with what it may hold."""

    name: str
    kind: Kind
    required: bool
    default: object


@cache
def declared_fields(declared: type) -> tuple[DeclaredField, ...]:
    """Return the fields of a declaration in its order, the constant `kind` left out.

    Raises: TypeError for a type that no sheet can show, which is a defect of ours.
    """
    return tuple(_fields(declared))


def constant_kind(declared: type) -> str | None:
    """Return the kind by which a declaration is told from others of its union."""
    hint = get_type_hints(declared).get("kind")
    values = get_args(hint) if get_origin(hint) is Literal else ()
    return values[0] if len(values) == 1 and isinstance(values[0], str) else None


def _fields(declared: type) -> Iterator[DeclaredField]:
    hints = get_type_hints(declared, include_extras=True)
    own = constant_kind(declared)
    for field in fields(declared):
        if field.name == "kind" and own is not None:
            continue
        default: object = field.default
        if field.default is MISSING and field.default_factory is not MISSING:
            default = field.default_factory()
        required = default is MISSING
        kind = _kind(hints[field.name])
        # Beside a default of nothing, nothing needs no word of its own.
        if isinstance(kind, Scalar) and kind.nullable and default is None:
            kind = Scalar(base=kind.base, choices=kind.choices)
        yield DeclaredField(
            name=field.name,
            kind=kind,
            required=required,
            default=None if required else default,
        )


def _kind(hint: Any) -> Kind:  # noqa: ANN401  # a type, an alias or a union
    plain, nullable = _without_none(hint)
    plain, patterned = _without_notes(plain)
    origin, inner = get_origin(plain), get_args(plain)
    if is_dataclass(plain):
        return Inside(declared=plain, optional=nullable)  # type: ignore[arg-type]  # a class
    if origin is tuple and inner[1:] == (...,):
        return _list(inner[0])
    if origin is dict:
        return _by_name(inner[1])
    if origin in (Union, UnionType) and all(is_dataclass(member) for member in inner):
        return OneOf(members=inner)
    return _scalar(plain, nullable=nullable, patterned=patterned)


def _scalar(plain: Any, *, nullable: bool, patterned: bool) -> Scalar:  # noqa: ANN401  # a type
    if get_origin(plain) is Literal:
        return Scalar(base="choice", choices=get_args(plain), nullable=nullable)
    if get_origin(plain) in (Union, UnionType) and set(get_args(plain)) == {int, date}:
        return Scalar(base="whole_or_date", nullable=nullable)
    if plain not in _BASES:
        message = f"no cell can hold {plain}"
        raise TypeError(message)
    return Scalar(base="id" if patterned else _BASES[plain], nullable=nullable)


def _list(item: Any) -> Kind:  # noqa: ANN401  # a type
    match _kind(item):
        case Scalar() as scalar:
            return Values(item=scalar)
        case Inside(declared=declared):
            return Entries(members=(declared,))
        case OneOf(members=members):
            return Entries(members=members)
        case other:
            message = f"no sheet can show a list of {other}"
            raise TypeError(message)


def _by_name(item: Any) -> Kind:  # noqa: ANN401  # a type
    match _kind(item):
        case Scalar() as scalar:
            return Amounts(item=scalar)
        case Inside(declared=declared):
            return Named(declared=declared)
        case Amounts(item=inner):
            return NamedAmounts(item=inner)
        case other:
            message = f"no sheet can show {other} by name"
            raise TypeError(message)


def _without_none(hint: Any) -> tuple[Any, bool]:  # noqa: ANN401  # a type
    if get_origin(hint) not in (Union, UnionType):
        return hint, False
    members = get_args(hint)
    others = tuple(member for member in members if member is not NoneType)
    if len(others) == len(members):
        return hint, False
    return Union[others], True  # noqa: UP007  # made from a list of types


def _without_notes(hint: Any) -> tuple[Any, bool]:  # noqa: ANN401  # a type
    """Return a type without its bounds, and whether a pattern is among them."""
    if get_origin(hint) is not Annotated:
        return hint, False
    plain, *notes = get_args(hint)
    inner, patterned = _without_notes(plain)
    here = any(
        isinstance(note, FieldInfo)
        and any(getattr(m, "pattern", None) is not None for m in note.metadata)
        for note in notes
    )
    return inner, patterned or here
