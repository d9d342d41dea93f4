"""Costs worked by hand over Easter 2023: the horizon is 3 to 14 April, the contract ends on the 12th.

Two financial years: to the 7th, and from the 8th to the 10th; the rest lies outside both.
"""

from dataclasses import replace

from scheduler.analysis.cost import Costs, costs, has_money, most_pence, pence_spent
from scheduler.domain.activities import Activity, Mode, Selection
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.programme import Budget, Programme
from scheduler.domain.resources import CapacityPeriod, Team
from scheduler.domain.services import Service, ServiceGroup, SourcingOption
from scheduler.domain.shared_components import SharedComponent
from scheduler.domain.values import Money, even_shares
from tests.rules.easter import april, event, lasting, plan, programme, work


def a_day(pence: int) -> Money:
    return Money(pence=pence, per="day")


OLD = Budget(id="OLD", first=april(1), last=april(7), amount=Money(pence=0))
NEW = Budget(id="NEW", first=april(8), last=april(10), amount=Money(pence=0))
TRANSFER = Activity(id="move", kind="transfer", form="event", service="PAY")
STOP = Activity(id="stop", kind="charges_stop", form="event", service="PAY")


def costing(document: Programme, **changes: object) -> ExpandedProgramme:
    return ExpandedProgramme(replace(document, budgets=(OLD, NEW), **changes))  # type: ignore[arg-type]


def charged(*activities: Activity, stranded_percent: int = 0) -> ExpandedProgramme:
    """Return payroll charged for at £1 a day."""
    document = programme(*activities).document
    service = replace(document.services[0], yearly_cost=a_day(100))
    contract = replace(document.contract, stranded_percent=stranded_percent)
    return costing(document, services=(service,), contract=contract)


def paid(found: Costs) -> dict[str | None, dict[str, int]]:
    """Return what is not nothing."""
    return {
        year: {part: pence for part, pence in parts.items() if pence}
        for year, parts in found.items()
    }


def test_charges_run_to_their_stop_and_are_dual_from_the_transfer_on() -> None:
    # The 3rd to the 5th alone, then dual: the 6th and 7th in OLD, the 8th and 9th in NEW.
    assert paid(costs(charged(TRANSFER, STOP), plan(move=6, stop=9))) == {
        "OLD": {"incumbent": 300, "dual": 200},
        "NEW": {"dual": 200},
        None: {},
    }


def test_without_a_stop_the_transfer_ends_the_charges() -> None:
    found = costs(charged(TRANSFER), plan(move=9))
    assert paid(found) == {"OLD": {"incumbent": 500}, "NEW": {"incumbent": 100}, None: {}}


def test_without_a_transfer_the_contract_end_does() -> None:
    assert paid(costs(charged(TRANSFER, STOP), plan())) == {
        "OLD": {"incumbent": 500},
        "NEW": {"incumbent": 300},
        None: {"incumbent": 200},
    }


def test_a_part_goes_on_to_the_contract_end() -> None:
    # 33 of 100 pence; from the 8th to the 12th.
    assert paid(costs(charged(STOP, stranded_percent=33), plan(stop=7))) == {
        "OLD": {"incumbent": 500},
        "NEW": {"stranded": 99},
        None: {"stranded": 66},
    }


def test_the_new_side_is_paid_from_each_transfer_and_shared_evenly() -> None:
    # Running 7 a day: 4 for payroll, whose share comes first, and 3 for tax; set-up 11: 6 and 5.
    document = programme(TRANSFER, replace(TRANSFER, id="taxed", service="TAX")).document
    option = SourcingOption(id="OWN", running_cost=a_day(7), set_up_cost=Money(pence=11))
    tax, law = (Service(id=name, group="HRP", criticality=1) for name in ("TAX", "LAW"))
    of = costing(
        document,
        services=(*document.services, tax, law),
        service_groups=(ServiceGroup(id="HRP", options=(option,)),),
    )
    assert paid(costs(of, plan(move=7, taxed=10))) == {
        "OLD": {"running": 4, "set_up": 6},
        "NEW": {"running": 12 + 3, "set_up": 5},
        None: {"running": 16 + 12},
    }


def test_teams_with_a_rate_are_paid_for_working_days_and_for_the_day_of_an_event() -> None:
    # Half a person is 51 pence (50.5 rounded half up): on the 5th, 6th and 11th.
    team = Team(
        id="HELP",
        capacity=(CapacityPeriod(first=april(3), hundredths=100),),
        day_rate=a_day(101),
    )
    free = replace(team, id="OWN", day_rate=None)
    build = work("build", lasting(3, HELP=50, OWN=100))
    call = event("call", Mode(demands={"HELP": 100}))
    of = costing(programme(build, call, teams=(team, free)).document)
    assert paid(costs(of, plan(build=(5, 11), call=9))) == {
        "OLD": {"assistance": 102},
        "NEW": {"assistance": 101},
        None: {"assistance": 51},
    }


def test_components_are_paid_for_to_their_stop_or_as_long_as_they_can_last() -> None:
    lan = SharedComponent(
        id="LAN", stop="off", consumers=Selection(activities=("cut",)), cost=a_day(10)
    )
    own = replace(lan, id="OWN", incumbents=False)
    document = programme(event("cut"), event("off")).document
    of = costing(document, shared_components=(lan, own))
    assert paid(costs(of, plan(off=8))) == {
        "OLD": {"components": 100},
        "NEW": {"components": 20},
        None: {},
    }
    assert paid(costs(of, plan()))[None] == {"components": 2 * 10 + 4 * 10}


def test_years_add_up_and_no_plan_costs_more_than_the_most() -> None:
    of = charged(TRANSFER, STOP, stranded_percent=50)
    by = plan(move=6, stop=9)
    parts = [pence_spent(of, by, years) for years in (["OLD"], ["NEW"], ["OLD", "NEW"])]
    assert parts == [500, 200 + 50, 750]
    assert pence_spent(of, by) == 750 + 2 * 50
    assert most_pence(of) >= 12 * 150


def test_a_programme_without_amounts_has_no_money() -> None:
    assert not has_money(programme(TRANSFER))
    assert has_money(charged(TRANSFER))


def test_an_amount_of_a_day_is_rounded_half_up() -> None:
    assert a_day(7).pence_per_day == 7
    assert Money(pence=365 * 3 + 182, per="year").pence_per_day == 3
    assert Money(pence=365 * 3 + 183, per="year").pence_per_day == 4
    assert Money(pence=365, per="month").pence_per_day == 12
    assert Money(pence=-183, per="year").pence_per_day == -1


def test_shares_add_up() -> None:
    assert even_shares(11, 3) == (4, 4, 3)
    assert even_shares(-1, 2) == (0, -1)
