"""The public version tells nothing of what only the exempt one may say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from scheduler.analysis.cost import costs
from scheduler.domain.activities import STAFF_TRANSFER
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.programme import Programme
from scheduler.explaining.audience import WITHHELD
from scheduler.interchange.valid_programme import valid_programme
from scheduler.papers.board_paper import board_paper
from scheduler.papers.chances import ScheduleRisk
from scheduler.papers.html import paper_html
from scheduler.papers.markdown import paper_markdown
from scheduler.papers.paper import Paper, Paragraph, Picture, Section
from scheduler.papers.plan_report import plan_report
from scheduler.papers.subject import subject_of
from scheduler.papers.typst import paper_data
from scheduler.pictures.wording import long_date, short_date
from scheduler.regenerating.in_force import baseline_of
from tests.papers.worlds import IN_FORCE, PROGRAMME, World, lincolnshire, words

CANARY = "Zx"
PARTY = "Quill and Feather Ltd"


def planted() -> dict[str, Any]:
    """Return the case with a canary in every field that is not for the public."""
    document: dict[str, Any] = json.loads(PROGRAMME.read_bytes())
    count = iter(range(10_000))

    def canary() -> str:
        return f"{CANARY}{next(count)}q"

    document["description"] = canary()
    for one in document["assumptions"]:
        one |= {"text": f"{canary()} holds.", "owner": canary(), "source": canary()}
    for profile in (*document.get("option_profiles", ()), *_options(document)):
        if "name" in profile:
            profile["name"] = f"By {canary()}"
        profile["consequences"] = canary()
        profile["source"] = canary()
    for option in _options(document):
        option["name"] = f"Sourced {canary()}"
        option["risk"] = 7
        if option.get("provider"):
            option["provider"] = f"{PARTY}"
    for budget in document["budgets"]:
        budget |= {"name": canary(), "owner": canary(), "source": canary()}
    for team in document["teams"]:
        team |= {"name": canary(), "source": canary()}
    for staff in document.get("staff_groups", ()):
        staff |= {"name": canary(), "source": canary()}
    for one in (*document.get("shared_components", ()), *document.get("consumables", ())):
        one["name"] = canary()
    for service in document["services"]:
        service["source"] = canary()
    document["contract"]["source"] = canary()
    document["risks"] = [
        {
            "id": "leak",
            "name": f"{canary()} withdraws.",
            "probability_percent": 30,
            "effect": "longer",
            "activities": {"activities": ["NET.build"]},
            "working_days": {"min": 5, "likely": 10, "max": 20},
            "owner": canary(),
            "mitigation": canary(),
            "source": canary(),
        }
    ]
    document["commitments"] = [
        {
            "id": "told",
            "level": "notified",
            "activity": "ACF.transfer",
            "start": "2023-10-02",
            "told_to": canary(),
            "source": canary(),
        },
        {"id": "chosen", "level": "draft", "group": "NET", "option": "SPP", "told_to": canary()},
    ]
    return document


def _options(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for group in document["service_groups"]:
        yield from group["options"]


@cache
def world() -> World:
    """Return the planted case, with a plan in force that had other options and dates."""
    programme = valid_programme(json.dumps(planted()).encode()).expanded
    plan = lincolnshire().plan
    before = Plan(
        options={**plan.options, "NET": "SPP"},
        placed={
            **plan.placed,
            "APP.transfer": Placed(
                start=plan.placed["ACF.transfer"].start.replace(month=10, day=2),
                finish=plan.placed["ACF.transfer"].start.replace(month=10, day=2),
            ),
        },
    )
    return World(programme, plan).but(baseline=baseline_of(before, f"{CANARY}-baseline by {PARTY}"))


RISK = ScheduleRisk(probability=0.6, interval=(0.55, 0.65))
RANKING = {
    "assumptions": [
        {"words": f"{CANARY}ranked", "effect": "no plan", "owner": f"{CANARY}owner", "proved": True}
    ]
}


@cache
def papers(audience: str) -> tuple[Paper, ...]:
    case, answer = world(), json.loads(IN_FORCE.read_bytes())
    for_whom: Any = audience
    return (
        plan_report(case.programme, case.plan, answer, audience=for_whom, risk=RISK),
        board_paper(
            case.programme,
            case.plan,
            answer,
            audience=for_whom,
            risk=RISK,
            assumptions=RANKING,
            plans=((f"{PARTY} won", case.plan),),
        ),
        board_paper(case.programme, None, no_plan(), audience=for_whom),
    )


def no_plan() -> dict[str, Any]:
    """Return an answer without a plan that tells options, prices and providers."""
    return {
        "outcome": "infeasible",
        "clashes": [
            {
                "rules": ["limit-awards", "route-decided.SIAM"],
                "statements": [f"{CANARY}one: at most one award.", f"{CANARY}two"],
                "minimal": True,
                "proved": False,
                "bases": ["law", "policy"],
                "cause": {"words": f"{CANARY}cause for £1,000.", "activities": []},
            }
        ],
        "recovery_options": [
            {
                "price": 3,
                "changes": [
                    {
                        "words": f"{CANARY}way out",
                        "basis": "policy",
                        "owner": f"{CANARY}o",
                        "price": 3,
                    }
                ],
                "checked": True,
                "cheapest_proved": True,
                "irreducible_proved": True,
            }
        ],
        "partial_plan": {
            "kept_back": [
                {
                    "service": "NET",
                    "name": f"Network by {PARTY}",
                    "criticality": 5,
                    "earliest_transfer": "2024-05-01",
                    "calendar_days_after_end": 31,
                }
            ],
            "criticality": 5,
            "fewest": True,
        },
    }


def written(paper: Paper) -> Iterator[str]:
    yield paper_markdown(paper)
    yield paper_html(paper)
    yield paper_data(paper)


@pytest.mark.parametrize("at", range(3))
def test_no_canary_sings_in_public(at: int) -> None:
    paper = papers("public")[at]
    for text in written(paper):
        assert CANARY not in text
        assert PARTY not in text
        assert "£" not in text


@pytest.mark.parametrize("at", range(3))
def test_the_exempt_version_does_tell_them(at: int) -> None:
    # Else the test above would find nothing because nothing is planted.
    told = papers("exempt")[at]
    assert any(CANARY in text for text in words(told))
    assert told.marking.startswith("Exempt: paragraph 3")


def test_moves_of_staff_have_no_dates_in_public() -> None:
    case = world()
    of_staff = {
        case.plan.placed[a.id].start
        for a in case.programme.document.activities
        if a.kind == STAFF_TRANSFER and a.id in case.plan.placed
    }
    public = board_and_report()
    others = {
        day
        for a in case.programme.document.activities
        if a.kind != STAFF_TRANSFER and a.staff_group is None and a.id in case.plan.placed
        for day in (case.plan.placed[a.id].start, case.plan.placed[a.id].finish)
    }
    telling = of_staff - others
    for day in telling:
        assert short_date(day) not in public
        assert long_date(day) not in public
    assert "Staff transfer" not in public
    assert "Charges stop" not in [w for paper in papers("public")[:2] for w in words(paper)]


def board_and_report() -> str:
    return "\n".join(text for paper in papers("public")[:2] for text in written(paper))


def test_no_amount_of_money_is_told_in_public() -> None:
    case = world()
    amounts = {
        pence // 100
        for parts in costs(case.programme, case.plan).values()
        for pence in parts.values()
        if pence >= 10_000_00
    }
    public = board_and_report()
    assert amounts
    assert not [amount for amount in amounts if f"{amount:,}" in public or str(amount) in public]


def test_options_and_what_is_done_under_some_alone_are_not_told_in_public() -> None:
    case, public = world(), " ".join(w for paper in papers("public")[:2] for w in words(paper))
    for group in case.programme.document.service_groups:
        for option in group.options:
            assert option.name
            assert option.name not in public
    assert "Sourcing option" not in public.replace("Sourcing options, prices", "")


def test_a_programme_has_no_field_that_nobody_thought_of() -> None:
    # A field that is added must be judged: emptied, looked through, or fit for everybody.
    judged = {
        *("format_version", "id", "name", "description", "plan_from", "plan_until", "durations"),
        *("time_zone", "currency", "price_base", "contract", "calendars", "default_calendar"),
        *("date_sets", "pools", "teams", "consumables", "leave_patterns", "user_groups"),
        *("load_profile", "budgets", "staff_groups", "option_profiles", "service_groups"),
        *("services", "shared_components", "drivers", "assumptions", "activity_templates"),
        *("activities", "rule_templates", "rules", "adjustments", "objectives", "profiles"),
        *("profile", "status_date", "progress", "decided_options", "commitments", "baseline"),
        *("freeze_horizon_weeks", "external_ids", "risks"),
    }
    assert set(Programme.__dataclass_fields__) <= judged


def test_how_likely_it_is_to_be_late_is_not_told_in_public() -> None:
    assert "60 %" in " ".join(words(papers("exempt")[1]))
    assert "60 %" not in board_and_report()
    assert "robability" not in board_and_report()


def test_a_picture_that_tells_something_is_withheld() -> None:
    case = world()
    subject = subject_of(case.programme, case.plan, "public")
    svg = f"<svg><text>Network</text><text>{PARTY}</text></svg>"
    picture = Picture(title="One", svg=svg, alternative="Words")
    fit = replace(picture, svg="<svg><text>Network</text></svg>")
    section = Section(title="Section", blocks=(picture, fit))
    paper = replace(papers("public")[0], sections=(section,))
    assert subject.looked_through(paper).sections[0].blocks == (Paragraph(text=WITHHELD), fit)
