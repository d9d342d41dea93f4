"""What more contingency costs in small worlds, against the list of all their plans."""

import threading
from dataclasses import replace
from datetime import date

import pytest

from scheduler.analyses.by_kind import ANALYSES
from scheduler.analysis.measures import contingency_weeks
from scheduler.asking.in_process import Answering
from scheduler.asking.question import Reply
from scheduler.domain.activities import TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import STABILITY
from scheduler.domain.plan import Plan
from scheduler.expansion.expand import expand
from scheduler.explaining.best_known import best_known
from scheduler.explaining.contingency import (
    CONTINGENCY,
    WEEKS,
    ContingencyRow,
    find_contingency,
    last_day_for,
)
from scheduler.explaining.work import Work
from scheduler.objectives import TERMS, term_of
from scheduler.pictures.contingency_contents import contingency_contents, contingency_words
from scheduler.solver.settings import SearchSettings
from tests.agreement.harness import checker_plans, plan_of
from tests.agreement.random_programmes import Draw
from tests.api.routes.played_worker import small

ASKED = (1, 2, 8)


def leaving(seed: int) -> ExpandedProgramme:
    """Return a small world in which every event is a service transfer, the last day the end."""
    document = expand(Draw(seed).programme()).document
    activities = tuple(
        replace(one, kind=TRANSFER) if one.form == "event" else one for one in document.activities
    )
    contract = replace(document.contract, end_date=document.plan_until)
    return ExpandedProgramme(replace(document, activities=activities, contract=contract))


WORLDS = [leaving(seed) for seed in range(60)]


def work() -> Work:
    return Work(ask=Answering(threading.Event(), SearchSettings(workers=1)))


def costs(programme: ExpandedProgramme, plan: Plan) -> tuple[int, ...]:
    """Return the levels of a plan beside contingency, each the better the smaller."""
    levels = [one for one in programme.document.objectives if one.name != CONTINGENCY]
    terms = [term_of(level) for level in levels] or [TERMS["peak_change_load"]]
    return tuple(term.sign * term.measure(programme, plan) for term in terms)


def keeping(programme: ExpandedProgramme, plans: list[Plan], weeks: int | None) -> list[Plan]:
    """Return the plans that keep so many whole weeks free, as headlines count them."""
    free = [(plan, contingency_weeks(programme, plan)) for plan in plans]
    return [plan for plan, kept in free if weeks is None or kept is None or kept >= weeks]


def row_for(rows: tuple[ContingencyRow, ...], weeks: int | None) -> ContingencyRow | None:
    return next((row for row in rows if row.weeks == weeks), None)


@pytest.mark.parametrize("programme", WORLDS)
def test_each_row_is_the_best_plan_that_keeps_so_much_free(programme: ExpandedProgramme) -> None:
    plans = [plan_of(key) for key in checker_plans(programme)]
    found = find_contingency(programme, work(), weeks=ASKED)
    assert found.feasible is bool(plans)
    if not plans:
        assert found.rows == ()
        return
    assert found.rows[0].weeks is None
    for weeks in (None, *ASKED):
        row = row_for(found.rows, weeks)
        left = keeping(programme, plans, weeks)
        if row is None:
            # Asked for by the rules anyway: it would be the first row again.
            assert len(left) == len(plans)
            continue
        assert row.fits is bool(left)
        assert row.proved
        if row.plan is not None:
            assert costs(programme, row.plan) == min(costs(programme, p) for p in left)


def test_worlds_differ_in_how_far_one_can_go() -> None:
    fits = {
        row.fits
        for programme in WORLDS
        for row in find_contingency(programme, work(), weeks=ASKED).rows
        if row.weeks is not None
    }
    assert fits == {True, False}


def test_differences_are_from_the_first_row_and_told_with_units() -> None:
    programme = next(w for w in WORLDS if len(find_contingency(w, work(), weeks=ASKED).rows) > 2)
    found = find_contingency(programme, work(), weeks=ASKED)
    first = found.rows[0]
    assert first.values is not None
    assert set(first.difference or {}) == {aim.name for aim in found.aims}
    assert not any((first.difference or {}).values())
    for row in found.rows[1:]:
        if row.values is not None:
            assert row.difference == {n: v - first.values[n] for n, v in row.values.items()}
    names = {aim.name.partition(" ")[0] for aim in found.aims}
    assert {"cost", "risk", "peak_change_load"} <= names
    assert not names & {CONTINGENCY, *STABILITY}


def test_the_document_is_told_as_a_table_with_the_limit_in_a_sentence() -> None:
    programme = next(w for w in WORLDS if find_contingency(w, work()).feasible)
    document = ANALYSES["contingency"](programme, None, work())
    assert [row["weeks"] for row in document["rows"]] in ([None, *WEEKS], [None])
    contents = contingency_contents(document)
    assert len(contents.rows) == len(document["rows"])
    assert contents.rows[0][0].lines[0] == "As the rules ask"
    assert all(len(row) == len(contents.columns) for row in contents.rows)
    for row in document["rows"]:
        assert (row["plan"] is not None) is bool(row["fits"])


FOUND = Reply(finding="plan", plan=small()[1])
ROW = {
    "weeks": 8,
    "last_day": "2024-02-05",
    "fits": True,
    "kept_free": 8,
    "last_transfer": "2024-01-01",
    "values": {"cost": 1200, "risk": 3},
    "difference": {"cost": 200, "risk": 0},
    "proved": True,
    "confirmed": False,
    "plan": None,
}
AIMS = [
    {"name": "cost", "unit": "pounds", "maximise": False},
    {"name": "risk", "unit": "points", "maximise": False},
]


def test_words_say_how_far_one_can_go() -> None:
    none = {**ROW, "weeks": 26, "fits": False, "values": None, "kept_free": None}
    base = {**ROW, "weeks": None}
    assert contingency_words({"rows": [base, ROW, none]}) == (
        "8 weeks can be kept free. No plan keeps 26 weeks free."
    )
    assert "already" in contingency_words({"rows": [base]})
    unknown = {**ROW, "fits": None, "values": None}
    assert "not known" in contingency_words({"rows": [base, unknown]})


def test_cost_is_told_only_where_there_are_prices() -> None:
    told = contingency_contents({"aims": AIMS, "rows": [ROW]})
    assert told.columns[3].heading == "Cost (pounds, less is better)"
    assert told.rows[0][3].lines == ("1,200 (+200)",)
    assert told.rows[0][4].lines == ("3",)
    free = {**ROW, "values": {"cost": 0, "risk": 3}, "difference": {"cost": 0, "risk": 0}}
    told = contingency_contents({"aims": AIMS, "rows": [free]})
    assert told.columns[3].heading == "Risk of the options (points, less is better)"
    assert "gives no prices" in told.note


@pytest.mark.parametrize(("weeks", "told"), [(8, True), (9, False), (13, False)])
def test_weeks_that_the_rules_ask_for_anyway_are_not_asked_about(
    weeks: int,
    told: bool,  # what is expected
) -> None:
    """Forty working days before 31 March 2024 are more than eight weeks: Good Friday is closed."""
    programme, _ = small()
    found = find_contingency(programme, Work(ask=lambda _: FOUND), weeks=(weeks,))
    assert [row.weeks for row in found.rows] == [None] + ([] if told else [weeks])


def test_a_plan_thirteen_weeks_before_the_end_keeps_thirteen_weeks_free() -> None:
    programme, _ = small()
    assert last_day_for(13, programme) == date(2024, 1, 1)
    assert last_day_for(8, programme) == date(2024, 2, 5)


def test_what_is_not_found_in_time_is_told_of_the_plan_that_is_known() -> None:
    whole, plan = small()
    rules = tuple(r for r in whole.document.rules if r.kind != "schedule_contingency")
    programme = ExpandedProgramme(replace(whole.document, rules=rules))
    best = best_known(programme, plan)
    silent = Work(ask=lambda _: Reply(finding="unknown"))
    kept = contingency_weeks(programme, plan)
    assert kept is not None
    found = find_contingency(programme, silent, best=best, weeks=(kept, kept + 1))
    assert found.feasible
    assert [(row.weeks, row.fits, row.proved) for row in found.rows] == [
        (None, True, False),
        (kept, True, False),
        (kept + 1, None, False),
    ]
    assert find_contingency(programme, silent, weeks=(kept,)).feasible is None
