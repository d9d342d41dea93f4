"""The reasons of one activity in sentences: made from the facts of the reasons, and from no others.

Every reason is told once, whatever number of rules there are of its sort.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scheduler.analysis.holding import ActivityHolding, Reason
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import TeamCapacity
from scheduler.explaining.audience import Audience
from scheduler.pictures.wording import counted, long_date

MOST_NAMED = 3
_LIMITS = {
    "change_load": "the limit on change load",
    "rolling_limit": "the limit on changes close to one another",
    "separation": "the distance to keep between changes",
    "not_at_once": "the rule that changes are not made at once",
    "rollback_slot": "the days kept free for going back",
    "fallback_slot": "the second chance that must remain",
}


@dataclass(frozen=True, slots=True)
class Naming:
    """How activities, teams and rules are called."""

    programme: ExpandedProgramme
    plan: Plan

    def name(self, activity: str) -> str:
        """Return the name of an activity, its id where it has none."""
        return self.programme.activities[activity].name or activity

    def dated(self, activity: str) -> str:
        """Return an activity with when it is over."""
        at = self.plan.placed[activity]
        if at.start == at.finish:
            return f"{self.name(activity)} on {long_date(at.start)}"
        return f"{self.name(activity)}, which finishes on {long_date(at.finish)}"

    def rule_kind(self, rule: str | None) -> str:
        """Return the kind of a planning rule."""
        return next((r.kind for r in self.programme.document.rules if r.id == rule), "")

    def team(self, rule: str | None) -> str:
        """Return the name of the team that a rule is about."""
        for one in self.programme.document.rules:
            if one.id == rule and isinstance(one, TeamCapacity):
                return self.programme.teams[one.team].name or one.team
        return "A team"


def reason_sentences(held: ActivityHolding, naming: Naming, audience: Audience) -> Iterator[str]:
    """Yield why an activity is not earlier, a sentence for each sort of reason."""
    reasons = held.reasons
    yield from _waits(reasons, naming)
    yield from _teams(reasons, naming)
    yield from _limits(reasons, naming)
    yield from _dates(reasons, audience)
    yield from _bound(reasons, naming)
    yield from _objective(held, naming)
    if audience == "exempt":
        for reason in _first_of(reasons, "choice"):
            yield f"This holds because {reason.statement.removesuffix('.')}."


def _first_of(reasons: Iterable[Reason], kind: str) -> list[Reason]:
    """Return the reasons of a kind, those of the same words once."""
    return list({r.statement: r for r in reasons if r.kind == kind}.values())


def _waits(reasons: Iterable[Reason], naming: Naming) -> Iterator[str]:
    waits = [r for r in reasons if r.kind == "precedence" and not r.comes_along]
    alone = _others(r for r in waits if not r.along)
    if alone:
        yield f"It waits for {listing([naming.dated(name) for name in _latest(alone, naming)])}."
    later = [r for r in waits if r.along]
    joint = [name for name in _others(later) if name not in alone]
    if joint:
        along = listing([naming.name(name) for name in later[0].along])
        then = listing([naming.dated(name) for name in _latest(joint, naming)])
        yield f"Together with {along} it waits for {then}."


def _latest(names: Sequence[str], naming: Naming) -> list[str]:
    """Return the activities that are over last first."""
    placed = naming.plan.placed
    return sorted(names, key=lambda name: (-placed[name].finish.toordinal(), name))


def _others(reasons: Iterable[Reason]) -> list[str]:
    return list(dict.fromkeys(name for reason in reasons for name in reason.other))


def _teams(reasons: Iterable[Reason], naming: Naming) -> Iterator[str]:
    for reason in {r.rule: r for r in reasons if r.kind == "team"}.values():
        team = naming.team(reason.rule)
        if reason.other:
            users = listing([naming.dated(n) for n in _latest(reason.other, naming)])
            yield f"{team}: no more is free before, for {users}."
        else:
            yield f"{team}: there are too few before."


def _limits(reasons: Iterable[Reason], naming: Naming) -> Iterator[str]:
    told: dict[str, list[Reason]] = {}
    for reason in reasons:
        if reason.kind == "stability_limit":
            told.setdefault(_LIMITS.get(naming.rule_kind(reason.rule), "a limit"), []).append(
                reason
            )
    for words, found in told.items():
        near = _others(found)
        beside = f", beside {listing([naming.dated(n) for n in near])}" if near else ""
        yield f"{words[0].upper()}{words[1:]} rules an earlier date out{beside}."


def _dates(reasons: Sequence[Reason], audience: Audience) -> Iterator[str]:
    if any(reason.kind == "meeting" for reason in reasons):
        yield "It takes place at a meeting, and is on one of the meeting dates."
    if any(reason.kind == "calendar" for reason in reasons):
        yield "Its calendar or its list of dates rules the days just before out."
    for reason in [r for r in reasons if r.kind == "freeze" and r.on is not None][:1]:
        yield f"A change freeze covers {long_date(reason.on)}." if reason.on else ""
    for reason in _first_of(reasons, "window"):
        if reason.on is None:
            yield reason.statement
        else:
            yield f"A limit on its dates rules {long_date(reason.on)} out."
    told = audience == "exempt"
    if any(reason.kind == "budget" for reason in reasons) and told:
        yield "The budget rules an earlier date out."
    if any(
        reason.kind == "withheld" or (reason.kind == "budget" and not told) for reason in reasons
    ):
        yield "A limit told in the exempt version rules an earlier date out."
    for reason in (*_first_of(reasons, "commitment"), *_first_of(reasons, "fact")):
        yield reason.statement


def _bound(reasons: Iterable[Reason], naming: Naming) -> Iterator[str]:
    bound = _others(r for r in reasons if r.comes_along)
    if bound:
        who = listing([naming.name(name) for name in bound])
        yield f"{who} would have to move with it."


def _objective(held: ActivityHolding, naming: Naming) -> Iterator[str]:
    only = [r for r in held.reasons if r.kind == "objective_only"]
    if not only:
        return
    first = only[0]
    if first.along and first.on is not None:
        along = listing([naming.name(name) for name in first.along])
        yield (
            f"Together with {along} it could start on {long_date(first.on)}; "
            "what matters more in this plan keeps it here."
        )
    elif held.free_on is not None:
        yield (
            f"No hard planning rule keeps it here: by itself it could start on "
            f"{long_date(held.free_on)}; what matters more in this plan decides."
        )


def listing(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """Return names as a list, cut after a few; those with commas of their own set apart."""
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{counted(len(names) - most, 'other')}")
    apart = "; " if any("," in name for name in shown) else ", "
    if len(shown) == 1:
        return shown[0]
    return f"{apart.join(shown[:-1])}{';' if apart == '; ' else ''} and {shown[-1]}"
