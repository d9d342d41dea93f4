"""What the service finds of a plan's quality and of what its end date survives."""

import json
import threading

from scheduler.analyses.by_kind import ANALYSES
from scheduler.asking.in_process import Answering
from scheduler.explaining.best_known import BestKnown, best_known
from scheduler.explaining.work import Work
from scheduler.pictures.quality_contents import quality_contents
from scheduler.solver.settings import SearchSettings
from tests.quality.exit_at_easter import CHAIN, DATES, tiny


def answered(rows: list[object] | None = None) -> Work:
    on_row = (lambda _: None) if rows is None else rows.append
    return Work(ask=Answering(threading.Event(), SearchSettings(workers=1)), on_row=on_row)


def best() -> BestKnown:
    return best_known(tiny(*CHAIN), DATES, ())


def test_a_quality_analysis_simulates_and_plans_again() -> None:
    found = json.loads(json.dumps(ANALYSES["quality"](tiny(*CHAIN), best(), answered())))
    assert found["practices"][7]["standing"] == "partly"
    (path,) = [row for row in found["measures"] if row["code"] == "replanned_critical_path"]
    assert path["sentence"].startswith("With design 100 working days late and everything else")
    assert any("planned again" in str(contents) for contents in quality_contents(found))


def test_what_the_end_date_survives_is_found_both_ways() -> None:
    rows: list[object] = []
    found = ANALYSES["resilience"](tiny(*CHAIN), best(), answered(rows))
    assert found["violations"] == 0
    # The service may transfer on the 13th, the day after the contract end, and not on the 14th,
    # which no other rule of this programme forbids.
    assert {s["activity"]: s["survived"] for s in found["slips"]} == {
        "design": 1,
        "build": 1,
        "go": 1,
    }
    again = {s["activity"]: (s["survived"], s["none_at"]) for s in found["replanned"]}
    assert again == dict.fromkeys(("design", "build", "go"), (1, 2))
    assert len(rows) == 3
