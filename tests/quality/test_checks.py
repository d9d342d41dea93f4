"""Each of the fourteen checks worked by hand: a plan that meets it and one that does not."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.activities import ActivityPart, Mode
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import (
    Continuity,
    DateLimit,
    Expiry,
    Hypercare,
    MovedLimit,
    Precedence,
    Rule,
    TargetDate,
)
from scheduler.domain.standing import Baseline, DatesInForce
from scheduler.domain.values import Price, ThreePoint
from scheduler.quality.findings import Check
from scheduler.quality.link_checks import lags, leads, logic, relationship_types
from scheduler.quality.path_test import critical_path_test
from scheduler.quality.progress_checks import (
    execution_index,
    invalid_dates,
    missed_tasks,
    path_length_index,
)
from scheduler.quality.schedule import links_by
from scheduler.quality.task_checks import (
    hard_constraints,
    high_duration,
    high_float,
    negative_float,
    resources,
)
from tests.quality.exit_at_easter import (
    BUILD_GO,
    CHAIN,
    DATES,
    DESIGN_BUILD,
    baseline,
    done,
    go,
    schedule,
    tiny,
)
from tests.rules.easter import april, chosen, event, lasting, plan, programme, span, work


def figures(check: Check) -> tuple[int | None, int | None, str]:
    return check.numerator, check.denominator, check.verdict


def test_logic_wants_something_before_and_after_every_task() -> None:
    # Of a chain of three the first and the last lack one side: 2 of 3, which five percent never
    # leave room for. Tied into a circle of waits between other instants nothing is missing.
    found = logic(schedule(tiny(*CHAIN)))
    assert figures(found) == (2, 3, "fail")
    assert found.sample == ("design", "go")
    around = Precedence(id="back", before="go", after="design", link="FS", min_lag=-20)
    assert figures(logic(schedule(tiny(*CHAIN, around)))) == (0, 3, "pass")


def test_logic_leaves_out_what_is_complete_and_spans() -> None:
    of = tiny(*CHAIN, done("design", 3, 4), more=(span("watch"),))
    by = plan(design=(3, 4), build=(5, 11), go=12, watch=(3, 4))
    assert figures(logic(schedule(of, by))) == (1, 2, "fail")  # only go lacks a successor


def test_soft_rules_and_rules_of_other_options_are_no_links() -> None:
    soft = replace(BUILD_GO, price=Price(points=1))
    assert len(schedule(tiny(DESIGN_BUILD, soft)).links) == 1


def test_leads_are_negative_lags() -> None:
    assert figures(leads(schedule(tiny(*CHAIN)))) == (0, 2, "pass")
    early = replace(BUILD_GO, min_lag=-1)
    found = leads(schedule(tiny(DESIGN_BUILD, early)))
    assert figures(found) == (1, 2, "fail")
    assert found.sample == ("build → go (build-go)",)
    assert found.note.startswith("0 lie between two events")


def test_a_greatest_lag_is_no_link() -> None:
    window = replace(BUILD_GO, min_lag=None, max_lag=3)
    assert figures(leads(schedule(tiny(DESIGN_BUILD, window)))) == (0, 1, "pass")


def test_lags_are_positive_ones_in_either_unit() -> None:
    assert figures(lags(schedule(tiny(*CHAIN)))) == (0, 2, "pass")
    waited = replace(BUILD_GO, min_lag=1, lag_unit="calendar_days", basis="law")
    by = plan(design=(3, 4), build=(5, 11), go=13)
    found = lags(schedule(tiny(DESIGN_BUILD, waited), by))
    assert figures(found) == (1, 2, "fail")
    assert found.note.startswith("1 of them rest on law")


def test_links_to_what_is_complete_are_not_counted() -> None:
    waited = replace(DESIGN_BUILD, min_lag=1)
    by = plan(design=(3, 4), build=(6, 12), go=13)
    of = tiny(waited, BUILD_GO, done("design", 3, 4), done("build", 6, 12))
    assert figures(lags(schedule(of, by))) == (0, 1, "pass")


def test_relationship_types_count_finish_to_start() -> None:
    assert figures(relationship_types(schedule(tiny(*CHAIN)))) == (2, 2, "pass")
    other = replace(BUILD_GO, link="FF")
    found = relationship_types(schedule(tiny(DESIGN_BUILD, other)))
    assert figures(found) == (1, 2, "fail")
    assert found.note.startswith("1 of the others")  # go is an event: one instant in a tool
    assert relationship_types(schedule(tiny())).verdict == "not applicable"


def test_links_of_rules_that_are_no_precedence() -> None:
    of = programme(work("renew"), work("use"), go(), event("stop"), event("cut"), span("care"))
    care = Hypercare(id="care", transfer="go", hypercare="care")
    on = Continuity(id="on", service="PAY", transfer="go", charges_stop="stop", cutovers=("cut",))
    fresh = Expiry(
        id="fresh", used_by=chosen("use"), renewals=chosen("renew"), valid_calendar_days=9
    )
    links = [(k.before, k.after, k.type, k.lag) for r in (care, on, fresh) for k in links_by(r, of)]
    assert links == [
        ("go", "care", "SS", 0),
        ("cut", "go", "SS", 0),
        ("go", "stop", "SF", 0),  # charged for until the day before the transfer at least
        ("renew", "use", "FS", 0),
    ]


BY_12 = DateLimit(id="by", activities=chosen("build"), finish_not_after=april(12))
ON_12 = TargetDate(id="on", activities=chosen("go"), target=april(12))


@pytest.mark.parametrize(
    ("rule", "bound"),
    [
        (BY_12, ("build",)),
        (replace(BY_12, finish_not_after=None, start_not_before=april(3)), ()),
        (replace(BY_12, price=Price(points=1)), ()),
        (ON_12, ("go",)),
        (replace(ON_12, direction="late"), ("go",)),
        (replace(ON_12, direction="early"), ()),
        (MovedLimit(id="pin", activities=chosen("design", "build")), ("design",)),
        (MovedLimit(id="pin", activities=chosen("design", "build"), at_most=1), ()),
    ],
)
def test_hard_constraints_pin_a_task_or_bound_it_from_above(
    rule: Rule, bound: tuple[str, ...]
) -> None:
    of = tiny(*CHAIN, rule, baseline=baseline(design=(3, 4)))
    found = hard_constraints(schedule(of))
    assert found.sample == bound
    assert figures(found) == (len(bound), 3, "fail" if bound else "pass")


def test_an_event_with_a_single_date_is_pinned() -> None:
    for days, verdict in (((april(12),), "fail"), ((april(11), april(12)), "pass")):
        of = programme(work("design", lasting(2)), go("days"), date_sets={"days": days})
        by = plan(design=(3, 4), go=12)
        assert hard_constraints(schedule(of, by)).verdict == verdict


def test_high_float_is_more_than_44_working_days() -> None:
    # The chain can move by one day: build until the 12th, go on the 13th, the day after the end.
    assert figures(high_float(schedule(tiny(*CHAIN)))) == (0, 3, "pass")
    # Until 7 June there are 45 working days of the default calendar after the 3rd, which has no
    # holidays after Easter: from the 4th April on 3, April 11 to 28 14, May 23, June 1 to 7 5.
    of = programme(work("loose"), last=date(2023, 6, 7))
    found = high_float(schedule(of, plan(loose=3)))
    assert figures(found) == (1, 1, "fail")
    day_less = programme(work("loose"), last=date(2023, 6, 6))
    assert figures(high_float(schedule(day_less, plan(loose=3)))) == (0, 1, "pass")


def test_negative_float_never_is() -> None:
    assert figures(negative_float(schedule(tiny(*CHAIN)))) == (0, 3, "pass")
    # Of a plan that misses a limit it is told: build would have to finish by the 6th.
    by = DateLimit(id="by", activities=chosen("build"), finish_not_after=april(6))
    found = negative_float(schedule(tiny(*CHAIN, by), plan(design=(3, 4), build=(11, 13), go=14)))
    assert "build" in found.sample
    assert found.verdict == "fail"


def test_high_duration_is_more_than_44_working_days_of_its_calendar() -> None:
    def of(days: int) -> Check:
        # From 3 April on 44 working days end on 7 June and 45 on 8 June.
        made = programme(work("long", lasting(days)), go(), last=date(2023, 6, 30))
        placed = {"long": replace(plan(x=3).placed["x"], finish=date(2023, 6, 5 + days - 44))}
        return high_duration(schedule(made, replace(plan(), placed=placed)))

    assert figures(of(44)) == (0, 1, "pass")
    assert figures(of(45)) == (1, 1, "fail")


def test_high_duration_is_that_of_the_baseline_where_there_is_one() -> None:
    def of(finish: date) -> Check:
        made = programme(work("long", lasting(45)), go(), last=date(2023, 6, 30))
        agreed = Baseline(dates={"long": DatesInForce(start=april(3), finish=finish)})
        document = replace(made.document, baseline=agreed)
        placed = {"long": replace(plan(x=3).placed["x"], finish=date(2023, 6, 6))}
        by = replace(plan(), placed=placed)
        return high_duration(schedule(ExpandedProgramme(document), by))

    # As planned it takes 45 days; agreed were 44, which end a day earlier, or 45.
    assert figures(of(date(2023, 6, 5))) == (0, 1, "pass")
    assert figures(of(date(2023, 6, 6))) == (1, 1, "fail")


def test_high_duration_tells_of_parts() -> None:
    parts = (ActivityPart(id="a", share_percent=50), ActivityPart(id="b", share_percent=50))
    made = programme(replace(work("long", lasting(60)), parts=parts), last=date(2023, 7, 30))
    placed = {"long": replace(plan(x=3).placed["x"], finish=date(2023, 6, 28))}
    found = high_duration(schedule(made, replace(plan(), placed=placed)))
    assert figures(found) == (1, 1, "fail")
    assert found.note.startswith("1 of them are divided")


def test_invalid_dates_lie_on_the_wrong_side_of_the_status_date() -> None:
    assert invalid_dates(schedule(tiny(*CHAIN))).verdict == "not applicable"
    on_time = tiny(*CHAIN, done("design", 3, 4), status_date=april(4))
    assert figures(invalid_dates(schedule(on_time))) == (0, 3, "pass")
    not_begun = tiny(*CHAIN, status_date=april(4))
    found = invalid_dates(schedule(not_begun))
    assert (figures(found), found.sample) == ((1, 3, "fail"), ("design",))
    too_soon = tiny(*CHAIN, done("design", 3, 4), status_date=april(3))
    assert invalid_dates(schedule(too_soon)).sample == ("design",)


def test_resources_are_teams_or_consumables() -> None:
    def of(*modes: Mode) -> Check:
        return resources(schedule(programme(work("build", *modes), go()), plan(build=3, go=12)))

    day = ThreePoint(min=1, likely=1, max=1)
    assert figures(of(lasting(1, TEAM=50))) == (0, 1, "pass")
    assert figures(of(Mode(duration=day, consumes={"LICENCE": 2}))) == (0, 1, "pass")
    assert figures(of(lasting(1, TEAM=0))) == (1, 1, "fail")
    assert figures(of(lasting(1, "OWN"), lasting(1, "SHARED", TEAM=50))) == (1, 1, "fail")


def test_missed_tasks_finish_after_their_baseline() -> None:
    known = baseline(design=(3, 4), build=(5, 11), go=(12, 12))
    facts = (done("design", 3, 4),)
    on_time = tiny(*CHAIN, *facts, status_date=april(4), baseline=known)
    assert figures(missed_tasks(schedule(on_time))) == (0, 1, "pass")
    sooner = baseline(design=(3, 3), build=(4, 6), go=(12, 12))
    late = tiny(*CHAIN, *facts, status_date=april(6), baseline=sooner)
    found = missed_tasks(schedule(late))
    # Due by the 6th: design, a day late, and build, which will be over on the 11th.
    assert (figures(found), found.sample) == ((2, 2, "fail"), ("design", "build"))
    assert missed_tasks(schedule(tiny(*CHAIN))).verdict == "not applicable"


def test_the_critical_path_test_moves_the_last_transfer() -> None:
    # design, build and go follow each other: 100 days more of design put go off by as many.
    found = critical_path_test(schedule(tiny(*CHAIN)))
    assert figures(found) == (100, 100, "pass")
    assert found.sample == ("design",)


def test_float_on_the_way_takes_up_a_part_of_the_delay() -> None:
    # With go two days later (13, 14 left free before it) each delay moves it by two less.
    by = plan(design=(3, 4), build=(5, 11), go=14)
    found = critical_path_test(schedule(tiny(*CHAIN), by))
    assert figures(found) == (98, 100, "fail")


def test_dates_of_a_set_make_a_delay_longer() -> None:
    # After the 12th of April go may next be on 1 December: 13 working days of April, then 23, 22,
    # 21, 23, 21, 22 and 22 lie between.
    of = programme(
        work("design", lasting(2)),
        work("build", lasting(3)),
        go("days"),
        date_sets={"days": (april(12), date(2023, 12, 1))},
        last=date(2023, 12, 29),
    )
    of = ExpandedProgramme(replace(of.document, rules=CHAIN))
    assert figures(critical_path_test(schedule(of))) == (167, 100, "pass")


def test_a_link_to_a_finish_moves_the_whole_of_the_work() -> None:
    # build may finish only 3 working days after design: 4 + 3 is the 11th, as planned.
    finish = replace(DESIGN_BUILD, link="FF", min_lag=3)
    assert figures(critical_path_test(schedule(tiny(finish, BUILD_GO)))) == (100, 100, "pass")


def test_without_a_link_to_the_last_transfer_nothing_moves_it() -> None:
    found = critical_path_test(schedule(tiny(DESIGN_BUILD)))
    assert figures(found) == (0, 100, "fail")
    assert critical_path_test(schedule(programme(work("a")), plan(a=3))).verdict == "not applicable"


def test_the_path_length_index_is_one_and_the_room_left() -> None:
    # From the 3rd to the 12th: 3 4 5 6 11 are five days before it; to the 13th one more.
    found = path_length_index(schedule(tiny(*CHAIN)))
    assert figures(found) == (6, 5, "pass")
    assert found.percent == 120
    # On the 14th, after the end: five of what are then 7 - 1, as a plan that is none.
    late = path_length_index(schedule(tiny(*CHAIN), plan(design=(3, 4), build=(5, 11), go=14)))
    assert figures(late) == (6, 7, "fail")
    begun = tiny(*CHAIN, done("design", 3, 4), status_date=april(4))
    assert figures(path_length_index(schedule(begun))) == (4, 3, "pass")


def test_the_execution_index_compares_what_is_done_with_what_was_due() -> None:
    known = baseline(design=(3, 4), build=(5, 11), go=(12, 12))
    on_time = tiny(*CHAIN, done("design", 3, 4), status_date=april(4), baseline=known)
    assert figures(execution_index(schedule(on_time))) == (1, 1, "pass")
    behind = tiny(*CHAIN, done("design", 3, 4), status_date=april(11), baseline=known)
    found = execution_index(schedule(behind))
    assert (figures(found), found.sample) == ((1, 2, "fail"), ("build",))
    # A task that the baseline does not have counts among those due.
    grown = tiny(
        *CHAIN,
        done("design", 3, 4),
        status_date=april(4),
        baseline=baseline(design=(3, 4), go=(12, 12)),
    )
    assert figures(execution_index(schedule(grown))) == (1, 2, "fail")
    assert execution_index(schedule(tiny(*CHAIN))).verdict == "not applicable"


def test_every_check_with_nothing_to_count_says_so() -> None:
    empty = schedule(programme(), replace(DATES, placed={}))
    for check in (logic, leads, lags, relationship_types, hard_constraints, high_float):
        found = check(empty)
        assert figures(found) == (None, None, "not applicable")
        assert found.why.startswith("Not applicable: ")
