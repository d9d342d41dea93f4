"""The best plan so far, with what its answer claims of better ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.asking.question import Question, Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.errors import PlanBreaksRules
from scheduler.explaining.work import Work
from scheduler.objectives import term_of
from scheduler.verification.verify import verify


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelValue:
    """One level of a plan, with what is known of better ones."""

    name: str
    value: int
    bound: int | None
    unit: str
    proved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BestKnown:
    """The best plan of a programme so far, against which others are held."""

    plan: Plan
    levels: tuple[LevelValue, ...]


def best_known(
    programme: ExpandedProgramme, plan: Plan, objectives: Sequence[Mapping[str, Any]] = ()
) -> BestKnown:
    """Return a plan with the levels of its answer document, measured anew.

    A claim counts only for the value that it was made of. Raises PlanBreaksRules for a plan that
    breaks a hard rule: reasons for what cannot be would mislead.
    """
    violations = verify(programme, plan).violations
    if violations:
        rules = "planning rule" if len(violations) == 1 else "planning rules"
        message = f"the plan breaks {len(violations)} {rules} of this programme; check tells which"
        raise PlanBreaksRules(message, rules=[violation.rule for violation in violations])
    said = {entry["name"]: entry for entry in objectives}
    levels = []
    for level in programme.document.objectives:
        term, entry = term_of(level), said.get(level.key, {})
        value = term.measure(programme, plan)
        proved = bool(entry.get("proved")) and entry.get("value") == value
        bound = entry.get("bound") if proved else None
        levels.append(
            LevelValue(name=level.key, value=value, bound=bound, unit=term.unit, proved=proved)
        )
    return BestKnown(plan=plan, levels=tuple(levels))


def given_or_best(
    programme: ExpandedProgramme, work: Work, given: BestKnown | None, *, seconds: float
) -> tuple[BestKnown | None, bool | None]:
    """Return the best plan, made where none is given, and whether there is any; none if unknown."""
    if given is not None:
        return given, True
    reply = work.ask(
        Question(programme=programme, levels=programme.document.objectives, seconds=seconds)
    )
    if reply.plan is None:
        return None, False if reply.finding == "none" else None
    return BestKnown(plan=reply.plan, levels=level_values(programme, reply)), True


def level_values(programme: ExpandedProgramme, reply: Reply) -> tuple[LevelValue, ...]:
    """Return the levels of a reply with their units; those not reached are measured only."""
    if reply.plan is None:
        return ()
    known = {level.key: level for level in reply.levels}
    made = []
    for level in programme.document.objectives:
        term, found = term_of(level), known.get(level.key)
        made.append(
            LevelValue(
                name=level.key,
                value=term.measure(programme, reply.plan),
                bound=None if found is None else found.bound,
                unit=term.unit,
                proved=found is not None and found.proved,
            )
        )
    return tuple(made)
