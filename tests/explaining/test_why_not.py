"""Wishes of a small programme against the list of all its plans."""

import threading
from datetime import date

import pytest

from scheduler.answers import Clash
from scheduler.asking.in_process import Answering
from scheduler.asking.question import Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Rule
from scheduler.errors import InputError
from scheduler.explaining.why_not import what_would_it_take, why_not_earlier, why_not_option
from scheduler.explaining.work import Work
from scheduler.interchange.holding_json import wish_to_jsonable
from scheduler.solver.settings import SearchSettings
from tests.agreement.harness import checker_plans, plan_of
from tests.agreement.worlds import file_worlds
from tests.explaining.test_explain_plan import dates, payroll
from tests.rules.easter import april

WORK = Work(ask=Answering(threading.Event(), SearchSettings(workers=1)))


def test_an_earlier_date_is_priced_by_the_best_plan_that_has_it() -> None:
    answer = why_not_earlier(payroll(), dates(), "PAY", april(11), WORK)
    assert answer.outcome == "plan"
    assert answer.wish == "Payroll live by 11 April 2023"
    assert answer.plan is not None
    assert answer.plan.placed["go"].start <= april(11)
    # The contract ends on the 12th: nothing stays free now, one working day and more then.
    free = next(p for p in answer.prices if p.name == "schedule_contingency")
    assert (free.here, free.there >= 1, free.proved) == (0, True, True)
    assert free.worse_by == -free.there
    assert wish_to_jsonable(answer, payroll())["prices"][1]["worse_by"] == -free.there


def test_what_the_plan_has_is_not_asked_for() -> None:
    def never(_: object) -> Reply:
        raise AssertionError

    answer = what_would_it_take(payroll(), dates(), "go", april(12), Work(ask=never))
    assert (answer.outcome, answer.plan) == ("already", dates())


def test_what_cannot_be_is_told_with_its_clash() -> None:
    seen: list[tuple[Rule, ...]] = []

    def clash(_: ExpandedProgramme, wishes: tuple[Rule, ...]) -> Clash:
        seen.append(wishes)
        return Clash(rules=("DESIGNED",), statements=("so",), minimal=True, proved=True)

    answer = what_would_it_take(payroll(), dates(), "PAY", april(6), WORK, find_clash=clash)
    # design on the 4th at the earliest, two days of build, then go: not before the 7th.
    assert (answer.outcome, answer.confirmed) == ("none", True)
    assert answer.clash is not None
    assert [wish.id for wish in seen[0]] == ["wish: go starts by 2023-04-06"]
    assert why_not_earlier(payroll(), dates(), "go", april(7), WORK).outcome == "plan"


def test_nothing_is_claimed_of_what_was_not_answered() -> None:
    answer = why_not_earlier(
        payroll(), dates(), "PAY", april(6), Work(ask=lambda _: Reply(finding="unknown"))
    )
    assert (answer.outcome, answer.plan, answer.prices) == ("undecided", None, ())


@pytest.mark.parametrize("name", ["team_capacity_by_option", "precedence_under_options_calendar"])
def test_an_option_costs_what_the_best_plan_with_it_costs(name: str) -> None:
    of = next(world.programme for world in file_worlds() if world.name == name)
    plans = [plan_of(key) for key in sorted(checker_plans(of))]
    for group in of.document.service_groups:
        for option in group.options:
            able = [p for p in plans if p.options[group.id] == option.id]
            other = next(p for p in plans if p.options[group.id] != option.id)
            answer = why_not_option(of, other, group.id, option.id, WORK)
            assert answer.outcome == ("plan" if able else "none")
            if able:
                assert answer.plan is not None
                assert answer.plan.options[group.id] == option.id


@pytest.mark.parametrize(
    "ask",
    [
        lambda: why_not_earlier(payroll(), dates(), "nobody", date(2023, 4, 3), WORK),
        lambda: why_not_option(payroll(), dates(), "HRP", "nobody", WORK),
        lambda: why_not_option(payroll(), dates(), "nobody", "OWN", WORK),
    ],
)
def test_what_the_programme_does_not_have_is_refused(ask: object) -> None:
    with pytest.raises(InputError):
        ask()  # type: ignore[operator]  # a function without arguments
