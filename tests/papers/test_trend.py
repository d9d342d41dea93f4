"""A board sees how a plan moved from version to version, in words, a table and a picture."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.plan import Placed, Plan
from scheduler.domain.standing import Commitment
from scheduler.explaining.audience import Audience
from scheduler.papers.board_paper import board_overview, board_paper
from scheduler.papers.chances import ScheduleRisk
from scheduler.papers.paper import Paragraph, Picture, Table
from scheduler.papers.trend import TITLE, TrendPoint, Version, trend_of, trend_section, trend_words
from tests.papers.worlds import World, blocks, figures, lincolnshire, small, table, words

AUDIENCES: tuple[Audience, ...] = ("exempt", "public")
RISK = ScheduleRisk(probability=0.624, interval=(0.6, 0.65))


def later(plan: Plan, name: str, day: date) -> Plan:
    """Return a plan with one transfer on another day."""
    at = Placed(start=day, finish=day)
    return Plan(options=plan.options, placed={**plan.placed, f"{name}.transfer": at})


def versions() -> tuple[World, list[Version]]:
    """Applications leave on 1 November 2023, then a month later, and one assumption is confirmed.

    In the second version a promise for them is not kept.
    """
    case = lincolnshire()
    document = case.programme.document
    first, *rest = document.assumptions
    promise = Commitment(
        id="told", activity="APP.transfer", start=date(2023, 11, 1), level="published", points=10
    )
    now = case.but(
        assumptions=(replace(first, confirmed=True), *rest), commitments=(promise,), baseline=None
    )
    plan = later(case.plan, "APP", date(2023, 12, 1))
    return World(now.programme, plan), [
        Version(number=1, made=date(2021, 5, 4), programme=case.programme, plan=case.plan),
        Version(number=2, made=date(2021, 8, 3), programme=now.programme, plan=plan, risk=RISK),
    ]


def test_points_are_those_worked_by_hand() -> None:
    case, made = versions()
    before, now = trend_of(made, "exempt")
    open_now = sum(not one.confirmed for one in case.programme.document.assumptions)
    # From 1 November 2023 to 31 March 2024 there are 151 days, 21 weeks; from 1 December 121, 17.
    assert before == TrendPoint(
        number=1,
        made=date(2021, 5, 4),
        contract_end=date(2024, 3, 31),
        last_transfer=date(2023, 11, 1),
        weeks=21,
        open_assumptions=open_now + 1,
        dates_moved=0,
        commitments=len(lincolnshire().programme.document.commitments),
        commitments_changed=0,
        probability=None,
    )
    assert (now.last_transfer, now.weeks, now.open_assumptions) == (date(2023, 12, 1), 17, open_now)
    assert (now.dates_moved, now.commitments, now.commitments_changed) == (1, 1, 1)
    assert now.probability == RISK.probability
    assert trend_words((before, now)) == (
        "Since version 1: the last transfer is 30 calendar days later, on 1 December 2023, 4 weeks "
        "fewer in reserve, 1 fewer open assumption, 1 date moved, 1 commitment not kept."
    )


def test_the_section_says_the_same_three_times() -> None:
    _, made = versions()
    said, picture, rows = trend_section(trend_of(made, "exempt")).blocks
    assert isinstance(said, Paragraph)
    assert isinstance(picture, Picture)
    assert isinstance(rows, Table)
    assert picture.alternative == said.text
    assert rows.rows == (
        ("Version 2", "3 Aug 2021", "1 Dec 2023", "17", rows.rows[0][4], "1", "1 of 1", "62 %"),
        ("Version 1", "4 May 2021", "1 Nov 2023", "21", rows.rows[1][4], "0", "-", "-"),
    )
    drawn = set(re.findall(r"<text[^>]*>([^<]*)</text>", picture.svg))
    for row in rows.rows:
        assert set(row) - {"-"} <= drawn
    assert "Contract ends 31 Mar 2024" in drawn
    # One version has no chance: nothing is drawn across the gap.
    assert picture.svg.count("<circle") == 5 * 2 + 1


def test_one_version_has_no_trend() -> None:
    _, made = versions()
    (only,) = trend_section(trend_of(made[:1], "exempt")).blocks
    assert isinstance(only, Paragraph)
    assert "first version" in only.text


def test_chance_and_money_are_in_the_exempt_overview_alone() -> None:
    case, made = versions()
    exempt, public = (
        board_overview(case.programme, case.plan, audience=audience, risk=RISK, versions=made)
        for audience in AUDIENCES
    )
    assert "62 %" in " ".join(words(exempt))
    told = " ".join(words(public))
    assert "62 %" not in told
    assert "£" not in told
    assert "probability" not in told.lower()
    assert table(public, TITLE).rows[0][:4] == ("Version 2", "3 Aug 2021", "1 Dec 2023", "17")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_overview_says_what_the_paper_says(audience: Audience) -> None:
    case = small()
    paper, page = (
        make(case.programme, case.plan, audience=audience) for make in (board_paper, board_overview)
    )
    assert page.lead == paper.lead
    assert figures(page, "At a glance") == figures(paper, "At a glance")
    of_paper = {section.title: section for section in paper.sections}
    shared = [one for one in page.sections if one.title in of_paper]
    assert [one.title for one in shared] == [
        "At a glance",
        "Decisions sought",
        *(["Top risks"] if "Top risks" in of_paper else []),
        "Spend by financial year",
    ]
    assert all(one == of_paper[one.title] for one in shared)
    assert blocks(page, TITLE)
