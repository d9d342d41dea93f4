"""What a paper speaks of: a programme and its plan, as one audience may read them.

In public a paper is made from the public version of programme and plan alone, emptied of what
people have written beside it, and every sentence is looked through once more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.programme import Programme
from scheduler.explaining.audience import WITHHELD, Audience, Discretion
from scheduler.explaining.public_analyses import public_document
from scheduler.explaining.public_plan import public_plan
from scheduler.papers.paper import Block, Paper, Paragraph, Picture, with_words
from scheduler.regenerating.in_force import plan_in

MARKINGS: Mapping[Audience, str] = {
    "public": "Public",
    "exempt": "Exempt: paragraph 3 of Schedule 12A, Local Government Act 1972",
}
_WRITTEN = re.compile(r">([^<>]*[^<>\s][^<>]*)<")
"""What is written in an SVG document."""
NO_PLAN = Plan(options={}, placed={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A programme and its plan as an audience may read them."""

    audience: Audience
    whole: ExpandedProgramme
    """As it is; for sums and checks of which only a date or a number is told."""
    whole_plan: Plan | None
    programme: ExpandedProgramme
    plan: Plan
    """Without dates where there is none."""
    baseline: Plan | None
    """The plan in force."""
    discretion: Discretion

    @property
    def is_public(self) -> bool:
        """Whether it is for publication."""
        return self.audience == "public"

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan."""
        return self.whole_plan is not None

    @property
    def document(self) -> Programme:
        """The programme as it may be read."""
        return self.programme.document

    @property
    def as_of(self) -> date:
        """The day up to which what has happened is known."""
        document = self.whole.document
        return document.status_date or document.plan_from

    def told(self, text: str) -> str:
        """Return a text as the audience may read it."""
        return self.discretion.words(text) if self.is_public else text

    def analysis(self, kind: str, document: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        """Return the document of an analysis as the audience may read it."""
        if document is None or not self.is_public:
            return document
        return public_document(kind, document, self.whole)

    def seen(self, plan: Plan) -> Plan:
        """Return another plan of the programme as the audience may read it."""
        return public_plan(self.whole, plan)[1] if self.is_public else plan

    def looked_through(self, paper: Paper) -> Paper:
        """Return a paper with nothing left in it that the audience may not read."""
        if not self.is_public:
            return paper
        sections = (
            replace(section, blocks=tuple(map(self._shown, section.blocks)))
            for section in paper.sections
        )
        return with_words(replace(paper, sections=tuple(sections)), self._last_look)

    def _shown(self, block: Block) -> Block:
        """Return a block, or that it is withheld where it is a picture that tells something."""
        if not isinstance(block, Picture):
            return block
        written = unescape(" ".join(_WRITTEN.findall(block.svg)))
        return block if self.told(written) == written else Paragraph(text=WITHHELD)

    def _last_look(self, text: str) -> str:
        # What is said of a marking or of what is left out is ours.
        return text if text in MARKINGS.values() or WITHHELD in text else self.told(text)


def subject_of(programme: ExpandedProgramme, plan: Plan | None, audience: Audience) -> Subject:
    """Return a programme and a plan of it as an audience may read them."""
    discretion = Discretion(programme)
    baseline = programme.document.baseline
    before = None if baseline is None else plan_in(baseline)
    shown, shown_plan = programme, plan or NO_PLAN
    if audience == "public":
        shown, shown_plan = public_plan(programme, shown_plan)
        shown = _emptied(shown, discretion)
        before = None if before is None else public_plan(programme, before)[1]
    return Subject(
        audience=audience,
        whole=programme,
        whole_plan=plan,
        programme=shown,
        plan=shown_plan,
        baseline=before,
        discretion=discretion,
    )


def _emptied(programme: ExpandedProgramme, discretion: Discretion) -> ExpandedProgramme:
    """Return a public programme without money, staff and what people have written beside it."""
    document = programme.document

    def named(name: str, id: str) -> str:
        told = discretion.words(name or id)
        return id if told == WITHHELD else told

    return ExpandedProgramme(
        replace(
            document,
            assumptions=tuple(
                replace(one, text="", owner="", source="", confirm_by=None)
                for one in document.assumptions
            ),
            risks=(),
            budgets=(),
            commitments=tuple(
                replace(one, told_to="", source="")
                for one in document.commitments
                if one.activity in programme.activities
            ),
            baseline=None,
            teams=(),
            user_groups=tuple(
                replace(one, name=named(one.name, one.id)) for one in document.user_groups
            ),
            date_sets=tuple(
                replace(one, name=named(one.name, one.id)) for one in document.date_sets
            ),
            services=tuple(replace(one, yearly_cost=None) for one in document.services),
            shared_components=(),
        )
    )
