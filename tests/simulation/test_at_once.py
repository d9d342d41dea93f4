"""Kinds of work that start as soon as they can: which are named, and what that needs."""

import json
import threading
from collections.abc import Mapping
from typing import Any

import pytest

from scheduler.analyses.by_kind import ANALYSES
from scheduler.analyses.holding_plan import HoldTried
from scheduler.analysis.risk import Share
from scheduler.asking.question import Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.values import ThreePoint
from scheduler.explaining.best_known import best_known
from scheduler.explaining.work import Work
from scheduler.interchange.hold_json import hold_from_jsonable, hold_to_jsonable
from scheduler.interchange.valid_programme import valid_programme
from scheduler.pictures.hold_contents import hold_contents, hold_words
from scheduler.simulation.at_once import fewest_kinds, starting_at_once
from scheduler.simulation.hold import find_hold
from scheduler.simulation.hold_search import HoldSettings
from scheduler.simulation.names import HOLD
from scheduler.simulation.policy import carried
from scheduler.simulation.spreads import spread_of
from scheduler.solver.settings import SearchSettings
from tests.simulation.small import Points, plan_at, points

AT_ONCE = SearchSettings(time_limit_seconds=5.0, workers=1, confirm=False)
EARLY: Points = (5, 20, 22)
"""Mostly earlier than likely."""
OPEN: Points = (5, 10, 30)


def two_kinds(end: str) -> ExpandedProgramme:
    """Return a design that may be early, then a build that may run long."""
    document: dict[str, Any] = {
        "format_version": 1,
        "id": "kinds",
        "name": "Two kinds",
        "plan_from": "2023-01-02",
        "plan_until": "2023-12-29",
        "contract": {"supplier": "Incumbent", "end_date": end},
        "calendars": [{"id": "week"}],
        "default_calendar": "week",
        "teams": [{"id": "ict", "capacity": [{"first": "2023-01-02", "hundredths": 100}]}],
        "service_groups": [{"id": "G", "options": [{"id": "own"}]}],
        "services": [{"id": "S", "group": "G", "criticality": 3}],
        "activities": [
            {"id": "A", "kind": "design", "modes": [{"duration": points(EARLY)}]},
            {
                "id": "B",
                "kind": "build",
                "modes": [{"duration": points(OPEN), "demands": {"ict": 100}}],
            },
            {"id": "T", "kind": "transfer", "form": "event", "service": "S"},
        ],
        "rules": [
            {"id": "A-B", "kind": "precedence", "before": "A", "after": "B"},
            {"id": "B-T", "kind": "precedence", "before": "B", "after": "T"},
        ],
    }
    return valid_programme(json.dumps(document).encode()).expanded


def carried_kinds(programme: ExpandedProgramme) -> Mapping[str, int]:
    plan = plan_at(programme, A=0, B=20, T=30)
    under = starting_at_once(carried(programme, plan), {"build"})
    names = [activity.id for activity in programme.document.activities]
    return dict(zip(names, (int(day) for day in under.planned[HOLD]), strict=True))


def test_only_work_of_the_named_kinds_does_not_wait() -> None:
    programme = two_kinds("2023-03-31")
    held = carried_kinds(programme)
    assert held["B"] == 0
    assert held["T"] > 0


def test_kinds_are_added_until_the_target_is_reached_and_none_that_is_not_worth_it() -> None:
    worth = {"a": 5, "b": 30, "c": 0, "d": 12}

    def how_likely(kinds: frozenset[str]) -> Share:
        return Share(count=50 + sum(worth[kind] for kind in kinds), of=100)

    before = how_likely(frozenset())
    named = [step.kind for step in fewest_kinds("abcd", before, 0.9, how_likely)]
    assert named == ["b", "d"]
    every = [step.kind for step in fewest_kinds("abcd", before, 1.0, how_likely)]
    assert every == ["b", "d", "a"]
    assert not list(fewest_kinds("abcd", before, 0.5, how_likely))


def chances(value: Points) -> Mapping[int, float]:
    spread = spread_of(ThreePoint(min=value[0], likely=value[1], max=value[2]), "pert")
    return {spread.first + k: float(c) for k, c in enumerate(spread.chances())}


def in_time_by(days: int, design_from: int) -> float:
    """Return the exact chance if the build may begin so many days after the start at the least."""
    return sum(
        one * other
        for design, one in chances(EARLY).items()
        for build, other in chances(OPEN).items()
        if max(design, design_from) + build <= days
    )


def test_the_kind_that_the_target_needs_is_named_with_what_it_needs() -> None:
    # The transfer may be on 15 February, after 32 working days.
    programme = two_kinds("2023-02-14")
    kept, at_once = in_time_by(32, 20), in_time_by(32, 0)
    assert kept + 0.1 < at_once
    target = 100 * (kept + at_once) / 2
    stop = threading.Event()
    stop.set()
    answer = find_hold(
        programme,
        plan_at(programme, A=0, B=20, T=30),
        HoldSettings(target_percent=target),
        AT_ONCE,
        stop=stop,
    )
    assert answer.given.value == pytest.approx(kept, abs=0.02)
    assert not answer.reached
    found = answer.at_once
    assert found is not None
    assert found.reached
    assert found.in_time.value == pytest.approx(at_once, abs=0.02)
    assert found.fresh_seed != answer.seed
    (kind,) = found.kinds
    assert (kind.kind, kind.activities, kind.teams) == ("build", 1, ("ict",))
    early = 1 - sum(c for days, c in chances(EARLY).items() if days >= 20)
    assert kind.earlier.value == pytest.approx(early, abs=0.02)
    assert 7 < kind.days_earlier <= 21
    # Planned starts cannot do it, as the ceiling knows.
    assert [ceiling.at_once for ceiling in answer.ceilings] == [False]
    assert answer.ceilings[0].at_most == pytest.approx(kept, abs=0.03)
    written: Mapping[str, Any] = json.loads(json.dumps(hold_to_jsonable(answer, programme)))
    assert written["at_once"]["point"]["plan"]
    assert hold_from_jsonable(written) == answer
    words = hold_words(answer)
    assert "If build work starts as soon as it can, all else as planned, the target is" in words
    assert "shown to be impossible with planned starts" in words
    captions = [contents.caption for contents in hold_contents(answer)]
    assert "Kinds of work that start as soon as they can, and what that needs" in captions


def test_as_an_analysis_every_try_is_told_and_the_target_is_that_of_the_request() -> None:
    programme = two_kinds("2023-02-14")
    plan = plan_at(programme, A=0, B=20, T=30)
    rows: list[object] = []
    work = Work(
        ask=lambda _: Reply(finding="unknown"),
        on_row=rows.append,
        limit_seconds=6.0,
        target_percent=99.0,
    )
    document = ANALYSES["hold"](programme, best_known(programme, plan, ()), work)
    assert document["target_percent"] == 99
    assert [row.number for row in rows if isinstance(row, HoldTried)] == list(
        range(1, len(rows) + 1)
    )
    assert ANALYSES["hold"](programme, None, work) == {"feasible": None}
