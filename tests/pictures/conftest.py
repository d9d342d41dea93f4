"""A little exit with one of everything that pictures show."""

from dataclasses import dataclass
from datetime import date

import pytest

from scheduler.domain.activities import Activity, Mode, Selection
from scheduler.domain.calendars import DateSet, WorkCalendar
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import ChangeFreeze, ChangeLoad, Hypercare, ParallelRunning
from scheduler.domain.programme import Assumption, Programme
from scheduler.domain.resources import StaffGroup, UserGroup
from scheduler.domain.services import Contract, Service, ServiceGroup, SourcingOption, Wave
from scheduler.domain.values import Price, ThreePoint, Window

DAYS = ThreePoint(min=10, likely=10, max=10)


@dataclass(frozen=True)
class World:
    """A programme and a plan for it."""

    expanded: ExpandedProgramme
    plan: Plan


def _work(
    name: str,
    words: str,
    *,
    service: str | None = None,
    group: str | None = None,
    staff_group: str | None = None,
) -> Activity:
    return Activity(
        id=name,
        name=words,
        kind=name.rpartition(".")[2],
        modes=(Mode(duration=DAYS),),
        service=service,
        group=group,
        staff_group=staff_group,
    )


def _event(
    name: str, kind: str, words: str, load: dict[str, int] | None = None, **rest: object
) -> Activity:
    known: dict[str, object] = {"id": name, "kind": kind, "name": words, "form": "event"}
    return Activity(**known, **rest, change_load=load or {})  # type: ignore[arg-type]


def _activities() -> tuple[Activity, ...]:
    return (
        _work("exit-plan", "Exit plan agreed"),
        _work("PAY.procure", "Payroll group: agreement", group="PAY"),
        _event("PAY.decision", "decision", "Payroll group: award", group="PAY", dates="EXEC"),
        _work("CREW.consult", "Payroll staff: inform and consult", staff_group="CREW"),
        _event("CREW.staff_transfer", "staff_transfer", "Payroll staff", staff_group="CREW"),
        _work("PAYC.build", "Council payroll: build", service="PAYC"),
        Activity(id="PAYC.twin", kind="twin", form="span", service="PAYC"),
        _event(
            "PAYC.cutover_1",
            "cutover",
            "Council payroll: cutover",
            {"ALL": 4},
            service="PAYC",
            wave=1,
        ),
        _event("PAYC.cutover_2", "cutover", "Council payroll", {"ALL": 2}, service="PAYC", wave=2),
        _event("PAYC.transfer", "transfer", "Council payroll: transfer", service="PAYC"),
        _event("PAYC.charges_stop", "charges_stop", "Charges stop", service="PAYC"),
        _work("PAYC.care", "Council payroll: hypercare", service="PAYC"),
        _event("PAYC.acceptance", "acceptance", "Accepted", service="PAYC"),
        _event("PAYC.party", "party", "A party", service="PAYC"),
        _work("PAYC.never", "Council payroll: not performed", service="PAYC"),
        _event("DESK.transfer", "transfer", "Service desk: transfer", service="DESK"),
    )


def _services() -> tuple[Service, ...]:
    waves = (Wave(name="pilot"), Wave(name="rest"))
    return (
        Service(id="PAYC", name="Council payroll", group="PAY", criticality=5, waves=waves),
        Service(id="DESK", name="Service desk", group="USER", criticality=3),
    )


def _groups() -> tuple[ServiceGroup, ...]:
    shared = SourcingOption(
        id="SHR",
        name="Shared service",
        model="shared_service",
        route="agreement",
        style="off_the_shelf",
        appraisal=12,
    )
    return (
        ServiceGroup(id="PAY", name="Payroll group", options=(shared, SourcingOption(id="INH"))),
        ServiceGroup(id="USER", name="Users", options=(SourcingOption(id="INH"),)),
    )


def _programme() -> Programme:
    christmas = Window(first=date(2022, 12, 19), last=date(2023, 1, 1), name="2022")
    return Programme(
        format_version=1,
        id="TINY",
        name="Tiny exit",
        plan_from=date(2022, 10, 3),
        plan_until=date(2023, 9, 30),
        contract=Contract(supplier="Oldco", end_date=date(2023, 6, 30)),
        calendars=(WorkCalendar(id="ENG"),),
        default_calendar="ENG",
        date_sets=(DateSet(id="EXEC", meeting=True, dates=(date(2022, 11, 1),)),),
        user_groups=(UserGroup(id="ALL", name="All staff", size=5000), UserGroup(id="IDLE")),
        staff_groups=(
            StaffGroup(
                id="CREW", name="Payroll staff", group="PAY", headcount=9, services=("PAYC",)
            ),
        ),
        service_groups=_groups(),
        services=_services(),
        activities=_activities(),
        rules=(
            ChangeFreeze(
                id="XMAS",
                basis="policy",
                reason="No change at Christmas.",
                activities=Selection(activities=("PAYC.cutover_1", "PAYC.cutover_2")),
                windows=(christmas,),
            ),
            ChangeFreeze(
                id="AVOID",
                price=Price(points=5),
                reason="Budget meeting",
                activities=Selection(activities=("PAY.decision",)),
                windows=(Window(first=date(2023, 2, 20), last=date(2023, 2, 24)),),
            ),
            ChangeLoad(id="CAP", user_group="ALL", at_most=30, confirmed=False),
            ParallelRunning(
                id="TWIN",
                activity="PAYC.twin",
                cutover="PAYC.cutover_1",
                pay_periods="EXEC",
                periods=2,
            ),
            Hypercare(id="CARE", transfer="PAYC.transfer", hypercare="PAYC.care"),
        ),
        assumptions=(Assumption(id="A1", text="Serco keeps its people."),),
    )


def _plan() -> Plan:
    def days(start: tuple[int, int, int], finish: tuple[int, int, int] | None = None) -> Placed:
        return Placed(start=date(*start), finish=date(*(finish or start)))

    return Plan(
        options={"PAY": "SHR", "USER": "INH"},
        placed={
            "exit-plan": days((2022, 10, 3), (2022, 10, 14)),
            "PAY.procure": days((2022, 11, 1), (2022, 12, 9)),
            "PAY.decision": days((2022, 11, 1)),
            "CREW.consult": days((2022, 11, 21), (2023, 2, 3)),
            "CREW.staff_transfer": days((2023, 4, 3)),
            "PAYC.build": days((2022, 12, 12), (2023, 2, 24)),
            "PAYC.twin": days((2023, 1, 2), (2023, 2, 28)),
            "PAYC.cutover_1": days((2023, 3, 1)),
            "PAYC.cutover_2": days((2023, 4, 1)),
            "PAYC.transfer": days((2023, 4, 3)),
            "PAYC.charges_stop": days((2023, 4, 28)),
            "PAYC.care": days((2023, 4, 3), (2023, 5, 5)),
            "PAYC.acceptance": days((2023, 6, 5)),
            "PAYC.party": days((2023, 6, 9)),
            "DESK.transfer": days((2023, 2, 6)),
        },
    )


@pytest.fixture
def tiny() -> World:
    """Return the little exit and its plan."""
    return World(ExpandedProgramme(_programme()), _plan())
