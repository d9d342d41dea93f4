"""Practices and measures worked by hand, and the answer as a whole."""

import json
from dataclasses import replace

import pytest

from scheduler.analyses.simulated import simulated
from scheduler.analysis.holding import TrueSlack
from scheduler.domain.activities import ActivityPart, Mode
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import DateLimit, Precedence, RuleTemplate, TeamCapacity
from scheduler.domain.programme import Assumption
from scheduler.domain.resources import CapacityPeriod, Team
from scheduler.domain.services import ContractTerm
from scheduler.errors import PlanBreaksRules
from scheduler.expansion.expand import expand
from scheduler.pictures.quality_contents import quality_contents
from scheduler.quality.assess import CHECKS, assess
from scheduler.quality.findings import Measure, Practice, Standing
from scheduler.quality.measures import measures_of
from scheduler.quality.practices import practices_of
from tests.quality.exit_at_easter import (
    BUILD_GO,
    CHAIN,
    DATES,
    DESIGN_BUILD,
    baseline,
    done,
    estimate,
    go,
    schedule,
    tiny,
)
from tests.rules.easter import april, chosen, lasting, plan, programme, work


def practice(number: int, of: ExpandedProgramme, by: Plan = DATES) -> Practice:
    seen = schedule(of, by)
    made = practices_of(seen, {check.number: check for check in (c(seen) for c in CHECKS)})
    assert [row.number for row in made] == list(range(1, 11))
    return made[number - 1]


def measure(code: str, of: ExpandedProgramme, **more: object) -> Measure:
    made = measures_of(schedule(of), of.document, **more)  # type: ignore[arg-type]  # its own arguments
    (found,) = (row for row in made if row.code == code)
    return found


def with_work(*modes: Mode, parts: tuple[ActivityPart, ...] = ()) -> ExpandedProgramme:
    """Return the exit with its build done in some mode."""
    of = programme(work("design", lasting(2)), replace(work("build", *modes), parts=parts), go())
    team = Team(id="T", capacity=(CapacityPeriod(first=april(3), hundredths=200),))
    return ExpandedProgramme(replace(of.document, rules=CHAIN, teams=(team,)))


def test_capturing_is_never_fully_told() -> None:
    row = practice(1, tiny(*CHAIN))
    assert row.standing == "cannot be told"
    assert row.evidence.startswith("3 tasks for 1 services, of which 1 have a transfer")
    without = replace(DATES, placed={n: at for n, at in DATES.placed.items() if n != "go"})
    assert practice(1, tiny(*CHAIN), without).standing == "partly"
    of = tiny(*CHAIN)
    unread = replace(of.document.contract, terms=(ContractTerm(id="notice", text="?"),))
    row = practice(1, ExpandedProgramme(replace(of.document, contract=unread)))
    assert (row.standing, row.ids) == ("partly", ("notice",))


def test_sequencing_goes_by_the_first_five_checks() -> None:
    # Three of a chain: logic fails, the other four pass. Without any link none that applies does.
    assert practice(2, tiny(*CHAIN)).standing == "partly"
    assert practice(2, tiny(*CHAIN)).ids == ("design", "go")


def test_resources_go_by_who_does_the_work() -> None:
    assert practice(3, tiny(*CHAIN)).standing == "not met"
    of = with_work(lasting(3, T=100))
    by_team = {**{a.id: a for a in of.document.activities}}
    all_asked = tuple(
        replace(a, modes=(lasting(2, T=100),)) if a.id == "design" else a for a in by_team.values()
    )
    asked = replace(of.document, activities=all_asked)
    assert practice(3, ExpandedProgramme(asked)).standing == "partly"  # nothing limits the team
    limited = replace(asked, rules=(*CHAIN, TeamCapacity(id="t", team="T")))
    assert practice(3, ExpandedProgramme(limited)).standing == "met"


def test_durations_go_by_their_sources() -> None:
    def of(design: str, build: str) -> Standing:
        made = tiny(*CHAIN).document
        modes = {"design": estimate(2, design), "build": estimate(3, build)}
        activities = tuple(
            replace(a, modes=(Mode(duration=modes[a.id]),)) if a.id in modes else a
            for a in made.activities
        )
        return practice(4, ExpandedProgramme(replace(made, activities=activities))).standing

    assert of("report 7", "assumption, because it was so") == "met"
    assert of("report 7", "") == "not met"


def test_tracing_goes_by_links_to_a_transfer() -> None:
    assert practice(5, tiny(*CHAIN)).standing == "met"
    row = practice(5, tiny(BUILD_GO))
    assert (row.standing, row.ids) == ("not met", ("design",))
    after = Precedence(id="after", before="go", after="tidy")
    of = tiny(*CHAIN, after, more=(work("tidy"),))
    by = plan(design=(3, 4), build=(5, 11), go=12, tidy=13)
    assert practice(5, of, by).standing == "met"  # what follows a transfer is tied to it too


def test_path_and_float_go_by_their_checks() -> None:
    assert practice(6, tiny(*CHAIN)).standing == "met"
    later = plan(design=(3, 4), build=(5, 11), go=14)
    assert practice(6, tiny(*CHAIN), later).standing == "partly"
    assert practice(6, tiny(DESIGN_BUILD)).standing == "not met"
    assert practice(7, tiny(*CHAIN)).standing == "met"


def test_a_risk_analysis_cannot_be_told() -> None:
    row = practice(8, tiny(*CHAIN))
    assert row.standing == "cannot be told"
    assert row.evidence.startswith("0 of 2 estimates have a spread")


def test_a_simulation_of_the_plan_is_a_risk_analysis() -> None:
    of = tiny(*CHAIN)
    seen = schedule(of)
    checks = {check.number: check for check in (c(seen) for c in CHECKS)}
    risk = simulated(of, DATES)
    assert risk is not None
    row = practices_of(seen, checks, risk)[7]
    # Nothing varies here: it is simulated, and every estimate lacks a spread.
    assert (row.standing, row.missing) == ("partly", "A spread of every estimate.")
    assert row.evidence.startswith(
        "In 100 % of 10,000 runs all is in time (95 % interval 100.0 to 100.0 %); in 80 % the last "
        "transfer is made by 2023-04-12."
    )
    found = assess(of.document, of, DATES, risk=risk)
    assert found.practices[7] == row
    assert simulated(of, replace(DATES, placed={"design": DATES.placed["design"]})) is None


def test_updating_goes_by_the_status_date() -> None:
    assert practice(9, tiny(*CHAIN)).standing == "cannot be told"
    told = tiny(*CHAIN, done("design", 3, 4), status_date=april(4))
    assert practice(9, told).standing == "met"
    assert practice(9, tiny(*CHAIN, status_date=april(4))).standing == "not met"


def test_a_baseline_has_every_task() -> None:
    assert practice(10, tiny(*CHAIN)).standing == "not met"
    some = baseline(design=(3, 4))
    row = practice(10, tiny(*CHAIN, baseline=some))
    assert (row.standing, row.ids) == ("partly", ("build", "go"))
    every = baseline(design=(3, 4), build=(5, 11), go=(12, 12))
    assert practice(10, tiny(*CHAIN, baseline=every)).standing == "met"


def test_contingency_is_counted_to_the_contract_end() -> None:
    assert measure("schedule_contingency", tiny(*CHAIN)).value == 0  # go is on the last day


def test_little_float_is_counted_below_a_number_of_days() -> None:
    # All of the chain can move by a day: go to the 13th, the day after the contract end.
    assert (measure("little_float", tiny(*CHAIN), few_days=2).value) == 3
    assert (measure("little_float", tiny(*CHAIN), few_days=1).value) == 0


def test_true_slack_takes_the_place_of_float() -> None:
    slack = TrueSlack(
        activity="design",
        start=april(3),
        earliest=april(3),
        earliest_known="proved",
        latest=april(3),
        latest_known="at_least",
        earlier_working_days=0,
        later_working_days=0,
    )
    found = measure("little_true_slack", tiny(*CHAIN), slacks={"design": slack})
    assert (found.value, found.of, found.sample) == (1, 1, ("design",))
    assert "for 1 it may be more" in found.sentence


def test_the_peak_is_the_largest_share_of_the_people_there() -> None:
    found = measure("peak_team_load", with_work(lasting(3, T=150)))
    assert (found.value, found.of, found.sample) == (150, 200, ("T",))
    assert "2023-04-05" in found.sentence
    assert measure("peak_team_load", tiny(*CHAIN)).value is None


def test_what_is_unconfirmed_is_counted_as_written() -> None:
    template = RuleTemplate(id="t", for_each="service", rule=replace(BUILD_GO, confirmed=False))
    of = tiny(
        replace(DESIGN_BUILD, confirmed=False),
        BUILD_GO,
        rule_templates=(template,),
        assumptions=(Assumption(id="one", text=""), Assumption(id="two", text="", confirmed=True)),
    )
    rules = measure("unconfirmed_rules", of)
    assert (rules.value, rules.of, rules.sample) == (2, 3, ("design-build", "t"))
    assumptions = measure("unconfirmed_assumptions", of)
    assert (assumptions.value, assumptions.of, assumptions.sample) == (1, 2, ("one",))


def test_estimates_say_where_they_come_from() -> None:
    of = with_work(Mode(duration=estimate(3, "assumption, because")))
    found = measure("estimates_with_a_source", of)
    assert (found.value, found.of, found.sample) == (1, 2, ("design",))
    assert "1 of those are assumptions" in found.sentence


def test_the_answer_has_all_of_it_and_is_plain_json() -> None:
    document = replace(tiny(*CHAIN).document, rules=CHAIN)
    found = assess(document, expand(document), DATES)
    answer = found.to_jsonable()
    assert json.loads(json.dumps(answer)) == answer
    assert [check["number"] for check in answer["checks"]] == list(range(1, 15))
    assert len(answer["practices"]) == 10
    failed = [check.name.lower() for check in found.checks if check.verdict == "fail"]
    assert failed == ["logic", "resources"]
    assert found.verdict.startswith(
        "The plan passes 9 of the 11 DCMA checks that apply and fails logic, resources; it meets "
    )
    captions = [contents.caption for contents in quality_contents(answer)]
    assert captions[0] == "The fourteen DCMA checks"
    assert captions[-1] == "Lints of the programme"


def test_a_plan_that_breaks_a_rule_has_no_quality() -> None:
    by = DateLimit(id="by", activities=chosen("build"), finish_not_after=april(6))
    document = tiny(*CHAIN, by).document
    with pytest.raises(PlanBreaksRules, match="breaks 1 planning rule of"):
        assess(document, expand(document), DATES)
