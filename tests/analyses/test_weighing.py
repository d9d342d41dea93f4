"""Two levels are weighed by questions as they are by searches, row by row."""

import threading
from itertools import product
from typing import get_args

from scheduler.analyses.by_kind import analyse_of
from scheduler.analyses.weighing import FrontierRow, Wish, frontier_document, levels_of
from scheduler.asking.in_process import Answering
from scheduler.domain.objectives import OWN, STABILITY, ObjectiveName
from scheduler.explaining.best_known import best_known
from scheduler.explaining.work import Work
from scheduler.interchange.frontier_json import frontier_from_jsonable, frontier_to_jsonable
from scheduler.interchange.plan_json import plan_in
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify
from tests.api.routes.played_worker import small as found
from tests.frontier.test_find_frontier import APPRAISAL_AND_RISK, options_only
from tests.papers.worlds import lincolnshire, small

SETTINGS = SearchSettings(workers=1)


def test_every_level_that_has_a_value_of_its_own_can_be_weighed() -> None:
    assert set(OWN) == set(get_args(ObjectiveName)) - set(STABILITY)


def test_boards_ask_for_reserve_against_money_or_the_heaviest_week() -> None:
    def names(world: object, *chosen: object) -> tuple[str, str]:
        one, other = levels_of(world.programme, *chosen)  # type: ignore[attr-defined,arg-type]
        return one.name, other.name

    assert names(lincolnshire(), None, None) == ("schedule_contingency", "cost")
    assert names(small(), None, None) == ("schedule_contingency", "peak_change_load")
    assert names(lincolnshire(), "cost", None) == ("cost", "schedule_contingency")
    assert names(lincolnshire(), None, "schedule_contingency") == ("cost", "schedule_contingency")


def test_points_are_those_of_every_choice() -> None:
    programme = options_only()
    rows: list[object] = []
    stop = threading.Event()
    work = Work(ask=Answering(stop, SETTINGS), on_row=rows.append, stop=stop)
    first, second = (level.name for level in APPRAISAL_AND_RISK)
    wish = Wish(first=first, second=second, points=20, seconds=60)  # type: ignore[arg-type]
    document = frontier_document(programme, None, work, wish)
    assert document["feasible"]
    assert document["complete"]
    # Every choice of one option in each group: 27 sums, of which those that none betters remain.
    groups = [
        [(o.appraisal or 0, o.risk or 0) for o in g.options]
        for g in programme.document.service_groups
    ]
    sums = {tuple(map(sum, zip(*each, strict=True))) for each in product(*groups)}
    best = {
        one for one in sums if not any(o != one and o[0] <= one[0] and o[1] <= one[1] for o in sums)
    }
    assert {(point["first"], point["second"]) for point in document["points"]} == best
    assert len(rows) >= len(best)
    assert all(isinstance(row, FrontierRow) and row.proved for row in rows)
    for point in document["points"]:
        assert verify(programme, plan_in(point["plan"])).holds


def test_the_plan_at_hand_is_told_and_the_document_read_again() -> None:
    programme, plan = found()
    stop = threading.Event()
    work = Work(ask=Answering(stop, SETTINGS), stop=stop)
    settings = {
        "first": "sourcing_appraisal",
        "second": "risk",
        "points": 2,
        "time_limit_seconds": 30.0,
    }
    best = best_known(programme, plan)
    document = analyse_of("frontier", settings)(programme, best, work)
    assert set(document["at_hand"]) == {"first", "second"}
    read = frontier_from_jsonable(document)
    kept = {name: value for name, value in document.items() if name not in {"feasible", "at_hand"}}
    assert frontier_to_jsonable(read, programme) == kept
