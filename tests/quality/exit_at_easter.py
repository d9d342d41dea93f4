"""A tiny exit over Easter 2023, worked by hand: design, build, go, and the end on the 12th.

April   Mo Tu We Th Fr Sa Su
         3  4  5  6 (7  8  9)
       (10)11 12 13 14
"""

from dataclasses import replace

from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ActualDates, Precedence, Rule
from scheduler.domain.standing import Baseline, DatesInForce
from scheduler.domain.values import ThreePoint
from scheduler.quality.schedule import Schedule, schedule_of
from tests.rules.easter import april, event, lasting, plan, programme, work

DESIGN_BUILD = Precedence(id="design-build", before="design", after="build")
BUILD_GO = Precedence(id="build-go", before="build", after="go")
CHAIN: tuple[Rule, ...] = (DESIGN_BUILD, BUILD_GO)
DATES = plan(design=(3, 4), build=(5, 11), go=12)
"""Two days, three over Easter, and the transfer on the contract's last day."""


def go(dates: str | None = None) -> Activity:
    return replace(event("go", service="PAY", dates=dates), kind="transfer")


def tiny(*rules: Rule, more: tuple[Activity, ...] = (), **changes: object) -> ExpandedProgramme:
    """Return the exit with some rules, more activities and other fields of the programme."""
    made = programme(work("design", lasting(2)), work("build", lasting(3)), go(), *more)
    return ExpandedProgramme(replace(made.document, rules=rules, **changes))  # type: ignore[arg-type]  # fields of a programme


def schedule(of: ExpandedProgramme, by: Plan = DATES) -> Schedule:
    return schedule_of(of, by)


def done(name: str, first: int, last: int) -> ActualDates:
    """Return that something began and is over."""
    return ActualDates(id=f"actual.{name}", activity=name, start=april(first), finish=april(last))


def baseline(**dates: tuple[int, int]) -> Baseline:
    return Baseline(
        dates={
            name: DatesInForce(start=april(first), finish=april(last))
            for name, (first, last) in dates.items()
        }
    )


def estimate(days: int, source: str) -> ThreePoint:
    return ThreePoint(min=days, likely=days, max=days + 1, source=source)
