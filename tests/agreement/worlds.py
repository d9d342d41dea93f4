"""The small worlds: the files, and variations of them that a file each would only repeat."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Literal, get_args

from scheduler.domain.choice import Choice
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Precedence, Rule
from scheduler.domain.programme import Programme
from scheduler.domain.services import ServiceGroup, SourcingOption
from scheduler.domain.values import Price
from scheduler.expansion.expand import expand
from scheduler.interchange.programme_json import read_programme
from scheduler.rules import RULES, kind_of

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
KINDS = tuple(get_args(kind.declares.__annotations__["kind"])[0] for kind in RULES)

LINKS = ("FS", "SS", "FF", "SF")
LAG_UNITS = ("working_days", "calendar_days")
LAGS: tuple[tuple[int | None, int | None], ...] = (
    (0, None),
    (1, None),
    (2, None),
    (5, None),
    (-1, None),
    (-3, None),
    (None, 0),
    (None, 2),
    (None, -1),
    (0, 1),
    (-2, 3),
)
"""Minimum and maximum: zero, across a weekend, leads, windows."""


OFF = SourcingOption(id="OFF")
"""Of the further group of `conditional_versions`: the option under which the rule does not hold."""


@dataclass(frozen=True)
class World:
    """A programme small enough to list every plan of it."""

    name: str
    kind: str
    programme: ExpandedProgramme


def kind_named(path: Path) -> str:
    """Return the rule kind that a file is about: the longest that its name begins with."""
    found = [kind for kind in KINDS if path.name.startswith(kind)]
    return max(found, key=len, default="")


@cache
def file_worlds() -> tuple[World, ...]:
    """Return the worlds of `fixtures/small_worlds`."""
    return tuple(
        World(path.stem, kind_named(path), expand(read_programme(path.read_bytes())))
        for path in sorted((FIXTURES / "small_worlds").glob("*.json"))
    )


@cache
def precedence_variations() -> tuple[World, ...]:
    """Return each precedence world under every link, lag unit and pair of lags."""
    made = []
    for world in file_worlds():
        if world.kind != "precedence" or not world.name.startswith("precedence_of"):
            continue
        for link, unit, (least, most) in product(LINKS, LAG_UNITS, LAGS):
            made.append(_varied(world, link, unit, least, most))
    return tuple(made)


def _varied(
    world: World,
    link: str,
    unit: str,
    least: int | None,
    most: int | None,
) -> World:
    document = world.programme.document
    rules = tuple(
        replace(rule, link=link, lag_unit=unit, min_lag=least, max_lag=most)  # type: ignore[arg-type]  # of LINKS, LAG_UNITS
        if isinstance(rule, Precedence)
        else rule
        for rule in document.rules
    )
    name = f"{world.name}-{link}-{unit.partition('_')[0]}-{least}-{most}"
    return World(name, world.kind, expand(replace(document, rules=rules)))


def soft_versions(world: World) -> Iterator[World]:
    """Yield the world with the rules of its kind priced once, and per unit where that has one."""
    if world.kind == "placement":
        return
    per: Literal["once", "unit"]
    for per in ("once", "unit"):
        document = world.programme.document
        softened = tuple(_softened(rule, world.kind, per) for rule in document.rules)
        if softened != document.rules:
            changed: Programme = replace(document, rules=softened)
            yield World(f"{world.name}-per_{per}", world.kind, expand(changed))


def conditional_versions(world: World) -> Iterator[World]:
    """Yield the world with the rules of its kind holding only under one choice of one more group."""
    if world.kind == "placement":
        return
    document = world.programme.document
    group = ServiceGroup(
        id="SWITCH", options=(SourcingOption(id="ON"), SourcingOption(id="ON_TOO"), OFF)
    )
    asked = Choice(group=group.id, options=("ON", "ON_TOO"))
    changed: Programme = replace(
        document,
        service_groups=(*document.service_groups, group),
        rules=tuple(
            replace(rule, when=(*rule.when, asked)) if rule.kind == world.kind else rule
            for rule in document.rules
        ),
    )
    yield World(f"{world.name}-conditional", world.kind, expand(changed))


def _softened(rule: Rule, kind: str, per: Literal["once", "unit"]) -> Rule:
    if rule.kind != kind or (per == "unit" and kind_of(rule).unit is None):
        return rule
    return replace(rule, price=Price(points=7, per=per))
