"""Programmes at the edges of what can be said: nothing to transfer, prices beyond counting."""

import json
import queue
import threading
from datetime import date
from typing import Any

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.interchange.programme_json import read_programme
from scheduler.solver import child
from scheduler.solver.gather import Gathered
from scheduler.solver.settings import SearchSettings
from scheduler.validation import find_issues

SETTINGS = SearchSettings(time_limit_seconds=60.0, workers=1)
SERVICE = {"id": "EUC", "name": "End user computing", "group": "USER", "criticality": 3}


def programme(**said: Any) -> ExpandedProgramme:
    document = {
        "format_version": 1,
        "id": "odd",
        "name": "Odd",
        "plan_from": "2023-01-02",
        "plan_until": "2023-06-30",
        "contract": {"supplier": "Supplier", "end_date": "2023-05-31"},
        "default_calendar": "office",
        "calendars": [{"id": "office"}],
        **said,
    }
    expanded, issues = find_issues(read_programme(json.dumps(document).encode()))
    assert expanded is not None, [issue.line() for issue in issues]
    return expanded


def group(*options: str) -> dict[str, Any]:
    return {"id": "USER", "name": "User services", "options": [{"id": o} for o in options]}


def transfer(**said: Any) -> dict[str, Any]:
    return {"id": "EUC.transfer", "kind": "transfer", "form": "event", "service": "EUC", **said}


def work(name: str, days: int) -> dict[str, Any]:
    points = {"min": days, "likely": days, "max": days}
    return {"id": name, "kind": "build", "form": "work", "modes": [{"duration": points}]}


def answered(of: ExpandedProgramme, hint: Plan | None = None) -> Gathered:
    gathered = Gathered(of, lambda _: None)
    hints: queue.Queue[Plan] = queue.Queue()
    if hint is not None:
        hints.put(hint)
    child.answer(of, SETTINGS, hints, gathered.take, threading.Event())
    return gathered


@pytest.mark.parametrize("performed_under", [["OUT"], []])
def test_an_option_without_a_transfer_brings_no_contingency(performed_under: list[str]) -> None:
    mode = {"options": performed_under or ["OUT"]}
    options = ("OUT", "KEPT") if performed_under else ("KEPT", "OUT")
    gathered = answered(
        programme(
            service_groups=[group(*options)],
            services=[SERVICE],
            activities=[transfer(modes=[mode])],
            rules=[]
            if performed_under
            else [
                {"id": "KEEP", "kind": "sourcing_choice", "group": "USER", "options": ["KEPT"]},
            ],
        )
    )
    contingency = next(o for o in gathered.level_outcomes() if o.name == "schedule_contingency")
    assert contingency.proved
    assert contingency.value == contingency.bound
    assert (contingency.value > 0) == bool(performed_under)


def test_concessions_are_counted_exactly_up_to_what_validation_lets_through() -> None:
    names = [f"w{number}" for number in range(30)]
    late = {
        "kind": "date_limit",
        "activities": {"activities": names},
        "finish_not_after": "2023-01-02",
        "price": {"points": 1_000_000, "per": "unit"},
    }
    gathered = answered(
        programme(
            activities=[work(name, 60) for name in names],
            rules=[{**late, "id": f"EARLY-{number}"} for number in range(500)],
        )
    )
    concessions = gathered.level_outcomes()[0]
    assert concessions.value > 10**12
    assert concessions.proved


def test_tidying_gives_nothing_of_a_level_away_not_even_within_its_tolerance() -> None:
    changes = [
        {"id": name, "kind": "cutover", "form": "event", "change_load": {"staff": 10}}
        for name in ("one", "other")
    ]
    calm = programme(
        user_groups=[{"id": "staff", "name": "Staff"}],
        load_profile=[1],
        activities=changes,
        objectives=[{"name": "peak_change_load", "tolerance": 10}],
    )
    days = {"one": date(2023, 1, 31), "other": date(2023, 4, 28)}
    apart = Plan(options={}, placed={n: Placed(start=d, finish=d) for n, d in days.items()})
    gathered = answered(calm, apart)
    assert gathered.best is not None
    assert gathered.level_outcomes()[0].value == 10
    assert gathered.best.placed["one"].start == calm.document.plan_from, "and yet it tidies"
