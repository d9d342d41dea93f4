"""What holds the dates of a plan, for the public: without options, money and providers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scheduler.analysis.holding import (
    ActivityHolding,
    Chain,
    FloatPath,
    Holding,
    Reason,
)
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.explaining.audience import WITHHELD, Discretion


def public_version(holding: Holding, programme: ExpandedProgramme) -> Holding:
    """Return an explanation without what only the exempt version may hold.

    Activities of which no date is told are left out with what is known of them.
    """
    discretion = Discretion(programme)
    shown = {n: h for n, h in holding.activities.items() if n not in discretion.hidden}
    milestone = holding.milestone
    return Holding(
        activities={name: _held(held, discretion) for name, held in shown.items()},
        milestone=None if milestone in discretion.hidden else milestone,
        paths=tuple(_path(path, discretion.hidden) for path in holding.paths),
    )


def _held(held: ActivityHolding, discretion: Discretion) -> ActivityHolding:
    later = held.later_reasons
    return replace(
        held,
        reasons=_reasons(held.reasons, discretion),
        later_reasons=None if later is None else _reasons(later, discretion),
        chain=_chain(held.chain, discretion),
    )


def _reasons(reasons: tuple[Reason, ...], discretion: Discretion) -> tuple[Reason, ...]:
    told = (_reason(reason, discretion) for reason in reasons if reason.kind != "choice")
    return tuple(dict.fromkeys(told))


def _reason(reason: Reason, discretion: Discretion) -> Reason:
    rule = discretion.rule(reason.rule)
    if rule is None or rule.kind == "placement":
        statement = discretion.words(reason.statement)
    else:
        statement = discretion.statement(rule)
    shown = tuple(name for name in reason.other if name not in discretion.hidden)
    nobody_left = bool(reason.other) and not shown
    if statement == WITHHELD or nobody_left or discretion.hidden.intersection(reason.along):
        return Reason(kind="withheld", rule=None, statement=WITHHELD)
    return replace(reason, statement=statement, other=shown)


def _chain(chain: Chain, discretion: Discretion) -> Chain:
    """Return a chain from behind its last link that is not told."""
    after = max(
        (at + 1 for at, link in enumerate(chain.links) if link.activity in discretion.hidden),
        default=0,
    )
    links = [
        replace(link, reason=None if link.reason is None else _reason(link.reason, discretion))
        for link in chain.links[after:]
    ]
    if not after or not links:
        return replace(chain, links=tuple(links))
    before = Reason(kind="withheld", rule=None, statement=WITHHELD)
    return Chain(links=(replace(links[0], reason=before), *links[1:]), ending="reason")


def _path(path: FloatPath, hidden: frozenset[str]) -> FloatPath:
    floats: Mapping[str, int] = dict(zip(path.activities, path.floats, strict=True))
    shown = {name: days for name, days in floats.items() if name not in hidden}
    return replace(path, activities=tuple(shown), floats=tuple(shown.values()))
