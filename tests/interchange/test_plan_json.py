"""Plan files: written, read back, refused in words, and held to what they say twice."""

import copy
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from scheduler.domain.activities import ActivityPart
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.errors import FileRejected, PlanRejected
from scheduler.expansion.expand import expand
from scheduler.interchange.plan_json import disagreements, plan_to_jsonable, read_plan
from scheduler.interchange.programme_json import programme_hash
from scheduler.rules.rule import Concession
from tests.validation.documents import programme, sound


def _world() -> tuple[ExpandedProgramme, Plan]:
    document = sound()
    document["staff_groups"] = [
        {"id": "tranche", "group": "HR", "headcount": 9, "services": ["PAY"]}
    ]
    document["activity_templates"] += [
        {"id": "staff_transfer", "for_each": "staff_group", "form": "event"},
        {"id": "charges_stop", "for_each": "service", "form": "event"},
        {"id": "acceptance", "for_each": "service", "form": "event"},
    ]
    days = {
        "GO": "2023-01-08",
        "PLAN": "2023-01-09",
        "PAY.build": "2023-02-06",
        "PAY.cutover_1": "2023-03-05",
        "PAY.cutover_2": "2023-04-02",
        "PAY.transfer": "2023-04-03",
        "tranche.staff_transfer": "2023-04-01",
        "PAY.charges_stop": "2023-04-30",
        "PAY.acceptance": "2023-06-30",
        "HR.procure": "2023-01-02",
    }
    lasting = {"PLAN": "2023-01-20", "PAY.build": "2023-02-17", "HR.procure": "2023-01-13"}
    placed = {
        name: Placed(
            start=date.fromisoformat(day), finish=date.fromisoformat(lasting.get(name, day))
        )
        for name, day in days.items()
    }
    return expand(programme(document)), Plan(options={"HR": "own"}, placed=placed)


EXPANDED, PLAN = _world()
WRITTEN = plan_to_jsonable(EXPANDED, PLAN)


def _data(plan: Any) -> bytes:
    return json.dumps(plan).encode()


def _changed(*steps: Any, value: Any) -> dict[str, Any]:
    made = copy.deepcopy(WRITTEN)
    at: Any = made
    for step in steps[:-1]:
        at = at[step]
    at[steps[-1]] = value
    return made


def test_the_plan_object_is_the_one_of_the_contract() -> None:
    assert list(WRITTEN) == [
        "programme_hash",
        "options",
        "services",
        "activities",
        "concessions",
        "costs",
    ]
    assert WRITTEN["programme_hash"] == programme_hash(EXPANDED.document)
    assert WRITTEN["options"] == {"HR": "own"}
    assert WRITTEN["services"] == {
        "PAY": {
            "group": "HR",
            "transfer": "2023-04-03",
            "staff_transfer": "2023-04-01",
            "cutovers": ["2023-03-05", "2023-04-02"],
            "charges_stop": "2023-04-30",
            "accepted": "2023-06-30",
        }
    }
    assert WRITTEN["activities"][3] == {
        "id": "PAY.build",
        "service": "PAY",
        "group": "HR",
        "kind": "build",
        "option": "own",
        "start": "2023-02-06",
        "finish": "2023-02-17",
        "demands": {"ict": 100},
        "parts": [],
    }
    order = [(a["start"], a["id"]) for a in WRITTEN["activities"]]
    assert order == sorted(order)


def test_parts_of_work_are_written_with_their_dates() -> None:
    parts = (
        ActivityPart(id="design", share_percent=30),
        ActivityPart(id="make", share_percent=70),
    )
    document = EXPANDED.document
    divided = tuple(
        replace(activity, parts=parts) if activity.id == "PAY.build" else activity
        for activity in document.activities
    )
    expanded = ExpandedProgramme(replace(document, activities=divided))
    written = plan_to_jsonable(expanded, PLAN)
    # Ten working days from Monday the 6th: three, then seven.
    assert written["activities"][3]["parts"] == [
        {"id": "design", "start": "2023-02-06", "finish": "2023-02-08"},
        {"id": "make", "start": "2023-02-09", "finish": "2023-02-17"},
    ]
    read = read_plan(json.dumps(written).encode(), expanded)
    assert disagreements(expanded, read) == []
    written["activities"][3]["parts"][0]["finish"] = "2023-02-09"
    assert len(disagreements(expanded, read_plan(json.dumps(written).encode(), expanded))) == 1


def test_a_concession_is_written_with_shortfall_and_price() -> None:
    made = Concession(
        rule="go",
        kind="precedence",
        statement="…",
        activities=("GO",),
        shortfall=2,
        unit="lag day",
        points=6,
    )
    written = plan_to_jsonable(EXPANDED, PLAN, [made])["concessions"]
    assert written == [
        {
            "id": "go",
            "kind": "precedence",
            "statement": "…",
            "activities": ["GO"],
            "shortfall": 2,
            "unit": "lag day",
            "price": 6,
        }
    ]
    assert read_plan(_data({**WRITTEN, "concessions": written}), EXPANDED).plan == PLAN


def test_a_plan_is_read_back_from_the_answer_or_alone() -> None:
    answer = {"outcome": "plan", "plan": WRITTEN, "solve": {"seconds": 1}, "something_new": 1}
    for document in (WRITTEN, answer):
        read = read_plan(_data(document), EXPANDED)
        assert read.plan == PLAN
        assert not read.other_programme
        assert disagreements(EXPANDED, read) == []


def test_a_plan_of_options_and_dates_alone_is_enough() -> None:
    bare = {
        "options": WRITTEN["options"],
        "activities": [{k: a[k] for k in ("id", "start", "finish")} for a in WRITTEN["activities"]],
    }
    read = read_plan(_data(bare), EXPANDED)
    assert read.plan == PLAN
    assert disagreements(EXPANDED, read) == []


def test_another_programme_is_noticed_and_no_violation() -> None:
    read = read_plan(_data({**WRITTEN, "programme_hash": "0" * 64}), EXPANDED)
    assert read.other_programme
    assert disagreements(EXPANDED, read) == []


@pytest.mark.parametrize("field", ["transfer", "staff_transfer", "charges_stop", "accepted"])
def test_one_changed_date_of_a_service_is_told(field: str) -> None:
    later = date.fromisoformat(WRITTEN["services"]["PAY"][field]) + timedelta(days=30)
    for value in (later.isoformat(), None):
        read = read_plan(_data(_changed("services", "PAY", field, value=value)), EXPANDED)
        (told,) = disagreements(EXPANDED, read)
        assert (told.rule, told.kind) == ("plan-document", "plan_document")
        assert told.measured == f"PAY: {field} {value or 'none'}"
        assert told.allowed == WRITTEN["services"]["PAY"][field]


def test_any_single_date_moved_anywhere_is_told_or_moves_the_plan() -> None:
    for index in range(len(WRITTEN["activities"])):
        for end in ("start", "finish"):
            moved = _changed("activities", index, end, value="2023-09-15")
            read = read_plan(_data(moved), EXPANDED)
            assert read.plan != PLAN


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        (("services", "PAY", "group"), "IT"),
        (("services", "PAY", "cutovers"), ["2023-03-05"]),
        (("services", "PAY", "cutovers"), ["2023-03-05", "2023-04-09"]),
        (("services",), {}),
        (("activities", 3, "option"), "shared"),
        (("activities", 3, "option"), None),
        (("activities", 3, "demands"), {"ict": 1}),
        (("activities", 3, "demands"), {}),
        (("activities", 3, "group"), None),
        (("activities", 3, "kind"), "test"),
        (("activities", 3, "service"), "TAX"),
    ],
)
def test_what_a_plan_says_twice_must_agree(steps: tuple[Any, ...], value: Any) -> None:
    read = read_plan(_data(_changed(*steps, value=value)), EXPANDED)
    assert len(disagreements(EXPANDED, read)) == 1


def test_an_activity_left_out_is_for_the_checker() -> None:
    shorter: dict[str, Any] = {"options": {}, "activities": []}
    assert read_plan(_data(shorter), EXPANDED).plan == Plan(options={}, placed={})


@pytest.mark.parametrize(
    ("document", "code", "path"),
    [
        ([], "wrong_type", ""),
        ({"plan": None, "outcome": "infeasible"}, "no_plan", "/plan"),
        ({"plan": {"activities": []}}, "missing_field", "/plan/options"),
        ({}, "missing_field", "/options"),
        (
            _changed("activities", 0, "start", value="2023-02-30"),
            "not_a_date",
            "/activities[id=HR.procure]/start",
        ),
        (
            _changed("activities", 0, "start", value=5),
            "wrong_type",
            "/activities[id=HR.procure]/start",
        ),
        (
            _changed("activities", 0, "finish", value="9999-12-31"),
            "date_outside_horizon",
            "/activities[id=HR.procure]/finish",
        ),
        (
            _changed("activities", 0, "id", value="HR.procurement"),
            "unknown_reference",
            "/activities[id=HR.procurement]",
        ),
        (_changed("activities", 1, "id", value="HR.procure"), "duplicate_id", "/activities[1]/id"),
        (
            _changed("activities", 0, "strat", value="2023-01-02"),
            "unknown_field",
            "/activities[id=HR.procure]/strat",
        ),
        (_changed("options", "HR", value="owned"), "unknown_reference", "/options/HR"),
        (_changed("options", "IT", value="own"), "unknown_reference", "/options"),
        (_changed("services", "TAX", value={}), "unknown_reference", "/services"),
        (
            _changed("services", "PAY", "transfer", value="soon"),
            "not_a_date",
            "/services/PAY/transfer",
        ),
    ],
)
def test_what_is_no_plan_of_the_programme_is_refused(document: Any, code: str, path: str) -> None:
    with pytest.raises(PlanRejected) as refused:
        read_plan(_data(document), EXPANDED)
    assert (code, path) in {(i.code, i.path) for i in refused.value.issues}  # type: ignore[attr-defined]  # issues of ours


def test_hostile_bytes_are_refused_like_those_of_a_programme() -> None:
    with pytest.raises(FileRejected):
        read_plan(b"\xff\xfe{}", EXPANDED)
    with pytest.raises(PlanRejected):
        read_plan(b'{"options": {}, "options": {}, "activities": []}', EXPANDED)
