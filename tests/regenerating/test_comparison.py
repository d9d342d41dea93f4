"""What differs between two plans, who is told of it, and how it adds up over many."""

from dataclasses import replace
from datetime import date, timedelta

from scheduler.analysis.measures import working_days_between
from scheduler.domain.activities import Activity, Mode
from scheduler.domain.calendars import DateSet, WorkCalendar
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.programme import Programme
from scheduler.domain.resources import UserGroup
from scheduler.domain.services import Contract, Service, ServiceGroup, SourcingOption
from scheduler.domain.standing import Commitment
from scheduler.domain.values import ThreePoint
from scheduler.expansion.expand import expand
from scheduler.pictures.difference_contents import difference_contents
from scheduler.regenerating.again import light_words
from scheduler.regenerating.causes import WhyMoved
from scheduler.regenerating.churn import churn
from scheduler.regenerating.comparison import compare
from scheduler.regenerating.difference_json import difference_to_jsonable
from scheduler.regenerating.in_force import baseline_of, carried_over, plan_in
from scheduler.regenerating.light import TrafficLight
from scheduler.regenerating.told import who_is_told
from scheduler.rules.rule import Violation

FRIDAY, MONDAY = date(2023, 9, 1), date(2023, 9, 4)


def programme(**changes: object) -> Programme:
    pay = Service(id="PAY", name="Payroll", group="HR", criticality=5, user_groups=("STAFF",))
    options = (
        SourcingOption(id="OWN", model="in_house"),
        SourcingOption(id="BUY", model="specialist_provider", provider="Paymaster Ltd"),
        SourcingOption(id="LATER", model="specialist_provider"),
    )
    days = ThreePoint(min=3, likely=3, max=3)
    made = Programme(
        format_version=1,
        id="two-plans",
        name="Two plans",
        plan_from=date(2023, 8, 1),
        plan_until=date(2023, 12, 31),
        contract=Contract(supplier="Incumbent", end_date=date(2023, 12, 29)),
        calendars=(WorkCalendar(id="weekdays"),),
        default_calendar="weekdays",
        date_sets=(
            DateSet(
                id="board",
                name="Board",
                meeting=True,
                dates=(date(2023, 8, 5), date(2023, 8, 30), date(2023, 9, 20)),
                paper_deadline_calendar_days=10,
            ),
        ),
        user_groups=(UserGroup(id="STAFF", name="All staff"),),
        service_groups=(ServiceGroup(id="HR", name="Human resources", options=options),),
        services=(pay,),
        activities=(
            Activity(id="PAY.build", kind="build", service="PAY", modes=(Mode(duration=days),)),
            Activity(
                id="PAY.transfer", kind="transfer", form="event", service="PAY", owner="Head of pay"
            ),
        ),
        commitments=(
            Commitment(
                id="told",
                level="published",
                activity="PAY.transfer",
                start=FRIDAY,
                told_to="Trade unions",
            ),
            Commitment(id="award", level="contracted", group="HR", option="BUY"),
        ),
        status_date=date(2023, 8, 2),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name


def plan(transfer: date, option: str = "BUY") -> Plan:
    build = Placed(start=date(2023, 8, 7), finish=date(2023, 8, 9))
    return Plan(
        options={"HR": option},
        placed={"PAY.build": build, "PAY.transfer": Placed(start=transfer, finish=transfer)},
    )


def test_a_plan_does_not_differ_from_itself() -> None:
    at = expand(programme()), plan(FRIDAY)
    found = compare(at, at)
    assert found.same
    assert not found.figures
    assert not found.commitments
    assert who_is_told(found, at[0]) == ()


def test_moves_promises_and_figures_are_told() -> None:
    at = expand(programme())
    found = compare((at, plan(FRIDAY)), (at, plan(MONDAY)))
    (move,) = found.moved
    assert (move.activity, move.working_days, move.announced) == ("PAY.transfer", 1, True)
    (changed,) = found.commitments
    assert (changed.id, changed.promised, changed.now) == ("told", "2023-09-01", "2023-09-04")
    assert {figure.name for figure in found.figures} >= {"last transfer", "schedule contingency"}
    back = compare((at, plan(MONDAY)), (at, plan(FRIDAY)))
    assert back.commitments[0].kept_again
    assert back.moved[0].working_days == -1


def test_contingency_of_each_plan_is_counted_to_its_own_contract_end() -> None:
    contract = Contract(supplier="Incumbent", end_date=date(2023, 9, 8))
    before, after = expand(programme()), expand(programme(contract=contract))
    found = compare((before, plan(FRIDAY)), (after, plan(MONDAY)))
    figures = {figure.name: (figure.was, figure.now) for figure in found.figures}
    # Weekdays from 4 September to 29 December 2023, and from 5 to 8 September.
    assert figures["schedule contingency"] == (85, 4)
    assert figures["contract end"] == ("2023-12-29", "2023-09-08")
    assert difference_to_jsonable(found, ())["words"][-1] == (
        "Schedule contingency is 4 working days instead of 85, up to the contract end on "
        "8 September 2023 now, and on 29 December 2023 then."
    )
    same = compare((after, plan(FRIDAY)), (after, plan(MONDAY)))
    said = difference_to_jsonable(same, ())["words"][-1]
    assert said.endswith("instead of 5, both up to the contract end on 8 September 2023.")


def test_what_planning_rules_forbid_anyway_is_said_so() -> None:
    at = expand(programme())
    found = compare((at, plan(FRIDAY)), (at, plan(MONDAY)))
    why = WhyMoved(of="PAY.transfer", about="date", finding="forced")
    document = difference_to_jsonable(found, (), causes=[why])
    assert "because planning rules forbid it there, even without what" in document["words"][1]
    cells = [row[-1].lines for table in difference_contents(document) for row in table.rows]
    assert ("planning rules forbid it there, even without what changed",) in cells


def test_a_mended_plan_is_not_said_to_be_later() -> None:
    broken = Violation(
        rule="r", kind="k", statement="S.", activities=(), measured=None, allowed=None
    )
    light = TrafficLight(state="feasible", how="mended", broken=(broken,), seconds=0.0)
    assert light_words(light) == (
        "The plan in force breaks 1 planning rule; moved where it must be, it holds again."
    )


def test_everybody_concerned_is_told_once_in_each_role() -> None:
    at = expand(programme())
    told = who_is_told(compare((at, plan(FRIDAY)), (at, plan(MONDAY, "OWN"))), at)
    assert {(one.role, one.who) for one in told} == {
        ("promised", "Trade unions"),
        ("users", "All staff"),
        ("owner", "Head of pay"),
        ("provider", "Paymaster Ltd"),
        ("meeting", "Board"),
    }
    # Papers of the meeting on 5 August were due before the status date.
    assert next(one.on for one in told if one.role == "meeting") == date(2023, 8, 30)


def test_a_provider_still_to_be_found_cannot_be_told() -> None:
    at = expand(programme())
    told = who_is_told(compare((at, plan(FRIDAY, "OWN")), (at, plan(FRIDAY, "LATER"))), at)
    assert not [one for one in told if one.role == "provider"]


def test_working_days_have_a_sign_and_leave_weekends_out() -> None:
    at = expand(programme())
    assert working_days_between(FRIDAY, MONDAY, at) == 1
    assert working_days_between(MONDAY, FRIDAY, at) == -1
    assert working_days_between(FRIDAY, FRIDAY, at) == 0


def test_churn_adds_up_from_plan_to_plan() -> None:
    at = expand(programme())
    plans = [("first", plan(FRIDAY)), ("second", plan(MONDAY)), ("third", plan(MONDAY, "OWN"))]
    rows = list(churn([(label, at, made) for label, made in plans]))
    assert [row.dates_moved for row in rows] == [0, 1, 0]
    assert [row.options_changed for row in rows] == [0, 0, 1]
    assert [row.commitments_changed for row in rows] == [0, 1, 1]
    assert rows[1].last_transfer == MONDAY
    assert list(churn([])) == []


def test_a_baseline_is_the_plan_and_back() -> None:
    assert plan_in(baseline_of(plan(FRIDAY))) == plan(FRIDAY)


def test_a_plan_is_carried_over_to_other_durations_options_and_activities() -> None:
    longer = ThreePoint(min=5, likely=5, max=5)
    document = programme()
    build, transfer = document.activities
    changed = replace(
        document,
        activities=(
            replace(build, modes=(Mode(duration=longer),)),
            transfer,
            replace(transfer, id="PAY.cutover_1", kind="cutover"),
        ),
        service_groups=(
            replace(document.service_groups[0], options=document.service_groups[0].options[:1]),
        ),
        commitments=(),
    )
    carried = carried_over(expand(changed), plan(FRIDAY))
    assert carried.options == {"HR": "OWN"}
    assert carried.placed["PAY.build"].finish == date(2023, 8, 9) + timedelta(days=2)
    assert "PAY.cutover_1" not in carried.placed
