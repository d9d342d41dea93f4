"""The answer document of `plan --json`, and of a finished plan over HTTP."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from scheduler.answers import Answer, Cause, Clash, LevelOutcome, PartialPlan
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.interchange.certificate import certificate_of
from scheduler.interchange.plan_json import plan_to_jsonable


def answer_to_jsonable(answer: Answer, programme: ExpandedProgramme) -> dict[str, Any]:
    """Return the answer as plain JSON values."""
    plan = None
    if answer.plan is not None:
        plan = plan_to_jsonable(programme, answer.plan, answer.concessions)
    document: dict[str, Any] = {
        "outcome": answer.outcome,
        "claim": None if answer.claim is None else answer.claim.value,
        "objectives": levels_to_jsonable(answer.objectives),
        "plan": plan,
        "clashes": [clash_to_jsonable(clash) for clash in answer.clashes],
        "recovery_options": [],
        "baselines": [asdict(baseline) for baseline in answer.baselines],
        "solve": asdict(answer.solve),
        "alarms": list(answer.alarms),
    }
    return {**document, "certificate": certificate_of(answer, programme, document)}


def not_searched() -> dict[str, Any]:
    """Return the fields that a search alone could fill, as they are without one."""
    return {
        "clashes": [],
        "recovery_options": [],
        "baselines": [],
        "solve": None,
        "alarms": [],
        "certificate": None,
    }


def clash_to_jsonable(clash: Clash) -> dict[str, Any]:
    """Return a clash as plain JSON values."""
    return {
        "rules": list(clash.rules),
        "statements": list(clash.statements),
        "minimal": clash.minimal,
        "proved": clash.proved,
        "bases": list(clash.bases),
        "cause": None if clash.cause is None else cause_to_jsonable(clash.cause),
        "alarms": list(clash.alarms),
    }


def cause_to_jsonable(cause: Cause) -> dict[str, Any]:
    """Return what collides as plain JSON values."""
    return _dated(asdict(cause))


def partial_plan_to_jsonable(
    partial: PartialPlan | None, programme: ExpandedProgramme
) -> dict[str, Any] | None:
    """Return a partial plan as plain JSON values, and nothing when there is none."""
    if partial is None:
        return None
    return {
        "kept_back": [_dated(asdict(kept)) for kept in partial.kept_back],
        "criticality": partial.criticality,
        "fewest": partial.fewest,
        "plan": plan_to_jsonable(programme, partial.plan, ()),
    }


def _dated(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def levels_to_jsonable(levels: Sequence[LevelOutcome]) -> list[dict[str, Any]]:
    """Return the levels of the objective as plain JSON values."""
    return [{**asdict(level), "claim": level.claim.value} for level in levels]
