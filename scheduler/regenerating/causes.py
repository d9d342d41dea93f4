"""Why a date or a choice could not stay: the smallest set of input changes that forces it.

An old date is forced away by some changes when no plan of the programme with just these changes
keeps it, and each of them is needed for that. What no changes force was moved by choice; then the
best plan that keeps it is told, and what that costs.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Literal

from scheduler.answers import LevelPrice
from scheduler.asking.question import Question, Reply
from scheduler.domain.activities import Selection
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Rule, TargetDate
from scheduler.errors import InputError
from scheduler.explaining.wishes import performing, sourced
from scheduler.explaining.work import Work, side_by_side
from scheduler.interchange.json_text import JsonValue
from scheduler.interchange.valid_programme import valid_programme
from scheduler.objectives import term_of
from scheduler.regenerating.comparison import Comparison
from scheduler.regenerating.input_changes import InputChange, input_changes, with_changes

LEVELS_TAKE = 3
"""Times as long as a question of whether there is a plan at all."""
FEW_CHANGES = 16
"""As many are tried one by one before they are left out one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An old date or choice that the new plan does not have."""

    of: str
    """The activity or the service group."""
    about: Literal["date", "option"]
    wishes: tuple[Rule, ...]
    """What keeping it asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyMoved:
    """Why something did not stay as it was."""

    of: str
    about: Literal["date", "option"]
    finding: Literal["forced", "by choice", "unknown"]
    causes: tuple[InputChange, ...] = ()
    """The changes that force it; none of a move by choice."""
    minimal: bool = False
    """Whether without any one of them it could have stayed."""
    proved: bool = False
    """Whether that it cannot stay was found by two configurations of the solver."""
    bought: tuple[LevelPrice, ...] = ()
    """Of a move by choice: what the best plan that keeps it has instead, where they differ."""
    plan: Plan | None = None
    """Of a move by choice: a checked plan that keeps it."""


@dataclass(slots=True)
class Causes:
    """Finds causes among the changes from one programme document to another."""

    before: JsonValue
    after: JsonValue
    programme: ExpandedProgramme
    """Of the document after, with the levels that the new plan was made for."""
    plan: Plan
    """The new plan."""
    work: Work
    changes: tuple[InputChange, ...] = field(init=False)
    _made: dict[frozenset[str], ExpandedProgramme | None] = field(default_factory=dict)
    _known: list[tuple[InputChange, ...]] = field(default_factory=list)
    """Causes found so far, which are tried first for what comes next."""
    _making: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        """List the changes."""
        self.changes = input_changes(self.before, self.after)

    def of(self, comparison: Comparison) -> tuple[WhyMoved, ...]:
        """Return the cause of each announced date and each option that changed."""
        found = {
            (kept.of, kept.about): why
            for kept, why in side_by_side(self.kept(comparison), self.why, self.work.side_by_side)
        }
        return tuple(
            found[kept.of, kept.about]
            for kept in self.kept(comparison)
            if (kept.of, kept.about) in found
        )

    def kept(self, comparison: Comparison) -> Sequence[Kept]:
        """Return what would have to stay: promised and announced dates, and options."""
        promised = {c.activity for c in comparison.commitments if not c.kept_again}
        made = []
        for change in comparison.options:
            known = self.programme.groups.get(change.group)
            if change.was is not None and known is not None:
                wish = sourced(change.group, change.was)
                made.append(Kept(of=change.group, about="option", wishes=(wish,)))
        for move in comparison.moved:
            activity = self.programme.activities.get(move.activity)
            if move.was is None or activity is None:
                continue
            if not move.announced and move.activity not in promised:
                continue
            if move.now is not None and move.now.start == move.was.start:
                continue
            stay = TargetDate(
                id=f"wish: {move.activity} stays on {move.was.start}",
                activities=Selection(activities=(move.activity,)),
                target=move.was.start,
                instant="start",
            )
            wishes = (stay, *performing(activity, self.programme))
            made.append(Kept(of=move.activity, about="date", wishes=wishes))
        return made

    def why(self, kept: Kept) -> WhyMoved:
        """Return why one thing did not stay."""
        blank = WhyMoved(of=kept.of, about=kept.about, finding="unknown")
        if self.work.stop.is_set():
            return blank
        whole = self._ask(self.programme, kept, sure=self.work.confirm)
        why = blank
        if whole.finding == "plan" and whole.plan is not None:
            why = self._by_choice(kept, whole.plan)
        elif whole.finding == "none":
            causes, minimal = self._smallest(kept)
            why = WhyMoved(
                of=kept.of,
                about=kept.about,
                finding="forced",
                causes=causes,
                minimal=minimal,
                proved=whole.confirmed,
            )
        self.work.on_row(why)
        return why

    def _ask(self, programme: ExpandedProgramme, kept: Kept, *, sure: bool = False) -> Reply:
        return self.work.ask(
            Question(
                programme=programme,
                wishes=kept.wishes,
                near=self.plan,
                sure=sure,
                seconds=self.work.seconds,
            )
        )

    def _smallest(self, kept: Kept) -> tuple[tuple[InputChange, ...], bool]:
        """Return changes that force a move, each needed where the second says so."""
        left = self.changes
        for known in self._known:
            if len(known) < len(left) and self._forces(known, kept):
                left = known
                break
        else:
            # Most of what moves is forced by one change.
            for change in left if 1 < len(left) <= FEW_CHANGES else ():
                if self._forces((change,), kept):
                    left = (change,)
                    break
        minimal = smaller = True
        while smaller:
            minimal, smaller = True, False
            for change in left:
                fewer = tuple(other for other in left if other != change)
                if self._with(fewer) is None:
                    # Others speak of what it brings, so it can go only after them.
                    continue
                found = self._forces(fewer, kept)
                if found:
                    left, smaller = fewer, True
                    break
                minimal = minimal and found is False
        with self._making:
            if left and left not in self._known:
                self._known.append(left)
        return left, minimal

    def _forces(self, changes: Sequence[InputChange], kept: Kept) -> bool | None:
        """Tell whether some changes alone force a move; None where nobody knows."""
        programme = self._with(changes)
        if programme is None:
            return None
        finding = self._ask(programme, kept).finding
        return None if finding == "unknown" else finding == "none"

    def _with(self, changes: Sequence[InputChange]) -> ExpandedProgramme | None:
        """Return the programme with some changes alone; None where it would be no programme."""
        key = frozenset(change.path for change in changes)
        with self._making:
            if key not in self._made:
                self._made[key] = self._read(changes)
            return self._made[key]

    def _read(self, changes: Sequence[InputChange]) -> ExpandedProgramme | None:
        if len(changes) == len(self.changes):
            return self.programme
        document = with_changes(self.before, changes)
        try:
            return valid_programme(json.dumps(document).encode()).expanded
        except InputError:
            return None

    def _by_choice(self, kept: Kept, known: Plan) -> WhyMoved:
        """Return what moving bought: the levels in which the best plan that keeps it differs."""
        levels = self.programme.document.objectives
        best = self.work.ask(
            Question(
                programme=self.programme,
                wishes=kept.wishes,
                levels=levels,
                near=known,
                seconds=LEVELS_TAKE * self.work.seconds,
            )
        )
        other = best.plan or known
        proved = {level.key for level in best.levels if level.proved}
        bought = []
        for level in levels:
            term = term_of(level)
            ours, theirs = (term.measure(self.programme, p) for p in (self.plan, other))
            if ours != theirs:
                bought.append(
                    LevelPrice(
                        name=level.key,
                        unit=term.unit,
                        maximise=term.maximise,
                        here=ours,
                        there=theirs,
                        proved=level.key in proved,
                    )
                )
        return WhyMoved(
            of=kept.of, about=kept.about, finding="by choice", bought=tuple(bought), plan=other
        )
