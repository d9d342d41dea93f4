"""Every declaration of a document with its path, gathered in one walk."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache, cached_property
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
        _gather(self.document, "", found)
        return found


_PLAIN = frozenset((str, int, float, bool, type(None)))


def _gather(value: object, path: str, found: dict[type, list[tuple[str, object]]]) -> None:
    """Note a value and all it holds; what is neither declaration nor date is passed over."""
    if isinstance(value, date):
        found.setdefault(type(value), []).append((path, value))
    elif isinstance(value, tuple):
        if all(type(item) in _PLAIN for item in value):
            return
        ids = Counter(getattr(item, "id", None) for item in value)
        for index, item in enumerate(value):
            own = getattr(item, "id", None)
            alone = own is not None and ids[own] == 1
            _gather(item, f"{path}[{f'id={own}' if alone else index}]", found)
    elif isinstance(value, dict):
        for key, item in value.items():
            if type(item) not in _PLAIN:
                _gather(item, f"{path}/{key}", found)
    elif is_dataclass(value):
        found.setdefault(type(value), []).append((path, value))
        for name in _names(type(value)):  # type: ignore[arg-type]  # a class has a hash
            item = getattr(value, name)
            if item and type(item) not in _PLAIN:
                _gather(item, f"{path}/{name}", found)


@cache
def _names(declared: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(declared))
