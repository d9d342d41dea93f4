"""The programmes shipped to be tried, in a clone and in an installed package alike.

They live in `fixtures/programmes`; the wheel carries a copy inside this package.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

FIRST = "lincolnshire"
"""The programme to show first."""

_ORDER = ("small", FIRST, "lincolnshire-june-2022", "lincolnshire-max-durations")
_IN_THE_WHEEL = "demo_programmes"
_IN_A_CLONE = Path(__file__).parents[1] / "fixtures" / "programmes"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProgramme:
    """One shipped programme, with the words it uses of itself."""

    id: str
    name: str
    description: str
    document: bytes
    """The programme file as it stands."""


@cache
def demo_programmes() -> tuple[DemoProgramme, ...]:
    """Return every shipped programme, the smallest first."""
    return tuple(_read(_folder() / f"{name}.json") for name in _ORDER)


def _folder() -> Traversable:
    carried = files("scheduler") / _IN_THE_WHEEL
    return carried if carried.is_dir() else _IN_A_CLONE


def _read(file: Traversable) -> DemoProgramme:
    document = file.read_bytes()
    told = json.loads(document)
    return DemoProgramme(
        id=told["id"], name=told["name"], description=told["description"], document=document
    )
