"""What levers cost, who may move them, and which there are not: worked by hand."""

from dataclasses import replace
from datetime import date

from scheduler.domain.activities import Activity, Selection
from scheduler.domain.adjustments import Eased, ExtraCapacity, Unfrozen, Waived
from scheduler.domain.calendars import WorkCalendar
from scheduler.domain.planning_rules import ChangeFreeze, DateLimit, Rule, ScheduleContingency
from scheduler.domain.programme import Programme
from scheduler.domain.resources import CapacityPeriod, Team
from scheduler.domain.services import Contract
from scheduler.domain.values import EasingPrice, Window
from scheduler.expansion.expand import expand
from scheduler.rules.levers import Lever, levers_of

GO = Selection(activities=("GO", "OTHER"))
END = date(2023, 3, 31)


def programme(*rules: Rule) -> Programme:
    return Programme(
        format_version=1,
        id="small",
        name="Small",
        plan_from=date(2023, 1, 2),
        plan_until=date(2023, 6, 30),
        contract=Contract(supplier="Incumbent", end_date=END),
        calendars=(WorkCalendar(id="week"),),
        default_calendar="week",
        activities=(
            Activity(id="GO", kind="go", form="event"),
            Activity(id="OTHER", kind="go", form="event"),
        ),
        rules=rules,
    )


def levers(*rules: Rule) -> tuple[Lever, ...]:
    return levers_of(expand(programme(*rules)))


def limit(last: date, **more: object) -> Rule:
    return replace(
        DateLimit(id="limit", basis="policy", activities=GO, finish_not_after=last),
        **more,  # type: ignore[arg-type]  # fields of a rule
    )


def test_a_date_goes_later_by_weeks_but_not_beyond_the_contract_end_and_is_then_given_up() -> None:
    # 1, 2 and 4 weeks after 3 March; 8 weeks would be 28 April, after the end of 31 March.
    (lever,) = levers(limit(date(2023, 3, 3)))
    to = [rung.adjustments[0] for rung in lever.rungs]
    assert [a.to for a in to if isinstance(a, Eased)] == [
        date(2023, 3, 10),
        date(2023, 3, 17),
        END,
    ]
    assert isinstance(to[-1], Waived)
    assert [rung.points for rung in lever.rungs] == [3, 6, 9, 12]
    assert lever.owner == "programme board"


def test_the_contract_end_is_never_moved() -> None:
    assert levers(limit(END, basis="contract")) == ()
    (contingency,) = levers(
        ScheduleContingency(id="spare", basis="policy", activities=GO, working_days=12)
    )
    # By 5, by 10 and by all 12: no day is left to spare, and the events are still in time.
    told = [a.to for rung in contingency.rungs for a in rung.adjustments if isinstance(a, Eased)]
    assert told == [7, 2, 0]


def test_law_and_technical_need_have_no_lever() -> None:
    assert levers(limit(date(2023, 3, 3), basis="law")) == ()
    assert levers(limit(date(2023, 3, 3), basis="technical")) == ()


def test_a_price_of_ones_own_counts_units_up_to_a_most() -> None:
    price = EasingPrice(points=7, per="unit", most=2)
    (lever,) = levers(limit(date(2023, 3, 3), easing=price, owner="Payroll lead"))
    assert [rung.points for rung in lever.rungs] == [7, 14]
    assert lever.owner == "Payroll lead"


def test_contract_costs_more_than_any_policy() -> None:
    (policy,) = levers(limit(date(2023, 3, 3)))
    (contract,) = levers(limit(date(2023, 3, 3), basis="contract"))
    assert contract.rungs[0].points > 10 * policy.rungs[-1].points


def test_a_freeze_is_shorter_for_one_activity_at_a_time_until_it_is_exempt() -> None:
    # A window of 35 days: a week or two shorter at either end; four weeks at either end are all.
    window = Window(first=date(2023, 1, 9), last=date(2023, 2, 12))
    freeze = ChangeFreeze(id="freeze", basis="policy", activities=GO, windows=(window,))
    first, second = levers(freeze)
    assert (first.id, second.id) == ("freeze:GO", "freeze:OTHER")
    opened = [
        [(a.first, a.last) for a in rung.adjustments if isinstance(a, Unfrozen)]
        for rung in first.rungs
    ]
    assert opened == [
        [(window.first, date(2023, 1, 15)), (date(2023, 2, 6), window.last)],
        [(window.first, date(2023, 1, 22)), (date(2023, 1, 30), window.last)],
        [(window.first, window.last)],
    ]


def test_what_is_refused_is_not_offered_again_nor_what_goes_further() -> None:
    refused = Eased(
        id="no", rule="limit", field="finish_not_after", to=date(2023, 3, 17), granted=False
    )
    document = replace(programme(limit(date(2023, 3, 3))), adjustments=(refused,))
    expanded = expand(document)
    assert [
        rule.finish_not_after for rule in expanded.document.rules if rule.kind == "date_limit"
    ] == [date(2023, 3, 3)]
    (lever,) = levers_of(expanded)
    assert len(lever.rungs) == 1


def test_further_people_are_there_in_their_window_only() -> None:
    team = Team(
        id="pay",
        capacity=(
            CapacityPeriod(first=date(2023, 2, 1), hundredths=100),
            CapacityPeriod(first=date(2023, 3, 1), hundredths=300),
        ),
    )
    extra = ExtraCapacity(
        id="more", team="pay", hundredths=50, first=date(2023, 1, 16), last=date(2023, 3, 10)
    )
    document = replace(programme(), teams=(team,), adjustments=(extra,))
    found = expand(document).teams["pay"]
    asked = ["2023-01-02", "2023-01-15", "2023-01-16", "2023-02-28", "2023-03-01", "2023-03-10"]
    assert [found.capacity_on(date.fromisoformat(day)) for day in (*asked, "2023-03-11")] == [
        100,
        100,
        150,
        150,
        350,
        350,
        300,
    ]
