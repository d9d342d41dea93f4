"""Every declaration of a document with its path, gathered in one walk."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from scheduler.domain.programme import Programme

Part = TypeVar("Part")


@dataclass(frozen=True)
class Parts:
    """The declarations and dates of a document by class."""

    document: Programme

    def of(self, declared: type[Part]) -> Iterator[tuple[str, Part]]:
        """Yield every declaration of one class, with its path, in the order of the document."""
        for path, value in self._by_class.get(declared, ()):
            if isinstance(value, declared):
                yield path, value

    @cached_property
    def _by_class(self) -> Mapping[type, list[tuple[str, object]]]:
        found: dict[type, list[tuple[str, object]]] = {}
        for path, value in _walk(self.document, ""):
            found.setdefault(type(value), []).append((path, value))
        return found


def _walk(value: object, path: str) -> Iterator[tuple[str, object]]:
    if is_dataclass(value):
        yield path, value
        for field in fields(value):
            yield from _walk(getattr(value, field.name), f"{path}/{field.name}")
    elif isinstance(value, date):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _walk(item, f"{path}/{key}")
    elif isinstance(value, tuple):
        ids = Counter(getattr(item, "id", None) for item in value)
        for index, item in enumerate(value):
            own = getattr(item, "id", None)
            alone = own is not None and ids[own] == 1
            yield from _walk(item, f"{path}[{f'id={own}' if alone else index}]")
