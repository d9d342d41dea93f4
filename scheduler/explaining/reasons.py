"""Why an activity is not a step earlier, or later, all else as planned.

The activity is moved alone to the next day on which it could lie, and the checks of the rules that
speak of it are asked: every hard rule newly broken is a reason. Where only its own dates are in the
way, it is moved on, until something else is or nothing. No rule is stated here.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from scheduler.analysis.holding import Direction, Reason
from scheduler.construction.links import links_of
from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import Placement, Rule
from scheduler.explaining.kinds import of_dates, reason_kind
from scheduler.explaining.positions import Positions
from scheduler.explaining.readers import Speaking, moved, newly_broken, rules_speaking
from scheduler.rules.conditional import breaches_of, statement_of
from scheduler.rules.rule import Breach
from scheduler.rules.words import choice_words, named, short_date

OWN_DATES = ("calendar", "meeting")
MOST_PASSED_OVER = 62


@dataclass(frozen=True, slots=True)
class Scene:
    """A plan without violations, and what is looked up of it once."""

    programme: ExpandedProgramme
    plan: Plan
    positions: Positions
    speaking: Speaking
    words: dict[str, str] = field(default_factory=dict)
    orders: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)

    def statement(self, rule: Rule) -> str:
        """Return the words of a rule, made once."""
        if rule.id not in self.words:
            self.words[rule.id] = statement_of(rule, self.programme)
        return self.words[rule.id]

    def links(self, rule: Rule) -> frozenset[tuple[str, str]]:
        """Return which activities a rule has come before which, found once."""
        if rule.id not in self.orders:
            of_rule = links_of((rule,), self.programme)
            self.orders[rule.id] = frozenset((link.before, link.after) for link in of_rule)
        return self.orders[rule.id]

    def broken(self, changes: Mapping[str, Placed]) -> Iterator[tuple[Rule, list[Breach]]]:
        """Yield the hard rules that moving some activities breaks."""
        return newly_broken(self.programme, self.plan, self.speaking, changes)


def scene_of(programme: ExpandedProgramme, plan: Plan) -> Scene:
    """Check a plan and note what its rules speak of."""
    return Scene(programme, plan, Positions(programme), rules_speaking(programme, plan))


def reasons_for(scene: Scene, name: str, way: Direction = "earlier") -> tuple[Reason, ...]:
    """Return why an activity is not earlier, or not later, by itself."""
    activity, placed = scene.programme.activities[name], scene.plan.placed[name]
    nearest: Placed | None = None
    own: dict[str, Reason] = {}
    for to in scene.positions.beside(activity, placed, scene.plan, way):
        nearest = nearest or to
        if own and _still_broken(scene, name, own, to):
            continue
        found = list(_reasons_at(scene, activity, to, way))
        if all(reason.kind in OWN_DATES and not reason.other for reason in found) and found:
            for reason in found:
                own.setdefault(reason.rule or "", reason)
            continue
        if not found:
            return (*_committed(scene, name), *_objective(scene, name, to))
        return _told(scene, name, (*_passed(scene, activity, nearest, way), *own.values(), *found))
    edge = () if own else (_edge(scene, activity, way),)
    return _told(scene, name, (*edge, *own.values()))


def _still_broken(scene: Scene, name: str, rules: Container[str], to: Placed) -> bool:
    """Tell whether one of some rules on dates rules a further day out as well."""
    there = moved(scene.plan, {name: to})
    return any(
        True
        for rule in scene.speaking.hard.get(name, ())
        if rule.id in rules
        for _ in breaches_of(rule, scene.programme, there)
    )


def _reasons_at(scene: Scene, activity: Activity, to: Placed, way: Direction) -> Iterator[Reason]:
    for rule, breaches in scene.broken({activity.id: to}):
        yield reason_of(scene, activity, rule, breaches, to, way)


def reason_of(  # one breach, and where it is seen from
    scene: Scene,
    activity: Activity,
    rule: Rule,
    breaches: Iterable[Breach],
    to: Placed,
    way: Direction,
) -> Reason:
    """Return the reason that a rule is by what moving an activity to some days breaks of it."""
    placed = scene.plan.placed
    involved = (name for breach in breaches for name in breach.activities)
    other = tuple(dict.fromkeys(n for n in involved if n != activity.id and n in placed))
    kind = reason_kind(rule, activity, scene.programme, others=bool(other))
    return Reason(
        kind=kind,
        rule=rule.id,
        statement=scene.statement(rule),
        other=other,
        on=to.start,
        comes_along=kind == "precedence"
        and bool(other)
        and all(follows(scene, rule, activity.id, name, way) for name in other),
    )


def follows(scene: Scene, rule: Rule, name: str, other: str, way: Direction) -> bool:
    """Tell whether a rule binds another activity to one rather than have the one wait for it.

    It waits where the rule has it come after the other, or before it for what is not later. A span
    has no length of its own and waits for nothing. Where the rule tells no order, that of the dates
    counts.
    """
    if scene.programme.activities[other].form == "span":
        return True
    pair = (other, name) if way == "earlier" else (name, other)
    links = scene.links(rule)
    if links:
        return pair not in links
    here, there = scene.plan.placed[name], scene.plan.placed[other]
    return there.start >= here.start if way == "earlier" else there.finish <= here.finish


def _passed(
    scene: Scene, activity: Activity, nearest: Placed | None, way: Direction
) -> Iterator[Reason]:
    """Yield its own dates or calendars as a reason where they alone rule a nearer day out."""
    placed = scene.plan.placed[activity.id]
    between = scene.positions.passed_over(activity, placed, nearest, way)
    for _, at in zip(range(MOST_PASSED_OVER), between, strict=False):
        # What is bound to it would move along, and keeps it from no day.
        if all(r.comes_along for r in _reasons_at(scene, activity, at, way)):
            yield _dates(scene, activity, at.start)
            return


def _dates(scene: Scene, activity: Activity, on: date) -> Reason:
    programme, who = scene.programme, named(activity.id, scene.programme)
    if activity.form == "event":
        sets = {s.id: s.name or s.id for s in programme.document.date_sets}
        words = f"{who} falls on one of the dates of {sets.get(activity.dates or '')}."
        kind = of_dates(activity.dates, programme)
    else:
        calendars = [c.name or c.id for c in programme.calendars_of(activity)]
        words = f"{who} is worked on the days of {' and '.join(calendars)}."
        kind = "calendar"
    return Reason(kind=kind, rule=_placement(programme), statement=words, on=on)


def _edge(scene: Scene, activity: Activity, way: Direction) -> Reason:
    """Return that there is no further day in the horizon."""
    document = scene.programme.document
    if activity.form == "event" and activity.dates is not None:
        end = "first" if way == "earlier" else "last"
        sets = {s.id: s.name or s.id for s in document.date_sets}
        which = sets.get(activity.dates, activity.dates)
        return Reason(
            kind=of_dates(activity.dates, scene.programme),
            rule=_placement(scene.programme),
            statement=f"{named(activity.id, scene.programme)} falls on one of the dates of "
            f"{which}, and this is the {end} of them.",
        )
    limit, side = (
        (document.plan_from, "before") if way == "earlier" else (document.plan_until, "after")
    )
    return Reason(
        kind="window",
        rule=_placement(scene.programme),
        statement=f"Nothing is planned {side} {short_date(limit)}.",
    )


def _placement(programme: ExpandedProgramme) -> str | None:
    return next((r.id for r in programme.document.rules if isinstance(r, Placement)), None)


def _objective(scene: Scene, name: str, to: Placed) -> tuple[Reason, ...]:
    """Return that only the objective holds an activity, with the soft rules it would cost."""
    there = moved(scene.plan, {name: to})
    wishes = tuple(
        Reason(kind="objective_only", rule=rule.id, statement=scene.statement(rule), on=to.start)
        for rule in scene.speaking.soft.get(name, ())
        if sum(b.shortfall for b in breaches_of(rule, scene.programme, there))
        > scene.speaking.owed[rule.id]
    )
    nothing = f"No hard planning rule keeps {named(name, scene.programme)} where it is."
    return wishes or (Reason(kind="objective_only", rule=None, statement=nothing, on=to.start),)


def _committed(scene: Scene, name: str) -> tuple[Reason, ...]:
    """Return the commitments to the very day."""
    start = scene.plan.placed[name].start
    return tuple(
        Reason(
            kind="commitment",
            rule=commitment.id,
            statement=f"{named(name, scene.programme)} is committed to start on "
            f"{short_date(start)} ({commitment.level}).",
        )
        for commitment in scene.programme.document.commitments
        if commitment.activity == name and commitment.start == start
    )


def _told(scene: Scene, name: str, found: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return reasons with the commitments and choices behind them."""
    reasons = tuple(found)
    rules = {rule.id: rule for rule in scene.speaking.hard.get(name, ())}
    choices: dict[str, Reason] = {}
    for reason in reasons:
        rule = rules.get(reason.rule or "")
        if rule is not None and rule.when:
            words = " and ".join(choice_words(choice, scene.programme) for choice in rule.when)
            choices.setdefault(
                words,
                replace(reason, kind="choice", statement=f"{words}.", other=(), comes_along=False),
            )
    return (*_committed(scene, name), *reasons, *choices.values())
