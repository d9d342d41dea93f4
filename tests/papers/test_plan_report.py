"""A plan report says what the plan says: against values worked out by hand, and the plan file."""

from dataclasses import replace
from datetime import date

from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import Decision
from scheduler.domain.programme import Assumption
from scheduler.explaining.audience import WITHHELD
from scheduler.explaining.latest import decisions_of
from scheduler.explaining.reasons import scene_of
from scheduler.papers.chances import ScheduleRisk
from scheduler.papers.decisions import as_planned_until
from scheduler.papers.paper import Paper, Paragraph, Picture
from scheduler.papers.plan_report import plan_report
from scheduler.verification.verify import verify
from tests.papers.worlds import World, blocks, figures, in_force, lincolnshire, small, table


def report() -> Paper:
    case = lincolnshire()
    return plan_report(case.programme, case.plan, in_force())


def sentences(paper: Paper, title: str) -> list[str]:
    return [one.text for one in blocks(paper, title) if isinstance(one, Paragraph)]


def test_the_case_by_hand() -> None:
    made = report()
    # 1 November 2023 to 31 March 2024, both included: 30+31+31+29+31 = 152 days, 21 whole weeks.
    assert made.lead == (
        "All services transferred by 1 November 2023, 21 weeks before the contract ends; "
        "calculated on likely durations, 52 assumptions and 123 planning rules unconfirmed."
    )
    found = figures(made, "Key figures")
    assert found["Services out"] == ("0 of 18", "18 to go")
    assert found["Last service transfer"][0] == "1 November 2023"
    assert found["Schedule contingency"][0] == "21 weeks"
    # The file's own objective level says 620, and every cap of the case is 700.
    assert found["Peak change load"][0] == "620 of 700 points"
    assert found["Unconfirmed"] == ("52 assumptions", "and 123 planning rules")
    assert made.dated == date(2021, 7, 5)
    assert made.marking == "Exempt: paragraph 3 of Schedule 12A, Local Government Act 1972"


def test_the_dates_of_services_are_those_of_the_plan_file() -> None:
    of_file = in_force()["plan"]["services"]
    services = lincolnshire().programme.services
    found = {row[0]: row for row in table(report(), "Service dates").rows}
    assert len(found) == len(of_file) == 18
    for service, dates in of_file.items():
        row = found[services[service].name]
        told = [(3, "transfer"), (4, "staff_transfer"), (5, "charges_stop"), (6, "accepted")]
        for at, name in told:
            day = dates[name]
            assert row[at] == ("-" if day is None else _short(day)), (service, name)
        assert row[2] == (", ".join(map(_short, dates["cutovers"])) or "-")
    transfers = [row[3] for row in table(report(), "Service dates").rows]
    assert transfers[0] == "1 Mar 2022"
    assert transfers[-1] == "1 Nov 2023"


def _short(day: str) -> str:
    at = date.fromisoformat(day)
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{at.day} {names[at.month - 1]} {at.year}"


def test_costs_are_those_of_the_plan_file_beside_the_budgets() -> None:
    costs = {row[0]: row[1:] for row in table(report(), "Spend by financial year").rows}
    of_file = in_force()["plan"]["costs"]
    totals = [(cost["total"] + 50) // 100 for cost in of_file]
    assert costs["Total"] == tuple(f"{total:,}" for total in totals)
    assert costs["Budget"] == ("12,500,000", "18,000,000", "19,500,000", "9,000,000")
    # 12,500,000 - 11,877,504, and so on.
    assert costs["Left of the budget"] == ("622,496", "1,110,724", "1,808,703", "1,195,176")
    whole = sum(cost["total"] for cost in of_file) / 100_000_000
    assert figures(report(), "Key figures")["Cost to the end of the plan"] == (
        f"£{whole:.1f}m",
        "of £59.0m in the budgets",
    )
    assert sentences(report(), "Spend by financial year") == [
        "Every financial year is within its budget."
    ]


def test_a_year_over_its_budget_is_named_with_by_how_much() -> None:
    case = lincolnshire()
    first, *others = case.programme.document.budgets
    # A budget of £10,000,000 for a year that costs £11,877,504.
    tight = replace(first, amount=replace(first.amount, pence=10_000_000_00))
    case = case.but(budgets=(tight, *others))
    made = plan_report(case.programme, case.plan)
    assert sentences(made, "Spend by financial year") == [
        "Over its budget: 2021/22, from July by £1.9m."
    ]


def test_decisions_come_by_meeting_with_when_papers_are_final() -> None:
    made = table(report(), "What to decide by when")
    rows = {row[0]: row for row in made.rows}
    executive = rows["Executive, 5 Oct 2021"]
    assert executive[1].startswith("Decision on the route: Service integration, Identity, ")
    # The Executive's papers are final 14 days before.
    assert executive[2] == "21 Sep 2021"
    assert executive[3] == "this meeting"
    assert all("2021" in row[0] for row in made.rows)


def test_latest_days_are_told_where_they_have_been_asked_for() -> None:
    case = lincolnshire()
    latest = {
        "feasible": True,
        "decisions": [
            {
                "id": f"{group}.route_decision",
                "reading": reading,
                "latest": latest,
                "decide_by": "2022-01-04",
                "papers_by": "2021-12-21",
                "planned": "2021-10-05",
                "meeting": "Executive",
            }
            for group, reading, latest in (
                ("SIAM", "others free", "2022-03-01"),
                ("IDN", "others free", "2022-02-01"),
                ("IDN", "others as planned", "2021-11-02"),
            )
        ],
        "givens": [],
        "options": [],
        "calendar": [],
    }
    made = plan_report(case.programme, case.plan, latest=latest)
    rows = {row[0]: row for row in table(made, "What to decide by when").rows}
    # Of two decisions of one meeting the earlier latest day counts.
    assert rows["Executive, 5 Oct 2021"][3:] == ("4 Jan 2022", "1 Feb 2022")
    public = plan_report(case.programme, case.plan, latest=latest, audience="public")
    assert table(public, "What to decide by when").rows[1][3:] == ("4 Jan 2022", "1 Feb 2022")


def last_that_holds(case: World, event: str) -> date:
    """Try every later meeting by checking the whole plan."""
    papers = [
        {rule.meeting, *rule.same_meeting_as}
        for rule in case.programme.document.rules
        if isinstance(rule, Decision) and rule.same_meeting_as
    ]
    together = {event}.union(*(paper for paper in papers if event in paper))
    dates = case.programme.activities[event].dates
    assert dates is not None
    last = case.plan.placed[event].start
    for day in case.programme.date_sets[dates]:
        if day > last:
            at = dict.fromkeys(together, Placed(start=day, finish=day))
            tried = Plan(options=case.plan.options, placed={**case.plan.placed, **at})
            if not verify(case.programme, tried).holds:
                return last
            last = day
    return last


def test_the_latest_day_with_all_else_as_planned_is_that_of_checking_the_whole_plan() -> None:
    case = lincolnshire()
    scene = scene_of(case.programme, case.plan)
    events = [event for event in decisions_of(case.programme) if event in case.plan.placed]
    found = {event: as_planned_until(scene, event) for event in events}
    assert found == {event: last_that_holds(case, event) for event in events}
    with_room = [event for event in events if found[event] > case.plan.placed[event].start]
    assert 0 < len(with_room) < len(events)


def test_assumptions_are_gathered_by_day_and_owner_the_soonest_first() -> None:
    three = small()
    made = table(plan_report(three.programme, three.plan), "Assumptions nobody has confirmed")
    assert made.rows == (
        ("Programme manager", "30 Nov 2022", "Two project managers are free for the exit."),
        ("Legal services", "16 Dec 2022", "Charges stop after 13 weeks' notice."),
        ("Payroll lead", "16 Dec 2022", "Two shadowed pay periods are enough."),
    )
    with_more = (
        Assumption(id="a", text="Confirmed.", confirmed=True),
        Assumption(id="b", text="Nobody's."),
        Assumption(id="c", text="Late.", owner="Head", confirm_by=date(2022, 9, 30)),
    )
    three = three.but(assumptions=with_more)
    made_later = plan_report(three.programme, three.plan)
    assert table(made_later, "Assumptions nobody has confirmed").rows == (
        ("Head", "30 Sep 2022", "Late."),
        ("nobody named", "no day set", "Nobody's."),
    )
    assert sentences(made_later, "Assumptions nobody has confirmed") == [
        "2 assumptions are unconfirmed. The day to confirm has passed for 1 of them."
    ]


def test_a_plan_that_breaks_rules_says_so_first() -> None:
    case = lincolnshire()
    late = Placed(start=date(2024, 6, 1), finish=date(2024, 6, 1))
    broken = Plan(options=case.plan.options, placed={**case.plan.placed, "ACF.transfer": late})
    public = plan_report(case.programme, broken, in_force(), audience="public")
    exempt = plan_report(case.programme, broken, in_force())
    for made in (public, exempt):
        assert made.lead.startswith("This is no valid plan: ")
        assert "Every hard planning rule is met" not in " ".join(sentences(made, "Key figures"))


def test_a_team_with_more_to_do_than_people_is_named() -> None:
    case = lincolnshire()
    assert sentences(report(), "Teams") == ["No team is asked for more people than it has."]
    fewer = tuple(
        replace(team, capacity=tuple(replace(one, hundredths=100) for one in team.capacity))
        if team.id == "LEGAL"
        else team
        for team in case.programme.document.teams
    )
    case = case.but(teams=fewer)
    (said,) = sentences(plan_report(case.programme, case.plan), "Teams")
    assert said.startswith("Asked for more than there are: Contract lawyers in ")


def test_what_a_simulation_says_is_told_and_that_there_is_none() -> None:
    three = small()
    risk = ScheduleRisk(probability=0.62, interval=(0.59, 0.65), runs=1000)
    made = plan_report(three.programme, three.plan, risk=risk)
    assert figures(made, "Key figures")["Probability that all services are in time"] == (
        "62 %",
        "95 % interval 59 % to 65 %",
    )
    told = " ".join(str(block) for block in blocks(made, "What this plan does not say"))
    assert "no simulation" not in told
    without = plan_report(three.programme, three.plan)
    told = " ".join(str(block) for block in blocks(without, "What this plan does not say"))
    assert "no simulation" in told


def test_every_picture_says_in_words_what_it_shows() -> None:
    pictures = [
        block
        for section in report().sections
        for block in section.blocks
        if isinstance(block, Picture)
    ]
    assert len(pictures) == 3
    assert all(len(one.alternative) > 100 for one in pictures)
    assert "Applications 1 Nov 2023" in pictures[0].alternative


def test_in_public_money_teams_and_concessions_are_withheld() -> None:
    case = lincolnshire()
    made = plan_report(case.programme, case.plan, audience="public")
    for title in ("Teams", "Spend by financial year", "Concessions"):
        assert sentences(made, title) == [WITHHELD]
    assert table(made, "Service dates").header == (
        "Service",
        "Technical cutovers",
        "Service transfer",
        "Accepted",
    )
