"""The quarterly paper for a programme board, in a public and an exempt version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.audience import Audience
from scheduler.papers import parts
from scheduler.papers.against_baseline import (
    Standing,
    churn_section,
    commitments_figure,
    standing_of,
    standing_section,
    standing_words,
)
from scheduler.papers.chances import ScheduleRisk, risk_words
from scheduler.papers.decisions import AHEAD, decision_blocks, sought
from scheduler.papers.no_plan import no_plan_sections
from scheduler.papers.paper import Block, Figures, Items, Paper, Paragraph, Section
from scheduler.papers.questions import questions
from scheduler.papers.risks import concerns, concerns_table
from scheduler.papers.subject import MARKINGS, Subject, subject_of
from scheduler.pictures.sentences import status_sentence

KIND = "Quarterly board paper"


def board_paper(
    programme: ExpandedProgramme,
    plan: Plan | None,
    answer: Mapping[str, Any] | None = None,
    *,
    audience: Audience = "exempt",
    latest: Mapping[str, Any] | None = None,
    assumptions: Mapping[str, Any] | None = None,
    risk: ScheduleRisk | None = None,
    plans: Sequence[tuple[str, Plan]] = (),
) -> Paper:
    """Return the board paper of a plan, or of the answer that there is none.

    `answer`, `latest` and `assumptions` are the documents of the commands `plan` or `explain`,
    `latest` and `assumptions` with `--json`; `risk` is what a simulation says; `plans` are earlier
    plans of the programme with what they are called, oldest first. What is left out is said not to
    be known. Without a plan `answer` must be given.
    """
    subject = subject_of(programme, plan, audience)
    # How likely it is to be late is worth money to those it is negotiated with.
    risk = None if subject.is_public else risk
    if plan is None:
        if answer is None:
            message = "a board paper needs a plan, or the answer that there is none"
            raise ValueError(message)
        lead, sections = status_sentence(answer, programme), tuple(_without_plan(subject, answer))
    else:
        lead = parts.status_of(subject)
        sections = tuple(_with_plan(subject, latest, assumptions, risk, plans))
    return subject.looked_through(
        Paper(
            title=subject.document.name,
            kind=KIND,
            marking=MARKINGS[audience],
            dated=subject.as_of,
            lead=lead,
            sections=sections,
        )
    )


def _with_plan(
    subject: Subject,
    latest: Mapping[str, Any] | None,
    assumptions: Mapping[str, Any] | None,
    risk: ScheduleRisk | None,
    plans: Sequence[tuple[str, Plan]],
) -> Iterator[Section]:
    standing = standing_of(subject)
    rows = sought(subject, subject.as_of + AHEAD)
    yield Section(title="At a glance", blocks=tuple(_glance(subject, standing, risk)))
    yield Section(title="Decisions sought", blocks=decision_blocks(subject, latest))
    yield standing_section(subject, standing)
    yield parts.money_section(subject)
    found = concerns(subject, risk=risk, assumptions=assumptions)
    if found:
        yield Section(title="Top risks", blocks=(concerns_table(found, subject),))
    yield Section(title="Change load", blocks=parts.load_blocks(subject)[:2])
    yield from churn_section(subject, plans)
    asked = tuple(questions(subject, rows, standing))
    yield Section(title="Questions for the board", blocks=(Items(items=asked, numbered=True),))
    yield parts.silent_about(subject, risk)


def _without_plan(subject: Subject, answer: Mapping[str, Any]) -> Iterator[Section]:
    yield from no_plan_sections(subject, answer)
    found = concerns(subject)
    if found:
        yield Section(title="Top risks", blocks=(concerns_table(found, subject),))
    yield Section(
        title="Questions for the board",
        blocks=(
            Items(
                items=(
                    "Which of the planning rules that clash may give way, and who can grant it?",
                    "Which service could stay with the incumbent for longer, and on what terms?",
                    "By when must that be settled, so that a plan can go to the next meeting?",
                ),
                numbered=True,
            ),
        ),
    )


def _glance(subject: Subject, standing: Standing, risk: ScheduleRisk | None) -> Iterator[Block]:
    found = (
        parts.figure_of_services(subject),
        *parts.figures_of_time(subject),
        commitments_figure(subject),
        parts.figure_of_load(subject),
        parts.figure_of_money(subject),
        parts.figure_of_assumptions(subject),
        parts.figure_of_chance(risk),
    )
    yield Figures(figures=tuple(one for one in found if one is not None))
    if standing.comparison is not None:
        yield Paragraph(text=standing_words(subject, standing))
    if risk is not None:
        yield Paragraph(text=risk_words(risk))
