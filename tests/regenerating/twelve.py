"""The twelve changes of `fixtures/changes`, read and made on the reference programme."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scheduler.domain.plan import Plan
from scheduler.domain.programme import Programme
from scheduler.interchange.change_document import ChangeDocument, changed, read_change
from scheduler.interchange.json_text import JsonValue, read_json
from scheduler.interchange.plan_json import read_plan
from scheduler.interchange.valid_programme import ValidProgramme, valid_programme
from scheduler.regenerating.document import ToPlanAgain, to_plan_again

FIXTURES = Path(__file__).parents[2] / "fixtures"
CHANGES = FIXTURES / "changes"
LINCOLNSHIRE = FIXTURES / "programmes" / "lincolnshire.json"
IN_FORCE = CHANGES / "plan-in-force.json"
NAMES = tuple(
    path.stem for path in sorted(CHANGES.glob("[01][0-9]-*.json")) if path.suffixes == [".json"]
)


@dataclass(frozen=True)
class Made:
    """A change made on the programme as it stood."""

    name: str
    change: ChangeDocument
    expected: Mapping[str, Any]
    stood: JsonValue
    """The programme document before the change, with progress and promises."""
    again: ToPlanAgain


@cache
def reference() -> ValidProgramme:
    """Return the reference programme."""
    return valid_programme(LINCOLNSHIRE.read_bytes())


@cache
def plan_in_force() -> Plan:
    """Return the plan that all twelve start from."""
    return read_plan(IN_FORCE.read_bytes(), reference().expanded).plan


def lincolnshire() -> Programme:
    """Return the reference programme as it is written."""
    return reference().document


@cache
def change_named(name: str) -> ChangeDocument:
    """Return a change document."""
    return read_change((CHANGES / f"{name}.json").read_bytes())


@cache
def stood_on(status: str) -> JsonValue:
    """Return the programme document as it stood on a day."""
    change = read_change((CHANGES / f"standing-{status}.json").read_bytes())
    return changed(read_json(LINCOLNSHIRE.read_bytes()).value, change)


@cache
def made(name: str) -> Made:
    """Return a change made."""
    change = change_named(name)
    stood = stood_on(str(change.status_date))
    expected = json.loads((CHANGES / f"{name}.expected.json").read_bytes())
    again = to_plan_again(stood, stood, plan_in_force(), change=change, name="plan in force")
    return Made(name=name, change=change, expected=expected, stood=stood, again=again)
