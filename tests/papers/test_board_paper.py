"""A board paper says how the plan stands, what is to be decided, and what may go wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scheduler.analysis.risk import EventRisk, Percentiles, RiskAnswer, ServiceRisk, Share
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import Precedence
from scheduler.domain.standing import Commitment
from scheduler.interchange.valid_programme import valid_programme
from scheduler.papers.board_paper import board_paper
from scheduler.papers.chances import ScheduleRisk, risk_words, schedule_risk
from scheduler.papers.paper import Items, Paragraph, Picture
from scheduler.regenerating.in_force import baseline_of
from tests.agreement.worlds import FIXTURES
from tests.papers.worlds import World, blocks, figures, in_force, lincolnshire, small, table, words


def moved(plan: Plan, **days: date) -> Plan:
    """Return a plan with transfers on other days."""
    at = {f"{name}.transfer": Placed(start=day, finish=day) for name, day in days.items()}
    return Plan(options=plan.options, placed={**plan.placed, **at})


def with_baseline() -> World:
    """The plan in force had two transfers on other days: one later now, one earlier."""
    case = lincolnshire()
    before = moved(case.plan, APP=date(2023, 10, 2), EXC=date(2023, 3, 1))
    return case.but(baseline=baseline_of(before, "board of May"))


def paragraphs(paper: object, title: str) -> str:
    return " ".join(one.text for one in blocks(paper, title) if isinstance(one, Paragraph))  # type: ignore[arg-type]


def test_services_are_told_against_the_plan_in_force() -> None:
    case = with_baseline()
    made = board_paper(case.programme, case.plan)
    title = "Status against the plan in force"
    # Applications from Monday 2 October to Wednesday 1 November 2023: 22 working days. Exchequer
    # from 1 March 2023 back to 1 February: 20.
    assert table(made, title).rows == (
        ("Exchequer", "1 Mar 2023", "1 Feb 2023", "-20"),
        ("Applications", "2 Oct 2023", "1 Nov 2023", "+22"),
    )
    assert paragraphs(made, title) == ("2 of 18 service transfers moved: 1 later, 1 earlier.")
    picture = next(one for one in blocks(made, title) if isinstance(one, Picture))
    assert "Applications 1 Nov 2023, in the baseline 2 Oct 2023" in picture.alternative
    assert "Plan churn" in [section.title for section in made.sections]
    churn = next(one for one in blocks(made, "Plan churn") if isinstance(one, Picture))
    assert churn.alternative.startswith("board of May: ends 1 Nov 2023")
    assert "this plan: ends 1 Nov 2023" in churn.alternative
    assert "2 dates moved" in churn.alternative


def test_a_later_end_is_told_with_both_days() -> None:
    case = lincolnshire()
    before = moved(case.plan, APP=date(2023, 10, 2), ACF=date(2023, 10, 2))
    case = case.but(baseline=baseline_of(before))
    said = paragraphs(board_paper(case.programme, case.plan), "Status against the plan in force")
    assert said == (
        "2 of 18 service transfers moved: 2 later. "
        "The last one was to be on 2 October 2023 and is now on 1 November 2023."
    )


def test_earlier_plans_are_shown_oldest_first() -> None:
    case = lincolnshire()
    plans = (
        ("May", moved(case.plan, APP=date(2023, 9, 1))),
        ("June", moved(case.plan, APP=date(2023, 10, 2))),
    )
    made = board_paper(case.programme, case.plan, plans=plans)
    (churn,) = [one for one in blocks(made, "Plan churn") if isinstance(one, Picture)]
    order = [churn.alternative.index(label) for label in ("May:", "June:", "this plan:")]
    assert order == sorted(order)


def test_services_that_are_out_are_counted_by_the_status_date() -> None:
    case = lincolnshire().but(status_date=date(2022, 10, 1))
    made = board_paper(case.programme, case.plan)
    # By 1 October 2022: service integration, digital platform, Business World, identity.
    assert figures(made, "At a glance")["Services out"] == ("4 of 18", "14 to go")
    assert made.dated == date(2022, 10, 1)


def test_commitments_that_are_changed_are_counted() -> None:
    case = lincolnshire()
    promised = (
        Commitment(id="kept", level="notified", activity="ACF.transfer", start=date(2023, 11, 1)),
        Commitment(id="not", level="notified", activity="APP.transfer", start=date(2023, 10, 2)),
        Commitment(id="option", level="draft", group="NET", option="SPP"),
    )
    case = case.but(commitments=promised)
    made = board_paper(case.programme, case.plan)
    assert figures(made, "At a glance")["Commitments changed"][0] == "2 of 3"
    public = board_paper(case.programme, case.plan, audience="public")
    # Which option was promised is not for the public, nor that one was.
    assert figures(public, "At a glance")["Commitments changed"][0] == "1 of 2"


def test_there_are_five_risks_at_most_one_of_each_sort_first() -> None:
    case = lincolnshire()
    rows = table(board_paper(case.programme, case.plan), "Top risks").rows
    assert len(rows) == 5
    assert rows[0][0] == "Services may leave one by one before the end of the contract."
    assert rows[0][2] == "Assistant Director, Commercial"
    assert rows[1][0].startswith("Charges stop 13 weeks after a notice that is lawful")
    assert rows[1][1] == (
        "A planning rule that nobody has confirmed; it bears on 73 dates of this plan, "
        "21 of them of services of criticality 5."
    )
    assert rows[2][0] == "HR staff-transfer advisers: nobody to spare."
    assert rows[3][1] == "620 of 700 load points in the week of 8 May 2023."


def test_a_rule_bears_on_the_dates_that_it_names() -> None:
    three = small()
    rule = Precedence(
        id="own",
        before="NET.transfer",
        after="CSC.transfer",
        basis="contract",
        confirmed=False,
        reason="Because.",
        owner="Head",
    )
    others = tuple(
        replace(one, confirmed=True)
        for one in three.programme.document.rules
        if one.confirmed is False
    )
    for confirmed, basis, told in (
        (False, "contract", 1),
        (True, "contract", 0),
        (False, "policy", 0),
    ):
        made = replace(rule, confirmed=confirmed, basis=basis)  # type: ignore[arg-type]
        case = three.but(rules=(made, *others), assumptions=())
        rows = table(board_paper(case.programme, case.plan), "Top risks").rows
        found = [row for row in rows if row[2] == "Head"]
        assert len(found) == told
        # Two dates; the network's criticality is 5, the service centre's is 4.
        assert all("bears on 2 dates of this plan, 1 of them" in row[1] for row in found)


def test_what_a_simulation_finds_comes_first_among_risks() -> None:
    case = lincolnshire()
    risk = ScheduleRisk(
        probability=0.71,
        interval=(0.68, 0.74),
        p80={"ACF": date(2024, 4, 14), "APP": date(2024, 3, 31)},
    )
    made = board_paper(case.programme, case.plan, risk=risk)
    rows = table(made, "Top risks").rows
    assert rows[0][0] == "Not every service is in time."
    # 80 of 100 runs have it out by 14 April, after 31 March; the other is in time.
    assert rows[0][1] == (
        "Every service is transferred by the contract end, and accepted in time where a rule says "
        "when, with a probability of 71 % (95 % interval 68 % to 74 %). "
        "Out in four cases of five only: Adult care finance by 14 Apr 2024."
    )
    likely = replace(risk, probability=0.9, interval=(0.88, 0.92), p80={})
    made = board_paper(case.programme, case.plan, risk=likely)
    assert table(made, "Top risks").rows[0][0].startswith("Services may leave one by one")


def test_a_simulation_is_told_as_it_answers() -> None:
    def event(day: date | None) -> EventRisk:
        reached = Percentiles(p50=day, p80=day, p90=None)
        planned = date(2023, 11, 1)
        return EventRisk(
            activity="A.transfer", planned=planned, reached=reached, due=None, in_time=None
        )

    on_time, due = date(2023, 9, 1), date(2023, 10, 1)
    accepted = {
        # In 80 of 100 runs on the last day that the rule sets, after it, and without such a day.
        "NET": replace(event(due), due=due),
        "APP": replace(event(date(2023, 10, 2)), due=due),
        "ACF": event(on_time),
    }
    services = (("ACF", date(2024, 4, 14)), ("APP", None), ("NET", date(2023, 6, 1)))
    answer = RiskAnswer(
        samples=1000,
        seed=1,
        policy="as-planned",
        shape="pert",
        correlation=0.5,
        contract_end=date(2024, 3, 31),
        horizon=date(2024, 9, 30),
        in_time=Share(count=500, of=1000),
        transferred=Share(count=640, of=1000),
        beyond=Share(count=100, of=1000),
        planned_last=date(2023, 11, 1),
        last=Percentiles(p50=None, p80=None, p90=None),
        services=tuple(
            ServiceRisk(service=name, name=name, transfer=event(day), acceptance=accepted.get(name))
            for name, day in services
        ),
        activities=(),
        firm_up=(),
        failures=(),
        slips=(),
        violations=0,
        not_simulated=(),
    )
    case = lincolnshire()
    made = board_paper(case.programme, case.plan, risk=schedule_risk(answer))
    # The exact interval of 500 in 1000 is 0.4685 to 0.5315; 640 are transferred, not all accepted.
    assert table(made, "Top risks").rows[0][1] == (
        "Every service is transferred by the contract end, and accepted in time where a rule says "
        "when, with a probability of 50 % (95 % interval 47 % to 53 %, 1,000 runs). "
        "Out in four cases of five only: Applications after 30 Sep 2024, "
        "Adult care finance by 14 Apr 2024. Accepted in four cases of five, too late: "
        "Applications by 2 Oct 2023."
    )


@pytest.mark.parametrize("share", [(0.5, 0.4, 0.45), (1.2, 1.1, 1.3), (-0.1, -0.2, 0.1)])
def test_what_is_no_probability_is_refused(share: tuple[float, float, float]) -> None:
    probability, low, high = share
    with pytest.raises(ValueError, match="probability"):
        ScheduleRisk(probability=probability, interval=(low, high))


@pytest.mark.parametrize(
    ("share", "said"),
    [(1.0, "100 %"), (0.999, "more than 99 %"), (0.0, "0 %"), (0.001, "less than 1 %")],
)
def test_what_is_not_certain_is_not_said_to_be(share: float, said: str) -> None:
    risk = ScheduleRisk(probability=share, interval=(share, share))
    assert f"a probability of {said} " in risk_words(risk)


def test_points_of_the_risk_register_are_told_of_chosen_options_alone() -> None:
    case = lincolnshire()
    groups = tuple(
        replace(
            group,
            options=tuple(
                replace(option, risk=12 if option.id == "SHR" else 9) for option in group.options
            ),
        )
        for group in case.programme.document.service_groups
    )
    case = case.but(service_groups=groups)
    rows = table(board_paper(case.programme, case.plan), "Top risks").rows
    assert rows[0][0].startswith("Business World: ")
    assert rows[0][1].startswith("12 points in the council's risk register.")


def test_the_ranking_of_assumptions_comes_before_their_days() -> None:
    case = lincolnshire()
    ranking = {
        "assumptions": [
            {
                "words": "Notice takes 26 weeks.",
                "effect": "no plan",
                "owner": "Legal",
                "proved": True,
            },
            {"words": "No matter.", "effect": "none", "owner": "", "proved": True},
        ]
    }
    made = board_paper(case.programme, case.plan, assumptions=ranking)
    assert table(made, "Top risks").rows[0] == (
        "Notice takes 26 weeks.",
        "no plan any more",
        "Legal",
    )


def test_questions_follow_from_what_is_told() -> None:
    case = with_baseline()
    (asked,) = [
        one
        for one in blocks(board_paper(case.programme, case.plan), "Questions for the board")
        if isinstance(one, Items)
    ]
    assert asked.numbered
    assert "papers being final by 9 September 2021" in asked.items[0]
    assert asked.items[1] == "Does the board accept the new dates of Applications and Exchequer?"
    assert "21 weeks" in asked.items[2]


def test_without_a_plan_the_board_is_told_what_clashes() -> None:
    file = FIXTURES / "infeasible/change_freeze_year_end.json"
    programme = valid_programme(file.read_bytes()).expanded
    answer = {
        "outcome": "infeasible",
        "clashes": [
            {
                "rules": ["one", "other"],
                "statements": ["Nothing moves at year-end.", "It leaves by 31 March."],
                "minimal": True,
                "proved": True,
                "bases": ["policy", "contract"],
                "cause": None,
            }
        ],
        "recovery_options": [
            {
                "price": 30,
                "changes": [
                    {
                        "words": "The freeze ends a week earlier.",
                        "basis": "policy",
                        "owner": "Finance",
                        "price": 30,
                    }
                ],
                "checked": True,
                "cheapest_proved": True,
                "irreducible_proved": True,
            }
        ],
        "recovery": {"complete": False, "at_least": 40},
    }
    made = board_paper(programme, None, answer)
    assert made.lead.startswith("No plan meets every planning rule; ")
    assert table(made, "Why there is no plan").rows == (
        ("Nothing moves at year-end.", "policy"),
        ("It leaves by 31 March.", "contract"),
    )
    assert table(made, "Recovery options").rows[0] == (
        "The freeze ends a week earlier.",
        "policy",
        "Finance",
        "30",
    )
    public = board_paper(programme, None, answer, audience="public")
    assert "The freeze ends a week earlier." not in " ".join(words(public))
    # Rules that the programme does not know are not known to be public.
    assert "Nothing moves at year-end." not in " ".join(words(public))


def test_a_board_paper_needs_a_plan_or_an_answer() -> None:
    with pytest.raises(ValueError, match="needs a plan"):
        board_paper(lincolnshire().programme, None)


def test_an_answer_does_not_change_what_a_plan_says() -> None:
    case = lincolnshire()
    assert board_paper(case.programme, case.plan, in_force()) == board_paper(
        case.programme, case.plan
    )


def test_decisions_that_have_been_taken_are_not_sought_again() -> None:
    case = lincolnshire().but(status_date=date(2021, 10, 5))
    meetings = [
        row[0] for row in table(board_paper(case.programme, case.plan), "Decisions sought").rows
    ]
    assert "Executive, 5 Oct 2021" not in meetings
    later = lincolnshire().but(status_date=date(2021, 10, 5) - ONE_DAY)
    rows = table(board_paper(later.programme, later.plan), "Decisions sought").rows
    assert "Executive, 5 Oct 2021" in [row[0] for row in rows]


def test_papers_that_are_late_are_said_to_be() -> None:
    # The Executive of 5 October sees papers that are final by 21 September.
    case = lincolnshire().but(status_date=date(2021, 9, 27))
    made = board_paper(case.programme, case.plan)
    rows = {row[0]: row for row in table(made, "Decisions sought").rows}
    assert rows["Executive, 5 Oct 2021"][2] == "21 Sep 2021, already due"
    assert rows["Executive, 2 Nov 2021"][2] == "19 Oct 2021"
    (asked,) = [one for one in blocks(made, "Questions for the board") if isinstance(one, Items)]
    assert "the first papers being due already" in asked.items[0]
