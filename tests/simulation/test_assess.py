"""The answer: chances, dates, what is critical and what to know better, in figures known before."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.errors import DateOutsideHorizon, FileRejected
from scheduler.interchange.risk_json import risk_to_jsonable
from scheduler.pictures.risk_contents import risk_words
from scheduler.simulation.assess import RiskSettings, assess
from tests.simulation.small import Small, chain, plan_at, serial

FEW = RiskSettings(samples=2_000, policy="right-away")


def test_what_varies_most_is_to_be_known_first_and_is_critical() -> None:
    works = {"A": (10, 10, 10), "B": (20, 30, 60), "C": (9, 10, 12)}
    small = Small(works, links=(*chain("A", "B"), ("C", "T")), end="2023-03-03")
    programme = small.programme()
    answer = assess(programme, plan_at(programme, A=0, B=10, C=0, T=40), FEW)
    assert answer.firm_up[0].id == "B"
    assert answer.firm_up[0].explains > 0.99
    assert len(answer.firm_up) == 1
    known = {a.activity: a for a in answer.activities}
    assert known["B"].sensitivity == pytest.approx(1, abs=0.01)
    assert known["C"].sensitivity == pytest.approx(0, abs=0.1)
    assert known["A"].criticality.value == known["B"].criticality.value == 1
    assert "C" not in known or known["C"].criticality.count == 0
    # Ten and thirty working days are over on 24 February: with B as likely all is in time.
    assert answer.firm_up[0].in_time_if_likely is not None
    assert answer.firm_up[0].in_time_if_likely.value == 1
    assert answer.in_time.value < 1


def test_a_plan_that_is_never_late_says_so() -> None:
    programme = Small({"A": (5, 10, 15)}, links=chain("A")).programme()
    answer = assess(programme, plan_at(programme, A=0, T=20), RiskSettings(samples=500))
    assert answer.in_time.value == answer.transferred.value == 1
    assert answer.last.p90 == answer.planned_last == date(2023, 1, 30)
    assert answer.failures == ()
    assert all(a.criticality.count == 0 for a in answer.activities)


def test_runs_past_the_horizon_are_late_and_have_no_date() -> None:
    small = Small({"A": (200, 240, 400)}, links=chain("A"), end="2023-12-29", until="2024-01-31")
    programme = small.programme()
    answer = assess(programme, serial(programme, "A"), FEW)
    assert 0 < answer.beyond.count < answer.samples
    assert answer.last.p90 is None
    assert answer.horizon == date(2024, 1, 31)
    kinds = {(mode.kind, mode.activities): mode for mode in answer.failures}
    assert answer.curve[-1].reached.count == answer.samples - answer.beyond.count
    assert kinds["horizon", ("T",)].share.count == answer.beyond.count
    assert kinds["horizon", ("A",)].share.count <= answer.beyond.count
    assert kinds["late", ("T",)].share.count == answer.samples - answer.in_time.count


def test_what_a_risk_costs_is_told() -> None:
    risk = {
        "id": "r",
        "name": "Data are worse than thought",
        "probability_percent": 25,
        "effect": "longer",
        "activities": {"activities": ["A"]},
        "working_days": {"min": 30, "likely": 30, "max": 30},
    }
    small = Small({"A": (10, 10, 10)}, links=chain("A"), risks=[risk], end="2023-02-03")
    programme = small.programme()
    answer = assess(programme, serial(programme, "A"), FEW)
    told = next(mode for mode in answer.failures if mode.kind == "risk")
    assert told.words == (
        "Data are worse than thought happens: then 0 % of the runs are in time, else 100 %"
    )
    assert told.share.count == answer.samples - answer.in_time.count
    assert told.share.interval[0] < 0.25 < told.share.interval[1]


def test_a_last_day_of_the_acceptance_counts() -> None:
    rule = {
        "id": "by",
        "kind": "date_limit",
        "activities": {"activities": ["ACC"]},
        "finish_not_after": "2023-02-28",
    }
    small = Small({"A": (10, 15, 60)}, links=chain("A"), rules=[rule])
    small.events = {"ACC": "boards"}
    small.date_sets = {"boards": ["2023-02-28", "2023-03-31"]}
    small.links = (*small.links, ("T", "ACC"))
    programme = small.programme(accepted="ACC")
    answer = assess(programme, plan_at(programme, A=0, T=15, ACC="2023-02-28"), FEW)
    acceptance = answer.services[0].acceptance
    assert acceptance is not None
    assert acceptance.in_time is not None
    assert answer.transferred.value == 1
    assert answer.in_time.count == acceptance.in_time.count < answer.samples


def test_the_largest_slip_is_survived_and_a_day_more_is_not() -> None:
    works = {"A": (10, 10, 10), "B": (10, 10, 10), "C": (4, 4, 4)}
    small = Small(works, links=(*chain("A", "B"), ("C", "T")), end="2023-02-03")
    programme = small.programme()
    # Twenty-five working days until the contract end.
    plan = plan_at(programme, A=0, B=12, C=0, T=22)
    answer = assess(programme, plan, replace(FEW, policy="as-planned", with_slips=True))
    found = {slip.activity: slip.survived for slip in answer.slips}
    # B is over after day 22; A may use the two days between as well, C is over after day 4.
    assert found == {"B": 3, "T": 3, "A": 5, "C": 21}
    assert [slip.activity for slip in answer.slips][-1] == "C"


def test_dates_that_no_run_can_have_are_told() -> None:
    programme = Small({"A": (10, 10, 10)}, links=chain("A")).programme()
    sound = plan_at(programme, A=0, T=10)
    assert not any(
        "no run can have" in told for told in assess(programme, sound, FEW).not_simulated
    )
    short = replace(
        sound, placed={**sound.placed, "A": replace(sound.placed["A"], finish=date(2023, 1, 6))}
    )
    answer = assess(programme, short, FEW)
    assert answer.violations
    assert answer.not_simulated[0] == (
        "the planned dates of 1 activity, which no run can have even if nothing is late: A"
    )


def test_a_transfer_that_the_plan_leaves_out_is_in_time_in_no_run() -> None:
    small = Small({"A": (10, 10, 10)}, links=chain("A"), more_services=("S2",))
    programme = small.programme()
    answer = assess(programme, plan_at(programme, A=0, T=10), FEW)
    assert answer.in_time.count == answer.transferred.count == 0
    assert answer.violations
    assert answer.failures[0].words == "S2.T is not in the plan"
    whole = assess(programme, plan_at(programme, A=0, T=10, **{"S2.T": 10}), FEW)
    assert whole.in_time.value == 1


def test_dates_outside_the_horizon_are_refused() -> None:
    programme = Small({"A": (10, 10, 10)}, links=chain("A")).programme()
    for outside in ("2022-12-31", "2025-01-01"):
        with pytest.raises(DateOutsideHorizon, match="T does not lie within"):
            assess(programme, plan_at(programme, A=0, T=outside), FEW)


def test_a_plan_without_a_transfer_has_nothing_to_be_late_for() -> None:
    programme = Small({"A": (1, 2, 3)}).programme()
    with pytest.raises(FileRejected, match="transfers no service"):
        assess(programme, plan_at(programme, A=0), FEW)


def test_the_answer_is_the_same_for_the_same_seed_to_the_last_byte() -> None:
    works = dict.fromkeys("AB", (5, 10, 40))
    programme = Small(works, links=chain(*"AB"), end="2023-02-10").programme()
    plan = serial(programme, *"AB")
    one, same = (risk_to_jsonable(assess(programme, plan, FEW)) for _ in range(2))
    assert one == same
    other = risk_to_jsonable(assess(programme, plan, replace(FEW, seed=2)))
    assert other["in_time"] != one["in_time"]
    assert set(one["in_time"]) == {"count", "of", "share", "low", "high"}


LATE_ACCEPTANCE = Small(
    {"A": (10, 10, 10), "B": (200, 240, 300)},
    links=(("A", "T"), ("B", "OK")),
    end="2023-12-29",
    until="2024-01-31",
    events={"OK": "days"},
    date_sets={"days": ("2023-12-04", "2023-12-18", "2024-01-08", "2024-01-29")},
)


def test_an_acceptance_that_is_never_due_makes_no_run_late_and_the_words_agree() -> None:
    programme = LATE_ACCEPTANCE.programme(accepted="OK")
    answer = assess(programme, plan_at(programme, A=0, B=0, T=10, OK="2023-12-04"), FEW)
    assert 0 < answer.beyond.count < answer.samples
    assert answer.in_time.count == answer.samples
    words = risk_words(answer)
    assert "such runs count as late" not in words
    assert "no rule sets a last day for (1 service), the run does not count as late" in words


def test_an_acceptance_past_its_last_day_makes_the_run_late_and_the_words_agree() -> None:
    limit = {
        "id": "due",
        "kind": "date_limit",
        "activities": {"activities": ["OK"]},
        "finish_not_after": "2024-01-29",
    }
    programme = replace(LATE_ACCEPTANCE, rules=[limit]).programme(accepted="OK")
    answer = assess(programme, plan_at(programme, A=0, B=0, T=10, OK="2023-12-04"), FEW)
    assert 0 < answer.beyond.count < answer.samples
    assert answer.in_time.count == answer.samples - answer.beyond.count
    assert "such runs count as late" in risk_words(answer)
