"""Programmes and plans that papers are made of in tests."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from scheduler.construction.first_plan import first_plan
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.interchange.plan_json import read_plan
from scheduler.interchange.valid_programme import valid_programme
from scheduler.papers.paper import Block, Figures, Items, Paper, Paragraph, Picture, Table
from tests.agreement.worlds import FIXTURES

PROGRAMME = FIXTURES / "programmes/lincolnshire.json"
IN_FORCE = FIXTURES / "changes/plan-in-force.json"
SMALL = FIXTURES / "programmes/small.json"


@dataclass(frozen=True)
class World:
    """A programme and a plan of it."""

    programme: ExpandedProgramme
    plan: Plan

    def but(self, **changes: Any) -> World:
        """Return the same with other fields of the programme."""
        changed = replace(self.programme.document, **changes)
        return World(ExpandedProgramme(changed), self.plan)


@cache
def lincolnshire() -> World:
    """Return the case with its plan in force."""
    programme = valid_programme(PROGRAMME.read_bytes()).expanded
    return World(programme, read_plan(IN_FORCE.read_bytes(), programme).plan)


@cache
def small() -> World:
    """Return three services with a plan made without search."""
    programme = valid_programme(SMALL.read_bytes()).expanded
    plan = first_plan(programme)
    assert plan is not None
    return World(programme, plan)


def in_force() -> dict[str, Any]:
    """Return the answer that the plan in force is part of."""
    answer: dict[str, Any] = json.loads(IN_FORCE.read_bytes())
    return answer


def blocks(paper: Paper, title: str) -> tuple[Block, ...]:
    """Return what stands in the section with a title."""
    return next(section.blocks for section in paper.sections if section.title == title)


def table(paper: Paper, title: str) -> Table:
    """Return the first table of a section."""
    return next(block for block in blocks(paper, title) if isinstance(block, Table))


def figures(paper: Paper, title: str) -> dict[str, tuple[str, str]]:
    """Return the key figures of a section: name to value and note."""
    found = next(block for block in blocks(paper, title) if isinstance(block, Figures))
    return {one.name: (one.value, one.note) for one in found.figures}


def words(paper: Paper) -> list[str]:
    """Return every piece of text in a paper, those in pictures' alternatives included."""
    found = [paper.title, paper.kind, paper.marking, paper.lead]
    for section in paper.sections:
        found.append(section.title)
        for block in section.blocks:
            found += _words(block)
    return found


def _words(block: Block) -> list[str]:
    match block:
        case Paragraph():
            return [block.text]
        case Items():
            return list(block.items)
        case Figures():
            return [text for one in block.figures for text in (one.name, one.value, one.note)]
        case Table():
            cells = [cell for row in block.rows for cell in row]
            return [block.caption, *block.header, *cells, block.note]
        case Picture():
            return [block.title, block.alternative]
