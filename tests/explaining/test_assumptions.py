"""Assumptions of small worlds, ranked, against the list of all plans with each taken otherwise."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from scheduler.analyses.by_kind import ANALYSES, with_best_plan
from scheduler.asking.in_process import Answering
from scheduler.asking.question import Question, Reply
from scheduler.domain.activities import CHARGES_STOP
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import PartialTermination
from scheduler.domain.programme import Assumption
from scheduler.domain.services import ContractTerm
from scheduler.domain.values import ThreePoint
from scheduler.expansion.expand import expand
from scheduler.explaining.assumed_otherwise import assumed_otherwise, untestable
from scheduler.explaining.assumptions import AssumptionRow, rank_assumptions
from scheduler.explaining.binding import binding
from scheduler.explaining.work import Work
from scheduler.objectives import term_of
from scheduler.pictures.assumption_contents import (
    assumption_contents,
    effect_words,
    untestable_contents,
)
from scheduler.solver.settings import SearchSettings
from tests.agreement.harness import checker_plans, plan_of
from tests.agreement.random_programmes import Draw
from tests.agreement.worlds import file_worlds

RANK = ("no plan", "level", "not known", "none")


def work(**more: object) -> Work:
    made = Work(ask=Answering(threading.Event(), SearchSettings(workers=1)))
    return replace(made, **more)  # type: ignore[arg-type]  # named fields of the same class


def costs(programme: ExpandedProgramme, plan: Plan) -> tuple[int, ...]:
    """Return a plan's levels, each the better the smaller."""
    terms = [term_of(level) for level in programme.document.objectives]
    return tuple(term.sign * term.measure(programme, plan) for term in terms)


def best_of(programme: ExpandedProgramme) -> tuple[int, ...] | None:
    plans = [plan_of(key) for key in checker_plans(programme)]
    return min((costs(programme, plan) for plan in plans), default=None)


def unconfirmed(programme: ExpandedProgramme) -> ExpandedProgramme:
    """Return a world whose rules nobody has confirmed and whose durations are uncertain."""
    document = programme.document

    def spread(value: ThreePoint) -> ThreePoint:
        return replace(value, min=max(1.0, value.likely - 1), max=value.likely + 1)

    activities = tuple(
        replace(
            activity,
            modes=tuple(
                mode if mode.duration is None else replace(mode, duration=spread(mode.duration))
                for mode in activity.modes
            ),
        )
        for activity in document.activities
    )
    rules = tuple(
        rule
        if rule.kind in ("placement", "sourcing_choice", "team_capacity")
        else replace(rule, confirmed=False)
        for rule in document.rules
    )
    levels = (ObjectiveLevel(name="concessions"), ObjectiveLevel(name="last_finish"))
    return ExpandedProgramme(
        replace(document, activities=activities, rules=rules, objectives=levels, durations="likely")
    )


WORLDS = [unconfirmed(expand(Draw(seed).programme())) for seed in range(24)]


def ranked(row: AssumptionRow, programme: ExpandedProgramme) -> tuple[int, int, int]:
    keys = [level.key for level in programme.document.objectives]
    if row.level is not None:
        return 1, keys.index(row.level), -abs(row.difference or 0)
    return RANK.index(row.effect), 0, 0


@pytest.mark.parametrize("programme", WORLDS)
def test_the_effect_is_that_of_planning_again_by_trying_everything(
    programme: ExpandedProgramme,
) -> None:
    best = best_of(programme)
    found = rank_assumptions(programme, work())
    assert found.feasible is (best is not None)
    if best is None:
        assert found.assumptions == ()
        return
    others = {(other.kind, other.words): other for other in assumed_otherwise(programme)}
    assert len(found.assumptions) == len(others)
    assert found.not_reached == 0
    for row in found.assumptions:
        there = best_of(others[row.kind, row.words].programme)
        assert row.feasible is (there is not None), row
        assert row.proved, row
        if there is None:
            assert (row.effect, row.confirmed) == ("no plan", True)
            continue
        pairs = zip(programme.document.objectives, best, there, strict=True)
        first = next(((lv, b - a) for lv, a, b in pairs if a != b), None)
        if first is None:
            assert (row.effect, row.level, row.difference) == ("none", None, 0), row
        else:
            level, worse_by = first
            assert row.effect == ("worse" if worse_by > 0 else "better"), row
            assert (row.level, row.difference) == (level.key, term_of(level).sign * worse_by)
    ranks = [ranked(row, programme) for row in found.assumptions]
    assert ranks == sorted(ranks)


def test_the_worlds_know_every_effect() -> None:
    """Without this the test above could pass on worlds where nothing matters."""
    effects = {row.effect for row in _rows(WORLDS)}
    assert effects == {"no plan", "worse", "better", "none"}


def _rows(programmes: list[ExpandedProgramme]) -> Iterator[AssumptionRow]:
    for programme in programmes:
        yield from rank_assumptions(programme, work()).assumptions


def feasible_world() -> ExpandedProgramme:
    return next(world for world in WORLDS if best_of(world) is not None)


def with_contract() -> ExpandedProgramme:
    """Return a world of partial terminations of which the contract is not known."""
    world = next(
        each.programme
        for each in file_worlds()
        if each.kind == "partial_termination" and best_of(each.programme) is not None
    )
    contract = replace(
        world.document.contract,
        partial_exit="unknown",
        notice_calendar_days=None,
        terms=(ContractTerm(id="help", text="Help goes on."),),
    )
    return ExpandedProgramme(replace(world.document, contract=contract))


def test_rules_of_one_template_are_one_row() -> None:
    programme = feasible_world()
    rule = next(r for r in programme.document.rules if r.confirmed is False)
    twins = tuple(replace(rule, id=f"twins.{n}") for n in range(3))
    document = replace(programme.document, rules=(*programme.document.rules, *twins))
    others = [o for o in assumed_otherwise(ExpandedProgramme(document)) if o.subject == "twins"]
    (other,) = others
    assert other.count == 3
    assert not [r for r in other.programme.document.rules if r.id.startswith("twins")]
    assert other.words == "twins left out, 3 planning rules"


def test_durations_go_together_by_what_drives_them() -> None:
    programme = feasible_world()
    named = {o.subject for o in assumed_otherwise(programme) if o.kind == "durations"}
    kinds = {a.kind for a in programme.document.activities if a.form == "work"}
    assert named <= kinds
    activities = tuple(
        replace(
            activity,
            modes=tuple(
                mode
                if mode.duration is None
                else replace(mode, duration=replace(mode.duration, driver="market"))
                for mode in activity.modes
            ),
        )
        for activity in programme.document.activities
    )
    driven = ExpandedProgramme(replace(programme.document, activities=activities))
    ways = [o for o in assumed_otherwise(driven) if o.kind == "durations"]
    assert [o.subject for o in ways] == ["market", "market"]
    for other, least in zip(ways, ("max", "min"), strict=True):
        for before, after in zip(activities, other.programme.document.activities, strict=True):
            for mode, changed in zip(before.modes, after.modes, strict=True):
                if mode.duration is not None and changed.duration is not None:
                    assert changed.duration.likely == getattr(mode.duration, least)


def test_terms_of_the_contract_are_tested_where_rules_carry_them() -> None:
    programme = with_contract()
    others = {o.words: o for o in assumed_otherwise(programme) if o.kind == "contract"}
    notice = next(r for r in programme.document.rules if isinstance(r, PartialTermination))
    twice = next(o for words, o in others.items() if words.startswith(f"{_days(notice) * 2} cal"))
    for rule in twice.programme.document.rules:
        if isinstance(rule, PartialTermination):
            assert rule.least_calendar_days == 2 * _days(notice)
    partial = next((o for o in others.values() if o.subject == "partial exit"), None)
    stops = [a.id for a in programme.document.activities if a.kind == CHARGES_STOP]
    assert (partial is not None) is bool(stops)
    assert next(u.subject for u in untestable(programme)) == "help"


def _days(rule: PartialTermination) -> int:
    return rule.least_calendar_days


def test_without_partial_exit_every_charge_goes_on_to_the_end() -> None:
    world = next(
        each.programme
        for each in file_worlds()
        if any(a.kind == CHARGES_STOP and a.service for a in each.programme.document.activities)
        and each.programme.document.contract.end_date <= each.programme.document.plan_until
    )
    contract = replace(world.document.contract, partial_exit="unknown")
    programme = ExpandedProgramme(replace(world.document, contract=contract))
    other = next(o for o in assumed_otherwise(programme) if o.subject == "partial exit")
    stops = [a.id for a in programme.document.activities if a.kind == CHARGES_STOP]
    for key in checker_plans(other.programme):
        placed = plan_of(key).placed
        assert all(placed[s].start >= contract.end_date for s in stops if s in placed)


def test_what_words_alone_tell_is_said_to_be_untestable() -> None:
    programme = feasible_world()
    assumptions = (
        Assumption(id="weather", text="It stays dry.", owner="Nobody"),
        Assumption(id="known", text="It is known.", confirmed=True),
    )
    document = replace(programme.document, assumptions=assumptions)
    found = rank_assumptions(ExpandedProgramme(document), work())
    told = {one.subject: one for one in found.untestable}
    assert "weather" in told
    assert "known" not in told
    assert "termination assistance" in told
    contents = untestable_contents(with_best_plan(found, ExpandedProgramme(document)))
    assert ["weather", "It stays dry.", "Nobody"] in [
        [cell.lines[0] for cell in row] for row in contents.rows
    ]


def test_an_assumption_of_the_list_is_tested_by_the_rules_of_its_name() -> None:
    programme = feasible_world()
    rule = next(r for r in programme.document.rules if r.confirmed is False)
    subject = rule.id.partition(".")[0]
    listed = Assumption(id=subject, text="It is so.", owner="Payroll lead")
    named = ExpandedProgramme(replace(programme.document, assumptions=(listed,)))
    other = next(o for o in assumed_otherwise(named) if o.subject == subject)
    assert other.statement == "It is so."
    assert other.owner == (rule.owner or "Payroll lead")
    assert subject not in {one.subject for one in untestable(named)}


def test_what_was_not_reached_is_said() -> None:
    programme = feasible_world()
    stop = threading.Event()
    answering = Answering(threading.Event(), SearchSettings(workers=1))
    asked: list[Question] = []

    def ask(question: Question) -> Reply:
        asked.append(question)
        reply = answering(question)
        if len([q for q in asked if q.levels]) == 2:
            stop.set()
        return reply

    rows: list[object] = []
    given = Work(ask=ask, stop=stop, on_row=rows.append)
    found = rank_assumptions(programme, given)
    open_ones = [row for row in found.assumptions if row.effect == "not known"]
    assert found.not_reached == len(open_ones) > 0
    assert all(row.feasible for row in open_ones)
    assert "not reached in time" in assumption_contents(with_best_plan(found, programme)).note
    assert len(rows) == len(found.assumptions) + 1


def test_rules_that_hold_dates_of_the_plan_are_looked_at_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scheduler.explaining.assumptions.MOST_IN_ANY_ORDER", 0)
    for programme in WORLDS:
        found = rank_assumptions(programme, work())
        if found.best is None:
            continue
        held = binding(programme, found.best.plan, threading.Event())
        told: list[object] = []
        rank_assumptions(programme, work(on_row=told.append), best=found.best)
        compared = [row for row in told if isinstance(row, AssumptionRow) and row.compared]
        counts = [held.get(row.subject, 0) for row in compared if row.kind == "rule"]
        assert counts == sorted(counts, reverse=True)
        if len(set(counts)) > 1:
            return
    pytest.fail("no world has rules of which some hold dates")


def test_effects_are_worded_with_no_more_than_is_known() -> None:
    document = {
        "effect": "worse",
        "level": "schedule_contingency",
        "difference": -4,
        "unit": "working days",
        "proved": False,
        "feasible": True,
    }
    assert effect_words(document) == "Schedule contingency: at most 4 working days worse"
    better = {**document, "effect": "better", "difference": 4}
    assert effect_words(better) == "Schedule contingency: at least 4 working days better"
    assert effect_words({**better, "proved": True}).endswith(": 4 working days better")
    assert effect_words({**document, "effect": "none"}) == "no change found"
    assert effect_words({**document, "effect": "no plan"}) == "no plan any more"
    assert effect_words({**document, "effect": "not known", "feasible": None}) == "not known"


def test_the_service_finds_the_same_by_its_kind() -> None:
    programme = feasible_world()
    document = ANALYSES["assumptions"](programme, None, work())
    assert document == with_best_plan(rank_assumptions(programme, work()), programme)
