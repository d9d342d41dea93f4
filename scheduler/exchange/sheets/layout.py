"""Which sheets there are and which columns each has, read off the declarations of a programme.

A list of objects is a sheet, one row an entry. Objects within an entry are columns of its row.
Lists within an entry are sheets of their own, whose first columns name the entries that they belong
to. Where a list holds several kinds, such as planning rules, each kind has a sheet of its own and a
column `order` says where its rows stand among the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from functools import cache
from typing import TypeAlias

from scheduler.domain.programme import Programme
from scheduler.exchange.sheets.kinds import (
    Amounts,
    DeclaredField,
    Entries,
    Inside,
    Named,
    NamedAmounts,
    OneOf,
    Scalar,
    Values,
    constant_kind,
    declared_fields,
)
from scheduler.exchange.sheets.meanings import declared_meaning, key_word, meaning
from scheduler.exchange.sheets.naming import heading, one_of, sheet_name, words

FieldPath: TypeAlias = tuple[str, ...]
"""Names of fields, from a row's object down."""
ListPath: TypeAlias = tuple[FieldPath, ...]
"""The lists on the way from the programme to an entry, each from the entry before it."""
CellKind: TypeAlias = Scalar | Values | Amounts

PROGRAMME = "Programme"
READ_ME = "Read me"
COLUMNS = "Columns"
ORDER = "order"
ONE_WORD = "yes"
"""What stands in the column of an object that is given with nothing in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a sheet, or a row of the sheet of the programme itself."""

    path: FieldPath
    heading: str
    kind: CellKind
    required: bool = False
    default: object = None
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A column that tells an object or list that is there and empty from one that is left out."""

    path: FieldPath
    heading: str
    is_list: bool
    """A list whose default is another: `none` for an empty one. Else an object: `yes`."""
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The fields of one object, as far as they are columns of its row."""

    columns: tuple[Column, ...]
    presences: tuple[Presence, ...] = ()
    objects: tuple[FieldPath, ...] = ()
    """Objects that must be there wherever what holds them is."""
    lists: tuple[FieldPath, ...] = ()
    """Lists that must be there wherever what holds them is."""

    def named(self) -> tuple[Column | Presence, ...]:
        """Return everything that has a heading."""
        return (*self.columns, *self.presences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet with a row for each entry of a list, or of those of one kind in it."""

    name: str
    lists: ListPath
    parents: tuple[str, ...]
    """Headings of the columns that name the entries it belongs to, the outermost first."""
    key: str | None
    """Heading of the column of the name, where the entries are objects by name."""
    amounts: bool
    """Whether each row is values by name instead of an object."""
    shape: Shape
    constants: tuple[tuple[FieldPath, str], ...]
    """What is the same on every row of the sheet, such as the kind of planning rule."""
    meaning: str = ""

    @property
    def ordered(self) -> bool:
        """Whether the list has rows on other sheets too."""
        return bool(self.constants)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Every sheet that there can be."""

    root: Shape
    tables: tuple[Table, ...]
    """Outer lists before those within them."""
    named: Mapping[ListPath, bool]
    """Whether a list is one of objects by name."""

    def of(self, lists: ListPath) -> tuple[Table, ...]:
        """Return the sheets of a list."""
        return tuple(table for table in self.tables if table.lists == lists)

    def within(self, lists: ListPath) -> tuple[ListPath, ...]:
        """Return the lists that stand directly in the entries of another."""
        inner = (t.lists for t in self.tables if t.lists[:-1] == lists)
        return tuple(dict.fromkeys(inner))


@cache
def programme_layout() -> Layout:
    """Return the sheets of a programme."""
    root = _gathered(Programme)
    found: list[_Found] = []
    for inner in root.inner:
        found += _found((inner.path,), inner)
    merged = _merged(found)
    taken = [PROGRAMME, READ_ME, COLUMNS]
    tables: list[Table] = []
    for one in merged:
        name = sheet_name(*_parts(one), taken)
        taken.append(name)
        tables.append(_table(one, name))
    return Layout(
        root=root.shape(),
        tables=tuple(tables),
        named={one.lists: isinstance(one.kind, Named | NamedAmounts) for one in merged},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A list with entries of one kind, met on the way through the declarations."""

    lists: ListPath
    kind: Entries | Named | NamedAmounts
    member: type | None = None
    chosen: type | None = None
    """What stands in the field of the member that may hold one of several kinds."""
    constants: tuple[tuple[FieldPath, str], ...] = ()
    under: str = ""
    """The kind of the entries around it, where only one kind has it."""
    held_by: type
    field: str


def _found(lists: ListPath, inner: _Inner, under: str = "") -> Iterator[_Found]:
    """Return a list and all those within its entries, for each kind of them."""
    base = _Found(
        lists=lists, kind=inner.kind, under=under, held_by=inner.held_by, field=inner.path[-1]
    )
    if isinstance(inner.kind, NamedAmounts):
        yield base
        return
    members = inner.kind.members if isinstance(inner.kind, Entries) else (inner.kind.declared,)
    for member in members:
        own = constant_kind(member) if len(members) > 1 else None
        for constants, chosen in _variants(member, own):
            yield replace(base, member=member, chosen=chosen, constants=constants)
            below = constants[0][1] if constants else under
            for further in _gathered(member, chosen).inner:
                yield from _found((*lists, further.path), further, below)


def _variants(
    member: type, own: str | None
) -> Iterator[tuple[tuple[tuple[FieldPath, str], ...], type | None]]:
    """Return the kinds of an entry: its own, or those of its field that is one of several."""
    if own is not None:
        yield ((("kind",), own),), None
        return
    for field in declared_fields(member):
        if isinstance(field.kind, OneOf):
            for each in field.kind.members:
                yield (((field.name, "kind"), constant_kind(each) or ""),), each
            return
    yield (), None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inner:
    """A list that was met while the fields of an object were gathered."""

    path: FieldPath
    kind: Entries | Named | NamedAmounts
    held_by: type


@dataclass(slots=True, kw_only=True)
class _Gathered:
    """The fields of an object as they are met."""

    columns: list[Column] = dataclass_field(default_factory=list)
    presences: list[Presence] = dataclass_field(default_factory=list)
    objects: list[FieldPath] = dataclass_field(default_factory=list)
    lists: list[FieldPath] = dataclass_field(default_factory=list)
    inner: list[_Inner] = dataclass_field(default_factory=list)

    def shape(self) -> Shape:
        """Return what is a column or tells what must be there."""
        return Shape(
            columns=tuple(self.columns),
            presences=tuple(self.presences),
            objects=tuple(self.objects),
            lists=tuple(self.lists),
        )


def _gathered(declared: type, chosen: type | None = None) -> _Gathered:
    made = _Gathered()
    _gather(declared, chosen, (), made)
    return made


def _gather(
    declared: type, chosen: type | None, at: FieldPath, made: _Gathered, around: str = ""
) -> None:
    """Add the fields of an object that stands at `at` within a row's object.

    `around` is what the object means, said with each of its fields.
    """
    for field in declared_fields(declared):
        path = (*at, field.name)
        told = " ".join(part for part in (around, meaning(declared, field.name)) if part)
        match field.kind:
            case Scalar() | Values() | Amounts() as kind:
                made.columns.append(
                    Column(
                        path=path,
                        heading=heading(path),
                        kind=kind,
                        required=field.required,
                        default=field.default,
                        meaning=told,
                    )
                )
            case Inside(declared=inner, optional=optional):
                if field.required and not optional:
                    made.objects.append(path)
                if optional and not any(f.required for f in declared_fields(inner)):
                    presence = Presence(
                        path=path, heading=heading(path), is_list=False, meaning=told
                    )
                    made.presences.append(presence)
                _gather(inner, None, path, made, told)
            case OneOf(members=members):
                made.objects.append(path)
                _gather(chosen or members[0], None, path, made)
            case Entries() | Named() | NamedAmounts() as kind:
                _gather_list(declared, field, kind, path, made)


def _gather_list(
    declared: type,
    field: DeclaredField,
    kind: Entries | Named | NamedAmounts,
    path: FieldPath,
    made: _Gathered,
) -> None:
    made.inner.append(_Inner(path=path, kind=kind, held_by=declared))
    if field.required:
        made.lists.append(path)
    elif field.default:
        made.presences.append(
            Presence(
                path=path,
                heading=heading(path),
                is_list=True,
                meaning=meaning(declared, field.name),
            )
        )


def _merged(found: list[_Found]) -> list[_Found]:
    """Return each list once for each kind of entries, those of one root together, outer first."""
    once: dict[object, _Found] = {}
    for one in found:
        key = (one.lists, one.member, one.constants)
        if key in once and once[key].under != one.under:
            once[key] = replace(once[key], under="")
        else:
            once.setdefault(key, one)
    roots = list(dict.fromkeys(one.lists[0] for one in once.values()))
    return sorted(once.values(), key=lambda one: (roots.index(one.lists[0]), len(one.lists)))


def _parts(one: _Found) -> tuple[str, list[str]]:
    """Return what a sheet's name says: the kind of its entries, and where they stand."""
    kind = words(one.constants[0][1] if one.constants else one.under)
    told: list[str] = []
    *outer, (*between, last) = one.lists
    for path in outer:
        told += [*map(words, path[:-1]), one_of(path[-1])]
    said = " ".join(told).split()
    return kind, [*told, *(words(name) for name in between if name not in said), words(last)]


def _table(one: _Found, name: str) -> Table:
    shape = Shape(columns=())
    if one.member is not None:
        shape = _gathered(one.member, one.chosen).shape()
    key: str | None = None
    if isinstance(one.kind, Named | NamedAmounts):
        key = key_word(one.held_by, one.field)
    if isinstance(one.kind, NamedAmounts):
        amounts = Column(
            path=(),
            heading=words(one.field),
            kind=Amounts(item=one.kind.item),
            meaning=meaning(one.held_by, one.field),
        )
        shape = Shape(columns=(amounts,))
    own = {column.heading for column in shape.columns} | {key}
    parents = tuple(one_of(path[-1]) for path in one.lists[:-1])
    return Table(
        name=name,
        lists=one.lists,
        parents=tuple(f"of {p}" if p in own else p for p in parents),
        key=key,
        amounts=isinstance(one.kind, NamedAmounts),
        shape=shape,
        constants=one.constants,
        meaning=meaning(one.held_by, one.field) or (declared_meaning(one.member)),
    )
