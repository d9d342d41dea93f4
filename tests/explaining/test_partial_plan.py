"""Which services stay with the incumbent where not all can leave, worked by hand over Easter 2023."""

import threading
from dataclasses import replace
from itertools import combinations

import pytest

from scheduler.answers import PartialPlan
from scheduler.asking.in_process import Answering
from scheduler.asking.question import Question, Reply
from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Continuity, Precedence, Rule, TeamCapacity
from scheduler.domain.resources import CapacityPeriod, Team
from scheduler.domain.services import Service
from scheduler.explaining.clashes import explain_none
from scheduler.explaining.giving_up import going_with
from scheduler.explaining.partial_plan import find_partial_plan
from scheduler.explaining.why_none import find_why_none, why_none_to_jsonable
from scheduler.explaining.work import Work
from scheduler.interchange.answer_json import clash_to_jsonable, partial_plan_to_jsonable
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify
from tests.rules.easter import april, event, lasting, programme, work

SETTINGS = SearchSettings(workers=1, time_limit_seconds=60.0)
NAMES = ("PAY", "HR", "NET")
WORKING_DAYS = 6
CRITICALITY = {"PAY": 5, "HR": 2, "NET": 4}


def leaving(days: dict[str, int], people: int | None = None) -> ExpandedProgramme:
    """Return services whose build takes so many days before each transfers by the 13th.

    One after another where there is one team of so many people.
    """
    activities: list[Activity] = []
    rules: list[Rule] = []
    for name, length in days.items():
        build = work(f"{name}.build", lasting(length, **({"PAIR": 100} if people else {})))
        transfer = event(f"{name}.transfer")
        activities += [
            replace(build, service=name),
            replace(transfer, service=name, kind="transfer"),
        ]
        rules += [
            Precedence(id=f"first.{name}", before=f"{name}.build", after=f"{name}.transfer"),
            Continuity(id=f"cover.{name}", service=name, transfer=f"{name}.transfer"),
        ]
    teams: tuple[Team, ...] = ()
    if people:
        rules.append(TeamCapacity(id="TEAM", team="PAIR"))
        teams = (
            Team(id="PAIR", capacity=(CapacityPeriod(first=april(3), hundredths=100 * people),)),
        )
    of = programme(*activities, teams=teams)
    services = tuple(
        Service(id=name, name=name.title(), group="HRP", criticality=CRITICALITY[name])
        for name in days
    )
    return ExpandedProgramme(replace(of.document, services=services, rules=tuple(rules)))


def partial(of: ExpandedProgramme) -> PartialPlan:
    found = find_partial_plan(of, Answering(threading.Event(), SETTINGS), SETTINGS)
    assert found is not None
    return found


def least_by_adding_up(days: dict[str, int], people: int | None) -> int:
    """Return the least criticality given up, trying every choice.

    By the 12th there are six working days, for each build or for all of them one after another.
    """
    found = []
    for count in range(len(days) + 1):
        for chosen in combinations(days, count):
            left = [length for name, length in days.items() if name not in chosen]
            if (sum(left) if people else max(left, default=0)) <= WORKING_DAYS:
                found.append(sum(CRITICALITY[name] for name in chosen))
    return min(found)


def test_a_service_that_cannot_leave_in_time_stays_and_the_rest_goes() -> None:
    # Eight working days end on the 14th; the contract ends on the 12th, cover on the 13th.
    of = leaving({"PAY": 3, "HR": 8})
    found = partial(of)
    assert [kept.service for kept in found.kept_back] == ["HR"]
    assert set(found.plan.placed) == {"PAY.build", "PAY.transfer"}
    assert found.fewest
    kept = found.kept_back[0]
    # There is no day of the horizon after the build, which ends with it.
    assert kept.earliest_transfer is None
    assert set(kept.rules) == {"first.HR", "cover.HR"}


def test_how_long_a_service_would_stay() -> None:
    # Seven working days end on the 13th: the transfer is on the 14th, two days after the end.
    found = partial(leaving({"PAY": 3, "HR": 7}))
    kept = found.kept_back[0]
    assert (kept.service, kept.earliest_transfer) == ("HR", april(14))
    assert kept.calendar_days_after_end == 2


@pytest.mark.parametrize(
    ("days", "people"),
    [
        ({"PAY": 3, "HR": 3, "NET": 3}, 1),
        ({"PAY": 6, "HR": 1, "NET": 6}, 1),
        ({"PAY": 5, "HR": 1, "NET": 2}, 1),
        ({"PAY": 2, "HR": 2, "NET": 2}, 1),
        ({"PAY": 2, "HR": 7, "NET": 7}, None),
    ],
)
def test_the_least_critical_services_stay(days: dict[str, int], people: int | None) -> None:
    of = leaving(days, people)
    found = partial(of)
    assert found.criticality == least_by_adding_up(days, people)
    kept = [kept.service for kept in found.kept_back]
    left_out = {rule for back in found.kept_back for rule in back.rules}
    assert left_out == {f"{kind}.{name}" for name in kept for kind in ("first", "cover")}
    broken = {violation.rule for violation in verify(of, found.plan).violations}
    assert broken <= left_out | {"placement"}


def test_all_services_can_be_given_up_at_worst() -> None:
    found = partial(leaving({"PAY": 8, "HR": 8}))
    assert {kept.service for kept in found.kept_back} == {"PAY", "HR"}
    assert found.plan.placed == {}


def test_what_goes_with_a_service_and_what_needs_all_of_a_group() -> None:
    of = leaving({"PAY": 1, "HR": 1})
    route = Activity(id="HRP.route", kind="route", group="HRP", modes=(lasting(1),))
    of = ExpandedProgramme(replace(of.document, activities=(*of.document.activities, route)))
    assert going_with(["HR"], of) == {"HR.build", "HR.transfer"}
    assert "HRP.route" in going_with(["HR", "PAY"], of)


def test_a_choice_that_is_not_decided_is_not_called_the_fewest() -> None:
    solver = Answering(threading.Event(), SETTINGS)
    of = leaving({"PAY": 3, "HR": 3, "NET": 3}, 1)

    def slow(question: Question) -> Reply:
        """Never find the plan that gives HR up alone."""
        ids = {rule.id for rule in question.programme.document.rules}
        if question.only is None and "cover.HR" not in ids and "cover.NET" in ids:
            return Reply(finding="unknown")
        return solver(question)

    found = find_partial_plan(of, slow, SETTINGS)
    assert found is not None
    assert not found.fewest


def test_everything_is_told_as_json() -> None:
    of = leaving({"PAY": 3, "HR": 7})
    found = explain_none(of, Answering(threading.Event(), SETTINGS), SETTINGS)
    clash = clash_to_jsonable(found.clashes[0])
    assert clash["rules"] == ["first.HR", "cover.HR"]
    assert clash["cause"]["last"] == "2023-04-13"
    assert (clash["minimal"], clash["proved"]) == (True, True)
    told = partial_plan_to_jsonable(found.partial_plan, of)
    assert told is not None
    assert told["kept_back"][0]["earliest_transfer"] == "2023-04-14"
    assert [a["id"] for a in told["plan"]["activities"]] == ["PAY.build", "PAY.transfer"]


def test_a_plan_that_gives_up_too_much_is_told_first_and_kept_where_time_is_up() -> None:
    """All that the clash names stay in the first one; one service is enough."""
    of = leaving({"PAY": 3, "HR": 3, "NET": 3}, 1)
    solver, stop = Answering(threading.Event(), SETTINGS), threading.Event()
    told: list[PartialPlan] = []

    def stopping(coarse: PartialPlan) -> None:
        told.append(coarse)
        stop.set()

    def answers(question: Question) -> Reply:
        return Reply(finding="unknown") if stop.is_set() else solver(question)

    found = find_partial_plan(of, answers, SETTINGS, stop=stop, on_coarse=stopping)
    assert found == told[0]
    assert not found.fewest
    assert found.criticality > partial(of).criticality
    assert all(kept.earliest_transfer is None for kept in found.kept_back)
    left = {kept.service for kept in found.kept_back}
    assert not any(name.partition(".")[0] in left for name in found.plan.placed)


def test_why_there_is_none_tells_what_can_go_on_before_ways_out_and_when_stopped() -> None:
    of = leaving({"PAY": 3, "HR": 8})
    solver, rows = Answering(threading.Event(), SETTINGS), []

    def on_row(row: object) -> None:
        rows.append(type(row).__name__)
        if isinstance(row, PartialPlan):
            doing.stop.set()

    doing = Work(ask=solver, on_row=on_row)
    found = find_why_none(of, doing, seconds=30.0)
    assert rows[-1] == "PartialPlan"
    assert found.recovery is None
    document = why_none_to_jsonable(found, of)
    assert [kept["service"] for kept in document["partial_plan"]["kept_back"]] == ["HR"]
    assert document["recovery_options"] == []
