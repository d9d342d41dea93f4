"""Measures of a plan, with the answers worked by hand."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.analysis import measures
from scheduler.analysis.measures import Change, PeakWeek
from scheduler.domain.activities import Activity, Mode
from scheduler.domain.calendars import WorkCalendar
from scheduler.domain.choice import Choice
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import ChangeLoad, RuleTemplate, SourcingChoice
from scheduler.domain.programme import Assumption, Programme
from scheduler.domain.resources import UserGroup
from scheduler.domain.services import Contract
from scheduler.domain.values import ThreePoint, Window
from scheduler.expansion.expand import expand

WEEK_OF_6_MARCH = date(2023, 3, 6)
WEEK_OF_13_MARCH = date(2023, 3, 13)
WEEK_OF_20_MARCH = date(2023, 3, 20)
WEEK_OF_27_MARCH = date(2023, 3, 27)


def _event(name: str, kind: str, load: dict[str, int] | None = None) -> Activity:
    return Activity(id=name, kind=kind, form="event", change_load=load or {})


def _programme() -> ExpandedProgramme:
    week = ThreePoint(min=5, likely=5, max=5)
    return ExpandedProgramme(
        Programme(
            format_version=1,
            id="TINY",
            name="Tiny",
            plan_from=date(2023, 1, 2),
            plan_until=date(2023, 3, 31),
            contract=Contract(supplier="Old", end_date=date(2023, 3, 31)),
            calendars=(
                WorkCalendar(
                    id="ENG",
                    closures=(Window(first=date(2023, 3, 29), last=date(2023, 3, 29)),),
                ),
            ),
            default_calendar="ENG",
            user_groups=(UserGroup(id="STAFF"), UserGroup(id="SCHOOLS"), UserGroup(id="IDLE")),
            load_profile=(6, 0, 3),
            activities=(
                _event("A.cutover_1", "cutover", {"STAFF": 2}),
                _event("B.cutover_1", "cutover", {"STAFF": 1, "SCHOOLS": 4}),
                Activity(
                    id="B.build",
                    kind="build",
                    modes=(Mode(duration=week),),
                    change_load={"STAFF": 9},
                ),
                _event("A.transfer", "transfer"),
                _event("B.transfer", "transfer"),
            ),
            rules=(
                ChangeLoad(id="CAP", user_group="STAFF", at_most=20, confirmed=False),
                ChangeLoad(id="CAP-2", user_group="STAFF", at_most=18, confirmed=True),
            ),
        )
    )


def _plan(**dates: tuple[int, int]) -> Plan:
    placed = {
        name.replace("_x_", "."): Placed(start=date(2023, *day), finish=date(2023, *day))
        for name, day in dates.items()
    }
    return Plan(options={}, placed=placed)


def _usual_plan() -> Plan:
    """Return A live on Saturday 11 March, B on Monday 20 March, transfers the Mondays after."""
    plan = _plan(
        A_x_cutover_1=(3, 11), B_x_cutover_1=(3, 20), A_x_transfer=(3, 13), B_x_transfer=(3, 27)
    )
    build = {"B.build": Placed(start=WEEK_OF_6_MARCH, finish=date(2023, 3, 10))}
    return replace(plan, placed={**plan.placed, **build})


def test_week_of_a_sunday_starts_the_monday_before() -> None:
    assert measures.monday_of(date(2023, 3, 12)) == WEEK_OF_6_MARCH
    assert measures.monday_of(WEEK_OF_6_MARCH) == WEEK_OF_6_MARCH


def test_load_runs_from_the_iso_week_of_the_event_and_past_the_horizon() -> None:
    # Profile 6, 0, 3. A on Sat 11 March: 2*6 in the week of the 6th, 2*3 in that of the 20th.
    # B on Mon 20 March: STAFF 1*6 on the 20th, 1*3 on 3 April; SCHOOLS four times as much.
    # The week of 3 April lies after the horizon (31 March) and counts. Build is no event.
    after_horizon = date(2023, 4, 3)
    assert measures.weekly_change_load(_programme(), _usual_plan()) == {
        "STAFF": {WEEK_OF_6_MARCH: 12, WEEK_OF_20_MARCH: 6 + 6, after_horizon: 3},
        "SCHOOLS": {WEEK_OF_20_MARCH: 24, after_horizon: 12},
        "IDLE": {},
    }


def test_changes_behind_a_week_are_named_heaviest_first() -> None:
    found = measures.changes_behind(_programme(), _usual_plan(), "STAFF", WEEK_OF_20_MARCH)
    assert found == (
        Change(activity="A.cutover_1", points=6),
        Change(activity="B.cutover_1", points=6),
    )
    assert not measures.changes_behind(_programme(), _usual_plan(), "STAFF", WEEK_OF_13_MARCH)


def test_peak_is_the_first_of_the_heaviest_weeks_and_idle_groups_have_none() -> None:
    assert measures.peak_weeks(_programme(), _usual_plan()) == {
        "STAFF": PeakWeek(monday=WEEK_OF_6_MARCH, points=12),
        "SCHOOLS": PeakWeek(monday=WEEK_OF_20_MARCH, points=24),
    }


def test_a_cap_counts_only_under_the_choices_it_holds_under() -> None:
    of = _programme()
    other = Choice(group="NOBODYS", options=("OWN",))
    rules = tuple(replace(rule, when=(other,)) for rule in of.document.rules)
    conditional = ExpandedProgramme(replace(of.document, rules=rules))
    assert measures.change_load_caps(conditional, _usual_plan()) == {}


def test_lowest_cap_counts() -> None:
    assert measures.change_load_caps(_programme(), _usual_plan()) == {"STAFF": 18}


@pytest.mark.parametrize(
    ("transfer", "working_days", "weeks"),
    [
        # Monday 27 March: Tue 28, Thu 30, Fri 31 are free, Wed 29 is closed. 27 to 31: 5 days.
        ((3, 27), 3, 0),
        # Saturday 25 March: Mon 27 as well, so 4 working days; 25 to 31 is 7 days, one week.
        ((3, 25), 4, 1),
        # On the end date nothing is left; the day after is still in time for continuity.
        ((3, 31), 0, 0),
        ((4, 1), 0, 0),
        # Monday 3 April is one working day late, Monday 10 April six; 1 to 10 April is one week.
        ((4, 3), -1, 0),
        ((4, 10), -6, -1),
    ],
)
def test_contingency(transfer: tuple[int, int], working_days: int, weeks: int) -> None:
    plan = _plan(A_x_transfer=(3, 13), B_x_transfer=transfer)
    assert measures.last_transfer(_programme(), plan) == date(2023, *transfer)
    assert measures.contingency_working_days(_programme(), plan) == working_days
    assert measures.contingency_weeks(_programme(), plan) == weeks


def test_a_plan_without_transfers_has_no_contingency() -> None:
    plan = _plan(A_x_cutover_1=(3, 11))
    assert measures.last_transfer(_programme(), plan) is None
    assert measures.contingency_working_days(_programme(), plan) is None
    assert measures.contingency_weeks(_programme(), plan) is None


def test_unconfirmed_counts_a_template_once_before_and_after_expansion() -> None:
    # Open assumptions: X. Open rules: CAP and the template, not CAP-2, not the silent ones.
    document = replace(
        _programme().document,
        assumptions=(Assumption(id="X", text="x"), Assumption(id="Y", text="y", confirmed=True)),
        rule_templates=(
            RuleTemplate(
                id="EACH",
                for_each="group",
                rule=SourcingChoice(id="EACH", group="{group}", options=("O",), confirmed=False),
            ),
        ),
    )
    assert measures.unconfirmed_assumptions(document) == 1
    assert measures.unconfirmed_rules(document) == 2
    written = SourcingChoice(id="EACH.A", group="A", options=("O",), confirmed=False)
    both = (written, replace(written, id="EACH.B", group="B"))
    expanded = replace(document, rule_templates=(), rules=(*document.rules, *both))
    assert measures.unconfirmed_rules(expanded) == 2
    plain = expand(replace(document, rule_templates=())).document
    assert measures.unconfirmed_rules(plain) == 1
