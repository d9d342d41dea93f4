"""The words of explanations: every date and number comes from a fact, and nothing is said twice."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from scheduler.analysis.holding import ActivityHolding, TrueSlack
from scheduler.answers import Clash, LevelPrice, WishAnswer
from scheduler.domain.choice import Choice
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Precedence, WithinBudget
from scheduler.domain.programme import Assumption
from scheduler.explaining.audience import Audience, fit_for
from scheduler.explaining.holding import explain_plan
from scheduler.explaining.public_holding import public_version
from scheduler.explaining.wish_words import wish_words
from scheduler.explaining.words import words_of
from scheduler.interchange.holding_json import holding_to_jsonable
from scheduler.pictures.wording import LONG_MONTHS, MONTHS
from tests.agreement.worlds import file_worlds
from tests.explaining.brute_force import some_plans
from tests.explaining.test_explain_plan import dates, payroll
from tests.rules.easter import april

DATE = re.compile(rf"(\d{{1,2}}) ({'|'.join((*LONG_MONTHS, *MONTHS))}) (\d{{4}})")
NUMBER = re.compile(r"\d[\d,]*")


def dates_in(text: str) -> set[date]:
    months = {name: at for names in (LONG_MONTHS, MONTHS) for at, name in enumerate(names, 1)}
    return {date(int(y), months[m], int(d)) for d, m, y in DATE.findall(text)}


def without_names(text: str, programme: ExpandedProgramme) -> str:
    """Return a text without what is named in it: names and ids may hold numbers."""
    document = programme.document
    names = {name for one in document.activities for name in (one.name, one.id) if name}
    names |= {name for one in document.services for name in (one.name, one.id) if name}
    names |= {name for one in document.teams for name in (one.name, one.id) if name}
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "", text)
    return text


def known_dates(held: ActivityHolding, plan: Plan) -> set[date]:
    found = {held.start, held.finish}
    if held.free_on is not None:
        found.add(held.free_on)
    reasons = [*held.reasons, *(link.reason for link in held.chain.links if link.reason)]
    for reason in reasons:
        if reason.on is not None:
            found.add(reason.on)
        found |= dates_in(reason.statement)
        for other in reason.other:
            found |= {plan.placed[other].start, plan.placed[other].finish}
    found |= {day for link in held.chain.links for day in (link.start, link.finish)}
    if held.true_slack is not None:
        found |= {held.true_slack.earliest, held.true_slack.latest}
    return found


def known_numbers(held: ActivityHolding) -> set[int]:
    found = {len(held.chain.links)}
    for reason in held.reasons:
        found |= {int(n.replace(",", "")) for n in NUMBER.findall(DATE.sub("", reason.statement))}
    others = {o for r in held.reasons for o in r.other} | {o for r in held.reasons for o in r.along}
    # A list that is cut tells how many more there are.
    found |= set(range(1, len(others)))
    for value in (held.total_float, held.free_float):
        found |= set() if value is None else {value}
    if held.true_slack is not None:
        found |= {held.true_slack.earlier_working_days, held.true_slack.later_working_days}
    return found


def check_words(text: str, held: ActivityHolding, programme: ExpandedProgramme, plan: Plan) -> None:
    assert dates_in(text) <= known_dates(held, plan), text
    left = without_names(DATE.sub("", text), programme)
    numbers = {int(number.replace(",", "")) for number in NUMBER.findall(left)}
    assert numbers <= known_numbers(held), text
    sentences = text.split(". ")
    assert len(sentences) == len(set(sentences)), text
    assert "  " not in text
    assert text.endswith(".")
    assert ".." not in text


@pytest.mark.parametrize("audience", ["public", "exempt"])
def test_every_date_and_number_is_a_fact(audience: Audience) -> None:
    told = 0
    for world in file_worlds()[::5]:
        for plan in some_plans(world, 1):
            holding = explain_plan(world.programme, plan)
            words = words_of(holding, world.programme, plan, audience)
            for name, held in holding.activities.items():
                check_words(words.activities[name], held, world.programme, plan)
                told += 1
    assert told > 100


def explained(**changes: object) -> dict[str, ActivityHolding]:
    holding = explain_plan(payroll(), dates())
    return {n: replace(held, **changes) for n, held in holding.activities.items()}  # type: ignore[arg-type]  # fields of it


def paragraph(name: str, audience: Audience = "exempt", slack: TrueSlack | None = None) -> str:
    holding = replace(explain_plan(payroll(), dates()), activities=explained(true_slack=slack))
    words = words_of(holding, payroll(), dates(), audience)
    check_words(words.activities[name], holding.activities[name], payroll(), dates())
    return words.activities[name]


def test_a_paragraph_worked_by_hand() -> None:
    assert paragraph("build") == (
        "build starts on 6 April 2023 and finishes on 11 April 2023. "
        "Payroll team: no more is free before, for side on 5 April 2023. "
        "By what waits for it alone it has 1 working day of total float; teams may leave it less."
    )


def test_a_service_is_called_by_its_name_and_its_chain_is_told() -> None:
    words = words_of(explain_plan(payroll(), dates()), payroll(), dates())
    assert words.services["PAY"] == (
        "Payroll transfers on 12 April 2023. It waits for build, which finishes on 11 April 2023. "
        "care would have to move with it. The chain of causes has 3 activities and begins with "
        "side, which starts on 5 April 2023 and is held by nothing but what matters more in this "
        "plan. By what waits for it alone it has 1 working day of total float; teams may leave it "
        "less."
    )


def slack_of(latest: int, known: str, days: int) -> TrueSlack:
    return TrueSlack(
        activity="build",
        start=april(6),
        earliest=april(6),
        earliest_known="claimed",
        latest=april(latest),
        latest_known=known,  # type: ignore[arg-type]  # one of them
        earlier_working_days=0,
        later_working_days=days,
    )


@pytest.mark.parametrize(
    ("latest", "known", "days", "told"),
    [
        (12, "proved", 2, "It could start 2 working days later and no more, on 12 April 2023, if"),
        (12, "proved", 2, "planned again (proved)."),
        (11, "claimed", 1, "It could start 1 working day later and no more"),
        (11, "claimed", 1, "planned again (by one solve)."),
        (11, "at_least", 1, "It could start at least 1 working day later, on 11 April 2023"),
        (6, "proved", 0, "It cannot be later, whatever else is planned again (proved)."),
        (6, "at_least", 0, "Whether it could be later with everything else planned again is not"),
    ],
)
def test_slack_is_told_as_surely_as_it_is_known(
    latest: int, known: str, days: int, told: str
) -> None:
    words = paragraph("build", slack=slack_of(latest, known, days))
    assert told in words
    assert "It cannot be earlier, whatever else is planned again (by one solve)." in words
    assert ("(proved)" in words) == (known == "proved")
    # With the true slack known the float of the links is beside the point.
    assert "total float" not in words


def test_the_caution_counts_what_nobody_confirmed() -> None:
    made = payroll().document
    open_ones = tuple(Assumption(id=f"a{n}", text="so", confirmed=n == 0) for n in range(3))
    of = ExpandedProgramme(replace(made, assumptions=open_ones))
    words = words_of(explain_plan(of, dates()), of, dates())
    assert words.caution == ("Calculated on the stated assumptions, of which 2 are unconfirmed.")


def test_the_public_version_names_no_provider() -> None:
    made = payroll().document
    group = made.service_groups[0]
    hoople = replace(group.options[1], provider="Hoople")
    bidder = replace(group.options[2], provider="Incumbent")
    of = ExpandedProgramme(
        replace(made, service_groups=(replace(group, options=(group.options[0], hoople, bidder)),))
    )
    text = "Hoople and Incumbent; Hoopleness"
    assert fit_for(text, of, "exempt") == text
    # The contract's supplier is no secret.
    assert fit_for(text, of, "public") == "a provider and Incumbent; Hoopleness"


def level(name: str, here: int, there: int, **changes: object) -> LevelPrice:
    made = LevelPrice(name=name, unit="points", maximise=False, here=here, there=there, proved=True)
    return replace(made, **changes)  # type: ignore[arg-type]  # fields of it


def answers() -> Iterator[tuple[WishAnswer, Audience, str]]:
    contingency = level("schedule_contingency", 100, 40, maximise=True, unit="working days")
    appraisal = level("sourcing_appraisal", 30, 37)
    peak = level("peak_change_load", 80, 76, unit="load points")
    live = WishAnswer(
        outcome="plan",
        wish="Payroll live by 1 June 2023",
        rules=(),
        prices=(contingency, appraisal, peak),
    )
    priced = "Payroll live by 1 June 2023 costs 12 weeks of schedule contingency"
    gained = "It is better by 4 load points of peak change load."
    yield live, "exempt", f"{priced} and 7 points of sourcing appraisal. {gained}"
    withheld = "What it costs in points or money is told in the exempt version."
    yield live, "public", f"{priced}. {gained} {withheld}"
    unproved = replace(live, prices=(replace(contingency, proved=False),))
    yield unproved, "exempt", f"{priced}. That is the best plan found; a better one may exist."
    same = replace(live, prices=(level("risk", 5, 5),))
    yield same, "exempt", "Payroll live by 1 June 2023 costs nothing that is told here."
    none = replace(live, outcome="none", prices=(), confirmed=True)
    yield none, "exempt", "Payroll live by 1 June 2023 cannot be: no plan has it so (proved)."
    sure = "Payroll live by 1 June 2023 cannot be: no plan has it so"
    clash = Clash(
        rules=("PEOPLE", "wish-go"),
        statements=("Payroll team has 1 person at most.", "go: starts no later than."),
        minimal=True,
        proved=True,
    )
    yield (
        replace(none, confirmed=False, clash=clash),
        "exempt",
        f"{sure} (by one solve, not confirmed). It clashes with: Payroll team has 1 person at most.",
    )
    budget = replace(clash, rules=("MONEY",), statements=("At most £5.",))
    yield replace(none, clash=budget), "public", f"{sure} (proved)."
    yield replace(live, about="option"), "public", "Told in the exempt version."
    yield (
        replace(live, outcome="undecided"),
        "exempt",
        "Payroll live by 1 June 2023: whether any plan has it so was not found within the limit.",
    )
    yield (
        replace(live, outcome="already"),
        "public",
        "Payroll live by 1 June 2023: the plan at hand has it so.",
    )


@pytest.mark.parametrize(("answer", "audience", "told"), list(answers()))
def test_a_wish_is_answered_in_words(answer: WishAnswer, audience: Audience, told: str) -> None:
    made = payroll().document
    of = ExpandedProgramme(replace(made, rules=(*made.rules, WithinBudget(id="MONEY"))))
    assert wish_words(answer, of, audience) == told


def test_the_public_version_holds_no_option_and_no_money() -> None:
    made = payroll().document
    waits = Precedence(
        id="SHARED",
        before="build",
        after="go",
        when=(Choice(group="HRP", options=("OWN",)),),
    )
    rules = tuple(waits if rule.id == "BUILT" else rule for rule in made.rules)
    of = ExpandedProgramme(replace(made, rules=rules))
    holding = explain_plan(of, dates(), later=True)
    reasons = holding.activities["go"].reasons
    assert [(r.kind, r.rule) for r in reasons] == [
        ("precedence", "SHARED"),
        ("precedence", "CARE"),
        ("choice", "SHARED"),
    ]
    assert "own" in reasons[0].statement
    public = public_version(holding, of)
    told = json.dumps(holding_to_jsonable(public, words_of(public, of, dates(), "public")))
    assert "sourced by" not in told
    # A rule under a choice tells that it was made, even by its name.
    assert "SHARED" not in told
    assert [(r.kind, r.rule) for r in public.activities["go"].reasons] == [
        ("withheld", None),
        ("precedence", "CARE"),
    ]
    words = words_of(public, of, dates(), "public").activities["go"]
    assert "A limit told in the exempt version rules an earlier date out." in words
    exempt = words_of(holding, of, dates(), "exempt").activities["go"]
    assert "This holds because HR and payroll is sourced by own." in exempt


def test_a_chain_that_is_cut_for_the_public_is_not_said_to_begin_there() -> None:
    made = payroll().document
    side = next(a for a in made.activities if a.id == "side")
    shared = replace(side, group="HRP", modes=(replace(side.modes[0], options=("OWN",)),))
    activities = tuple(shared if a.id == "side" else a for a in made.activities)
    of = ExpandedProgramme(replace(made, activities=activities))
    holding = explain_plan(of, dates())
    assert holding.activities["care"].chain.links[0].activity == "side"
    public = public_version(holding, of)
    assert "side" not in public.activities
    assert public.activities["care"].chain.links[0].activity == "build"
    told = words_of(public, of, dates(), "public").activities["care"]
    assert "The chain of causes" in words_of(holding, of, dates()).activities["care"]
    assert "The chain of causes" not in told
