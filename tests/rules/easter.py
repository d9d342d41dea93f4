"""An exit over Easter 2023, for cases worked by hand.

    April   Mo Tu We Th Fr Sa Su
             3  4  5  6 (7  8  9)
           (10)11 12 13 14

Days in brackets are free: Good Friday, the weekend, Easter Monday. The contract ends on the 12th.
"""

from collections.abc import Mapping
from datetime import date

from scheduler.domain.activities import Activity, Mode, Selection
from scheduler.domain.calendars import DateSet, WorkCalendar
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import Rule
from scheduler.domain.programme import Programme
from scheduler.domain.resources import StaffGroup, Team, UserGroup
from scheduler.domain.services import Contract, Service, ServiceGroup, SourcingOption
from scheduler.domain.values import ThreePoint, Window
from scheduler.rules.conditional import breaches_of, statement_of
from scheduler.rules.rule import Breach


def april(day: int) -> date:
    """Return a day of April 2023."""
    return date(2023, 4, day)


EASTER = (Window(first=april(7), last=april(7)), Window(first=april(10), last=april(10)))
WEEKDAYS = WorkCalendar(id="weekdays", closures=EASTER)
SUPPLIER = WorkCalendar(id="supplier", closures=(*EASTER, Window(first=april(5), last=april(5))))
"""Shut on the 5th as well."""


def programme(
    *activities: Activity,
    teams: tuple[Team, ...] = (),
    date_sets: Mapping[str, tuple[date, ...]] | None = None,
    load_profile: tuple[int, ...] = (1,),
    first: date = date(2023, 4, 3),
    last: date = date(2023, 4, 14),
    end: date = date(2023, 4, 12),
) -> ExpandedProgramme:
    """Return a programme with one service, payroll, of a group with three options."""
    options = ("OWN", "SHARED", "BOUGHT")
    return ExpandedProgramme(
        Programme(
            format_version=1,
            id="easter",
            name="Easter",
            plan_from=first,
            plan_until=last,
            contract=Contract(supplier="Incumbent", end_date=end),
            calendars=(WEEKDAYS, SUPPLIER),
            default_calendar="weekdays",
            date_sets=tuple(DateSet(id=n, dates=d) for n, d in (date_sets or {}).items()),
            teams=teams,
            user_groups=(UserGroup(id="STAFF", name="Council staff"),),
            staff_groups=(StaffGroup(id="CLERKS", group="HRP", headcount=5, services=("PAY",)),),
            load_profile=load_profile,
            service_groups=(
                ServiceGroup(
                    id="HRP",
                    name="HR and payroll",
                    options=tuple(SourcingOption(id=name, name=name.lower()) for name in options),
                ),
            ),
            services=(Service(id="PAY", name="Payroll", group="HRP", criticality=5),),
            activities=activities,
        )
    )


def work(
    name: str, *modes: Mode, calendar: str | None = None, service: str | None = None
) -> Activity:
    """Return work; of one day when no mode is given."""
    return Activity(
        id=name, kind="build", service=service, calendar=calendar, modes=modes or (lasting(1),)
    )


def lasting(days: int, *options: str, **demands: int) -> Mode:
    """Return a mode of so many working days, under some options, asking for teams."""
    return Mode(
        options=options, duration=ThreePoint(min=days, likely=days, max=days), demands=demands
    )


def event(
    name: str, *modes: Mode, dates: str | None = None, load: int = 0, service: str | None = None
) -> Activity:
    """Return an event, with load points on council staff."""
    return Activity(
        id=name,
        kind="cutover",
        form="event",
        service=service,
        dates=dates,
        modes=modes or (Mode(),),
        change_load={"STAFF": load} if load else {},
    )


def span(name: str, *modes: Mode, calendar: str | None = None) -> Activity:
    """Return a span."""
    return Activity(
        id=name, kind="parallel", form="span", calendar=calendar, modes=modes or (Mode(),)
    )


def plan(option: str = "OWN", **dates: int | tuple[int, int]) -> Plan:
    """Return a plan by days of April: one for an event or a day's work, else first and last."""
    placed = {}
    for name, at in dates.items():
        first, last = (at, at) if isinstance(at, int) else at
        placed[name] = Placed(start=april(first), finish=april(last))
    return Plan(options={"HRP": option}, placed=placed)


def chosen(*names: str) -> Selection:
    """Return a selection of named activities."""
    return Selection(activities=names)


def breaches(rule: Rule, of: ExpandedProgramme, by: Plan) -> list[Breach]:
    """Return how a plan falls short of a rule."""
    return list(breaches_of(rule, of, by))


def shortfall(rule: Rule, of: ExpandedProgramme, by: Plan) -> int:
    """Return the shortfall of a plan in the rule's unit; 0 when it is met."""
    found = [breach.shortfall for breach in breaches(rule, of, by)]
    assert all(short > 0 for short in found)
    return sum(found)


def holds(rule: Rule, of: ExpandedProgramme, by: Plan) -> bool:
    """Tell whether a plan meets a rule."""
    return not breaches(rule, of, by)


def words(rule: Rule, of: ExpandedProgramme) -> str:
    """Return the rule as people read it."""
    return statement_of(rule, of)
