"""Lints worked by hand: one case of each, and one that is nearly the same and none."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.activities import Mode, Scope, Selection
from scheduler.domain.calendars import DateSet, WorkCalendar
from scheduler.domain.choice import Choice, OptionFilter
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import (
    AllowedDates,
    AwardLimit,
    ChangeFreeze,
    ChangeLoad,
    ChoiceLimit,
    DateLimit,
    MovedLimit,
    MoveTogether,
    NotAtOnce,
    Precedence,
    ProviderEffort,
    ProviderLimit,
    RollingLimit,
    Rule,
    RuleTemplate,
    Separation,
    SharedProvider,
    SourcingChoice,
    TeamCapacity,
)
from scheduler.domain.programme import Programme
from scheduler.domain.resources import CapacityPeriod, Consumable, Decay, DecayStep, Team, UserGroup
from scheduler.domain.services import SourcingOption
from scheduler.domain.standing import Commitment
from scheduler.domain.values import Money, Price, ThreePoint, Window
from scheduler.expansion.expand import expand
from scheduler.quality.cannot_bind import NeverBinding
from scheduler.quality.dominated import dominated_options
from scheduler.quality.findings import Lint
from scheduler.quality.lints import lints_of
from scheduler.quality.redundant import redundant_links
from tests.rules.easter import april, chosen, event, lasting, programme, work

A_B = Precedence(id="a-b", before="a", after="b")
B_C = Precedence(id="b-c", before="b", after="c")
A_C = Precedence(id="a-c", before="a", after="c")
OWN = (Choice(group="HRP", options=("OWN",)),)


def written(*rules: Rule, **changes: object) -> Programme:
    made = programme(work("a"), work("b", lasting(2)), event("c"), event("d"))
    return replace(made.document, rules=rules, **changes)  # type: ignore[arg-type]  # fields of a programme


def implied(*rules: Rule) -> set[str]:
    return set(redundant_links(ExpandedProgramme(written(*rules))))


def found(document: Programme, code: str) -> list[Lint]:
    return [lint for lint in lints_of(document, expand(document)) if lint.code == code]


@pytest.mark.parametrize(
    ("rule", "redundant"),
    [
        (A_C, True),
        (replace(A_C, min_lag=2), True),  # b takes two working days
        (replace(A_C, min_lag=3), False),
        (replace(A_C, min_lag=3, lag_unit="calendar_days"), False),
        (replace(A_C, min_lag=-1), True),
        (replace(A_C, link="SS", min_lag=3), True),  # a takes one more
        (replace(A_C, link="SS", min_lag=4), False),
        (replace(A_C, link="SF", min_lag=4, lag_unit="calendar_days"), True),  # c is a whole day
        (replace(A_C, link="SF", min_lag=4), False),  # which need not be a working one
        (replace(A_C, max_lag=9), False),
        (replace(A_C, price=Price(points=1)), False),
    ],
)
def test_a_link_is_implied_by_a_chain_as_long(rule: Precedence, redundant: bool) -> None:
    assert implied(A_B, B_C, rule) == ({"a-c"} if redundant else set())


def test_calendar_days_are_no_working_days() -> None:
    waiting = replace(A_B, min_lag=3, lag_unit="calendar_days")
    assert implied(waiting, B_C, replace(A_C, min_lag=5, lag_unit="calendar_days")) == {"a-c"}
    assert implied(waiting, B_C, replace(A_C, min_lag=3)) == set()
    assert implied(replace(A_B, min_lag=3), B_C, replace(A_C, min_lag=5)) == {"a-c"}


def test_of_two_alike_only_one_is_implied() -> None:
    assert implied(A_B, replace(A_B, id="again")) == {"a-b"}


def test_a_chain_must_be_there_whenever_the_link_is() -> None:
    assert implied(replace(A_B, when=OWN), B_C, A_C) == set()
    assert implied(replace(A_B, when=OWN), B_C, replace(A_C, when=OWN)) == {"a-c"}
    assert implied(replace(A_B, price=Price(points=1)), B_C, A_C) == set()


def test_what_is_in_between_counts_as_short_as_it_may_be() -> None:
    def of(*modes: Mode, rule: Precedence = A_C) -> set[str]:
        made = programme(work("a"), work("b", *modes, service="PAY"), event("c"))
        rules = (A_B, B_C, rule)
        return set(redundant_links(ExpandedProgramme(replace(made.document, rules=rules))))

    own, shared = lasting(1, "OWN"), lasting(3, "SHARED", "BOUGHT")
    assert of(own, shared, rule=replace(A_C, min_lag=1)) == {"a-c"}
    assert of(own, shared, rule=replace(A_C, min_lag=2)) == set()
    dear = replace(A_C, min_lag=3, when=(Choice(group="HRP", options=("SHARED",)),))
    assert of(own, shared, rule=dear) == {"a-c"}
    assert of(own) == set()  # b is not performed under the others


FREE = Team(id="T", capacity=(CapacityPeriod(first=april(3), hundredths=200),))


WEEKEND = Window(first=april(7), last=april(10))
TO_TUESDAY = Window(first=april(7), last=april(11))


@pytest.mark.parametrize(
    ("rule", "nearly"),
    [
        (
            ChangeLoad(id="r", user_group="STAFF", at_most=5),
            ChangeLoad(id="r", user_group="STAFF", at_most=4),
        ),
        (
            RollingLimit(id="r", activities=chosen("c", "d"), at_most=2, calendar_days=3),
            RollingLimit(id="r", activities=chosen("c", "d"), at_most=1, calendar_days=3),
        ),
        (
            DateLimit(id="r", activities=chosen("a"), finish_not_after=april(14)),
            DateLimit(id="r", activities=chosen("a"), finish_not_after=april(13)),
        ),
        (
            DateLimit(id="r", activities=chosen("a"), start_not_before=april(3)),
            DateLimit(id="r", activities=chosen("a"), start_not_before=april(4)),
        ),
        (
            AllowedDates(id="r", activities=chosen("d"), dates="all"),
            AllowedDates(id="r", activities=chosen("d"), dates="some"),
        ),
        (
            ChangeFreeze(id="r", activities=chosen("a"), windows=(WEEKEND,)),
            ChangeFreeze(id="r", activities=chosen("a"), windows=(TO_TUESDAY,)),
        ),
        (
            ChoiceLimit(id="r", groups=("HRP",), sourced_by=OptionFilter(), at_least=1),
            ChoiceLimit(
                id="r", groups=("HRP",), sourced_by=OptionFilter(options=("OWN",)), at_least=1
            ),
        ),
        (
            SourcingChoice(id="r", group="HRP", options=("OWN", "SHARED", "BOUGHT")),
            SourcingChoice(id="r", group="HRP", options=("OWN", "SHARED")),
        ),
        (
            ProviderLimit(id="r", groups=("HRP",), at_most=1),
            ProviderLimit(id="r", groups=("HRP",), at_most=1, at_least=1),
        ),
        (AwardLimit(id="r", groups=("HRP",), at_most=1), None),
        (SharedProvider(id="r", groups=("HRP",)), None),
        (
            ProviderEffort(
                id="r", groups=("HRP",), team="T", each_hundredths=5, at_most_hundredths=5
            ),
            ProviderEffort(
                id="r", groups=("HRP",), team="T", each_hundredths=6, at_most_hundredths=5
            ),
        ),
        (
            NotAtOnce(id="r", activities=chosen("a")),
            NotAtOnce(id="r", activities=chosen("a", "b")),
        ),
        (
            MoveTogether(id="r", activities=chosen("a", "b"), within_calendar_days=11),
            MoveTogether(id="r", activities=chosen("a", "b"), within_calendar_days=10),
        ),
        (
            Separation(id="r", activities=chosen("c"), from_activities=chosen(), calendar_days=2),
            Separation(
                id="r", activities=chosen("c"), from_activities=chosen("d"), calendar_days=2
            ),
        ),
        (MovedLimit(id="r", activities=chosen("a")), None),
        (TeamCapacity(id="r", team="T"), None),
        (
            replace(A_B, when=(*OWN, Choice(group="HRP", options=("SHARED",)))),
            replace(A_B, when=OWN),
        ),
    ],
)
def test_a_rule_cannot_bind_only_where_nothing_could_break_it(
    rule: Rule, nearly: Rule | None
) -> None:
    made = programme(
        work("a", lasting(1, T=120)),
        work("b", lasting(2, T=80)),
        event("c", load=2),
        event("d", load=3, dates="few"),
        teams=(FREE,),
        date_sets={
            "few": (april(4), april(5)),
            "all": (april(4), april(5), april(6)),
            "some": (april(4),),
        },
    )
    for each, free in ((rule, True), (nearly, False)):
        if each is not None:
            assert bool(NeverBinding(made).why(each)) is free, each


def test_a_team_that_shrinks_may_bind() -> None:
    def why(team: Team) -> str:
        made = programme(work("a", lasting(1, T=200)), event("gone"), teams=(team,))
        return NeverBinding(made).why(TeamCapacity(id="r", team="T"))

    assert why(FREE)
    assert not why(replace(FREE, capacity=(CapacityPeriod(first=april(3), hundredths=199),)))
    dip = CapacityPeriod(first=april(14), hundredths=100)
    assert not why(replace(FREE, capacity=(*FREE.capacity, dip)))
    step = DecayStep(calendar_days=0, percent_left=50)
    assert not why(replace(FREE, decay=Decay(after="gone", steps=(step,))))


def options(*made: SourcingOption, **durations: int) -> ExpandedProgramme:
    """Return a programme of one group, whose work takes so many days under each option."""
    of = programme(
        work("a", *(lasting(days, name) for name, days in durations.items()), service="PAY")
    )
    group = replace(of.document.service_groups[0], options=made)
    return expand(replace(of.document, service_groups=(group,)))


def option(name: str, appraisal: int = 1, **more: object) -> SourcingOption:
    return SourcingOption(id=name, appraisal=appraisal, **more)  # type: ignore[arg-type]  # fields of an option


def test_an_option_is_dominated_by_one_better_in_something_and_worse_in_nothing() -> None:
    def of(*made: SourcingOption, **days: int) -> list[tuple[str, str, str]]:
        return list(dominated_options(options(*made, **days)))

    assert of(option("X"), option("Y"), X=2, Y=3) == [("HRP", "Y", "X")]
    assert of(option("X"), option("Y", 2), X=2, Y=2) == [("HRP", "Y", "X")]
    assert of(option("X"), option("Y"), X=2, Y=2) == []  # alike
    assert of(option("X", 2), option("Y"), X=2, Y=3) == []
    assert of(option("X"), option("Y", risk=1), X=2, Y=3) == []  # not told for both
    assert of(option("X"), option("Y", style="customised"), X=2, Y=3) == []
    assert of(option("X"), option("Y", provider="Ltd"), X=2, Y=3) == []
    cheap, dear = Money(pence=1), Money(pence=2)
    assert of(option("X", set_up_cost=cheap), option("Y", set_up_cost=dear), X=2, Y=2) == [
        ("HRP", "Y", "X")
    ]
    assert of(option("X", set_up_cost=dear), option("Y", set_up_cost=cheap), X=2, Y=3) == []


def test_a_larger_demand_or_fewer_activities_are_not_better() -> None:
    def of(*modes: Mode) -> list[tuple[str, str, str]]:
        made = programme(work("a", *modes, service="PAY"), teams=(FREE,))
        group = replace(made.document.service_groups[0], options=(option("X"), option("Y")))
        return list(dominated_options(expand(replace(made.document, service_groups=(group,)))))

    assert of(lasting(2, "X", T=50), lasting(3, "Y", T=50)) == [("HRP", "Y", "X")]
    assert of(lasting(2, "X", T=60), lasting(3, "Y", T=50)) == []
    assert of(lasting(3, "Y", T=50)) == []


def test_an_option_that_rules_tell_apart_is_not_dominated() -> None:
    of = options(option("X"), option("Y"), X=2, Y=3)
    for rule in (
        replace(A_B, before="a", after="a", when=(Choice(group="HRP", options=("Y",)),)),
        ChoiceLimit(id="r", groups=("HRP",), sourced_by=OptionFilter(options=("X",)), at_most=0),
        SourcingChoice(id="r", group="HRP", options=("Y",)),
        MoveTogether(id="r", activities=chosen("a")),
    ):
        more = replace(of.document, rules=(*of.document.rules, rule))
        told = list(dominated_options(ExpandedProgramme(more)))
        # Moving together is about starts alone, but is not among the rules known to be harmless.
        assert told == []
    promised = Commitment(id="p", level="draft", group="HRP", option="Y")
    assert (
        list(dominated_options(ExpandedProgramme(replace(of.document, commitments=(promised,)))))
        == []
    )


def test_a_template_is_named_where_all_its_rules_are_alike() -> None:
    template = RuleTemplate(
        id="each",
        for_each="service",
        rule=DateLimit(
            id="each", activities=Selection(activities=("a",)), finish_not_after=april(14)
        ),
    )
    document = written(A_B, B_C, rule_templates=(template,))
    (lint,) = found(document, "cannot_bind")
    assert (lint.ids, lint.path) == (("each",), "/rule_templates[id=each]")
    assert "cannot bind" in lint.sentence


def test_a_redundant_link_names_what_implies_it() -> None:
    (lint,) = found(written(A_B, B_C, A_C), "redundant_link")
    assert lint.ids == ("a-c", "a-b", "b-c")
    assert lint.path == "/rules[id=a-c]"


def test_rules_that_hold_unwritten_are_no_lints() -> None:
    assert found(written(A_B, B_C), "cannot_bind") == []


def test_what_no_rule_ties_dangles() -> None:
    assert [lint.ids for lint in found(written(A_B, B_C), "dangling_activity")] == [("d",)]
    beside = NotAtOnce(id="n", activities=chosen("c", "d"))
    assert found(written(A_B, B_C, beside), "dangling_activity") == []


def test_a_window_without_a_day_to_freeze_is_dead() -> None:
    def dead(first: date, last: date) -> list[Lint]:
        freeze = ChangeFreeze(
            id="f", activities=chosen("a"), windows=(Window(first=first, last=last), _open())
        )
        return found(written(freeze), "dead_window")

    assert [lint.path for lint in dead(date(2022, 4, 3), date(2022, 4, 14))] == [
        "/rules[id=f]/windows[0]"
    ]
    assert len(dead(april(7), april(10))) == 1  # no working day
    assert dead(april(7), april(11)) == []


def _open() -> Window:
    return Window(first=april(4), last=april(4))


def test_dates_outside_the_horizon_are_dead() -> None:
    sets = (DateSet(id="days", dates=(april(4), date(2022, 4, 4))),)
    (lint,) = found(written(date_sets=sets), "dead_dates")
    assert lint.ids == ("days",)


def test_what_nobody_uses_is_told_once() -> None:
    base = written(A_B)
    document = replace(
        base,
        teams=(FREE,),
        consumables=(Consumable(id="LICENCE", amount=1),),
        user_groups=(UserGroup(id="STAFF"),),
        calendars=(*base.calendars, WorkCalendar(id="nights")),
        date_sets=(DateSet(id="days", dates=(april(4),)),),
        services=tuple(replace(s, tags=("core",)) for s in base.services),
    )
    codes = {(lint.code, lint.ids[0]) for lint in lints_of(document, expand(document))}
    unused = {pair for pair in codes if pair[0].startswith("unused_")}
    assert unused == {
        ("unused_team", "T"),
        ("unused_consumable", "LICENCE"),
        ("unused_user_group", "STAFF"),
        ("unused_calendar", "nights"),
        ("unused_calendar", "supplier"),
        ("unused_date_set", "days"),
        ("unused_tag", "core"),
    }
    day = ThreePoint(min=1, likely=1, max=1)
    using = replace(
        work("e"),
        calendar="nights",
        also_calendars=("supplier",),
        modes=(Mode(duration=day, demands={"T": 1}, consumes={"LICENCE": 1}),),
    )
    scoped = Selection(kinds=("build",), scope=Scope(tags=("core",)))
    used = replace(
        document,
        activities=(*document.activities, using, event("f", load=1, dates="days")),
        rules=(A_B, NotAtOnce(id="n", activities=scoped)),
    )
    assert [li for li in lints_of(used, expand(used)) if li.code.startswith("unused_")] == []
