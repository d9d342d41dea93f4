"""The answer document of a plan that was made elsewhere: checked like our own, nothing claimed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from scheduler.answers import Claim, LevelOutcome
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.limits import DEFAULT_LIMITS, Limits
from scheduler.domain.plan import Plan
from scheduler.interchange.answer_json import levels_to_jsonable, not_searched
from scheduler.interchange.plan_json import disagreements, plan_to_jsonable, read_plan
from scheduler.objectives import term_of
from scheduler.rules.rule import Violation
from scheduler.verification.verify import verify

BREAKS_RULES = "breaks_rules"
"""Outcome of a plan made elsewhere that breaks hard planning rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A plan made elsewhere, and what the check found."""

    plan: Plan
    document: dict[str, Any]
    """The answer document. `plan` is null where rules are broken; then `rejected` holds it with its
    violations, so that nobody takes it for a plan that passed the check."""
    violations: tuple[Violation, ...]
    concessions: int

    @property
    def sound(self) -> bool:
        """Whether it breaks nothing."""
        return not self.violations


def answer_of_elsewhere(
    programme: ExpandedProgramme, data: bytes, limits: Limits = DEFAULT_LIMITS
) -> Elsewhere:
    """Return what a plan made elsewhere is, by its options and dates alone.

    What its file says against its own dates is a violation. Levels are measured; no bound is known.
    Raises: FileRejected when the file is no JSON; PlanRejected with every shape problem.
    """
    read = read_plan(data, programme, limits)
    verdict = verify(programme, read.plan)
    violations = (*disagreements(programme, read), *verdict.violations)
    plan = plan_to_jsonable(programme, read.plan, verdict.concessions)
    sound = not violations
    rejected = {"plan": plan, "violations": [_plain(asdict(each)) for each in violations]}
    document: dict[str, Any] = {
        "outcome": "plan" if sound else BREAKS_RULES,
        "claim": Claim.FEASIBLE.value if sound else None,
        "objectives": levels_to_jsonable(_levels(programme, read.plan)) if sound else [],
        "plan": plan if sound else None,
        "rejected": None if sound else rejected,
        **not_searched(),
    }
    return Elsewhere(
        plan=read.plan,
        document=document,
        violations=violations,
        concessions=len(verdict.concessions),
    )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return JSON values; what is measured may be a date, or several of them."""
    made: dict[str, Any] = json.loads(json.dumps(values, default=_text))
    return made


def _text(value: object) -> object:
    return sorted(value) if isinstance(value, set | frozenset) else str(value)


def _levels(programme: ExpandedProgramme, plan: Plan) -> tuple[LevelOutcome, ...]:
    return tuple(
        LevelOutcome(
            name=level.key,
            value=term_of(level).measure(programme, plan),
            bound=None,
            tolerance=level.tolerance,
            unit=term_of(level).unit,
            proved=False,
            claim=Claim.FEASIBLE,
        )
        for level in programme.document.objectives
    )
