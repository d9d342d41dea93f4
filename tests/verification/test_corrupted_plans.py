"""No date of a plan can be moved by a month or more against a rule without being refused.

Every activity's start, finish or both, and every date said of a service, is moved by -90 to 90 days.
What the checker lets pass is put to the model, which knows the rules by other code: it must find
that all of them are met.
"""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.expansion.expand import expand
from scheduler.interchange.plan_agreement import said_otherwise
from scheduler.interchange.plan_json import disagreements, plan_to_jsonable, read_plan
from scheduler.interchange.programme_json import read_programme
from scheduler.planning import plan_exit
from scheduler.solver.build import build_model
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import _violations, verify
from tests.agreement.harness import least_price
from tests.agreement.worlds import FIXTURES

SHIFTS = tuple(timedelta(days=days) for days in (-90, -45, -30, 30, 45, 90))
ENDS = (("start",), ("finish",), ("start", "finish"))
SERVICE_DATES = ("transfer", "staff_transfer", "charges_stop", "accepted")


@dataclass
class Tally:
    """How a sweep went."""

    tried: int = 0
    refused: int = 0
    harmless: list[tuple[str, Plan]] = field(default_factory=list)

    def take(self, name: str, plan: Plan, *, refused: bool) -> None:
        self.tried += 1
        self.refused += refused
        if not refused:
            self.harmless.append((name, plan))


def solved(name: str) -> tuple[ExpandedProgramme, Plan]:
    path = FIXTURES / "programmes" / f"{name}.json"
    programme = expand(read_programme(path.read_bytes()))
    settings = SearchSettings(time_limit_seconds=60.0, confirm=False)
    plan = plan_exit(programme, settings, with_baselines=False).plan
    assert plan is not None
    return programme, plan


def moved(day: str, shift: timedelta) -> str:
    return (date.fromisoformat(day) + shift).isoformat()


def corrupted_activities(written: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield plan objects with one activity's dates moved, and nothing said of services."""
    for number, activity in enumerate(written["activities"]):
        for ends in ENDS:
            for shift in SHIFTS:
                changed = {**activity, **{end: moved(activity[end], shift) for end in ends}}
                activities = list(written["activities"])
                activities[number] = changed
                name = f"{activity['id']} {'+'.join(ends)} {shift.days:+d}"
                yield name, {"options": written["options"], "activities": activities}


def corrupted_services(written: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield plan objects with one date said of a service moved."""
    for service, dates in written["services"].items():
        for name in SERVICE_DATES:
            for shift in SHIFTS if dates[name] else ():
                changed = deepcopy(written)
                changed["services"][service][name] = moved(dates[name], shift)
                yield f"{service} {name} {shift.days:+d}", changed
        for number, day in enumerate(dates["cutovers"]):
            for shift in SHIFTS:
                changed = deepcopy(written)
                changed["services"][service]["cutovers"][number] = moved(day, shift)
                yield f"{service} cutover {number} {shift.days:+d}", changed


def plan_said(written: dict[str, Any]) -> Plan:
    return Plan(
        options=written["options"],
        placed={
            activity["id"]: Placed(
                start=date.fromisoformat(activity["start"]),
                finish=date.fromisoformat(activity["finish"]),
            )
            for activity in written["activities"]
        },
    )


def breaks_none(programme: ExpandedProgramme, plans: list[tuple[str, Plan]]) -> list[str]:
    """Return the corruptions let pass of which the model says that they break a rule."""
    build = build_model(programme, feasibility_only=True)
    return [name for name, plan in plans if least_price(build, plan) is None]


@pytest.mark.slow
def test_the_sweep_of_the_small_plan(record_property: Callable[[str, object], None]) -> None:
    programme, plan = solved("small")
    written = plan_to_jsonable(programme, plan)
    tally = Tally()
    for name, changed in corrupted_activities(written):
        read = read_plan(json.dumps(changed).encode(), programme)
        found = [*disagreements(programme, read), *verify(programme, read.plan).violations]
        tally.take(name, read.plan, refused=bool(found))
    assert tally.tried == len(written["activities"]) * 18
    assert tally.refused > tally.tried / 2
    assert breaks_none(programme, tally.harmless) == []
    for name, changed in corrupted_services(written):
        read = read_plan(json.dumps(changed).encode(), programme)
        assert disagreements(programme, read), name
    record_property("tried, refused", (tally.tried, tally.refused))


@pytest.mark.slow
def test_the_sweep_of_the_real_plan(record_property: Callable[[str, object], None]) -> None:
    programme, plan = solved("lincolnshire")
    written = plan_to_jsonable(programme, plan)
    tally = Tally()
    for name, changed in corrupted_activities(written):
        corrupted = plan_said(changed)
        # The first breach is enough; the whole check is made of the plans let pass.
        refused = next(_violations(programme, corrupted), None) is not None
        tally.take(name, corrupted, refused=refused)
    assert tally.tried == len(written["activities"]) * 18
    assert tally.refused > tally.tried / 2
    assert all(verify(programme, corrupted).holds for _, corrupted in tally.harmless)
    sampled = tally.harmless[:: max(1, len(tally.harmless) // 40)]
    assert breaks_none(programme, sampled) == []
    follows = plan_to_jsonable(programme, plan)
    services = 0
    for name, changed in corrupted_services(written):
        assert said_otherwise(changed, follows), name
        services += 1
    assert services > 300
    record_property("tried, refused", (tally.tried, tally.refused))
    record_property("service dates refused", services)
