"""The answer document of `plan --json`, and of a finished plan over HTTP."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from scheduler.answers import Answer, LevelOutcome
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.interchange.plan_json import plan_to_jsonable


def answer_to_jsonable(answer: Answer, programme: ExpandedProgramme) -> dict[str, Any]:
    """Return the answer as plain JSON values."""
    plan = None
    if answer.plan is not None:
        plan = plan_to_jsonable(programme, answer.plan, answer.concessions)
    return {
        "outcome": answer.outcome,
        "claim": None if answer.claim is None else answer.claim.value,
        "objectives": levels_to_jsonable(answer.objectives),
        "plan": plan,
        "clashes": [
            {
                "rules": list(clash.rules),
                "statements": list(clash.statements),
                "minimal": clash.minimal,
                "proved": clash.proved,
            }
            for clash in answer.clashes
        ],
        "recovery_options": [],
        "baselines": [asdict(baseline) for baseline in answer.baselines],
        "solve": asdict(answer.solve),
    }


def levels_to_jsonable(levels: Sequence[LevelOutcome]) -> list[dict[str, Any]]:
    """Return the levels of the objective as plain JSON values."""
    return [{**asdict(level), "claim": level.claim.value} for level in levels]
