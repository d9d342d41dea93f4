"""The quarterly paper for a programme board, and what of it fits one page.

Both come in a public and an exempt version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.audience import Audience
from scheduler.papers import parts
from scheduler.papers.against_baseline import (
    IN_FORCE,
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
from scheduler.papers.trend import Version, trend_of, trend_section
from scheduler.pictures.sentences import status_sentence

KIND = "Quarterly board paper"
OVERVIEW = "Board page"


def board_paper(  # noqa: PLR0913  # what a paper tells of, each by its name
    programme: ExpandedProgramme,
    plan: Plan | None,
    answer: Mapping[str, Any] | None = None,
    *,
    audience: Audience = "exempt",
    latest: Mapping[str, Any] | None = None,
    assumptions: Mapping[str, Any] | None = None,
    risk: ScheduleRisk | None = None,
    plans: Sequence[tuple[str, Plan]] = (),
    versions: Sequence[Version] = (),
    against: str = IN_FORCE,
) -> Paper:
    """Return the board paper of a plan, or of the answer that there is none.

    `answer`, `latest` and `assumptions` are the documents of the commands `plan` or `explain`,
    `latest` and `assumptions` with `--json`; `risk` is what a simulation says; `plans` are earlier
    plans of the programme with what they are called, oldest first. Where the plans up to this one
    are known as `versions`, oldest first, the trend is told of those instead. `against` says what
    the programme's baseline is. What is left out is said not to be known. Without a plan `answer`
    must be given.
    """
    subject, risk = _read_by(programme, plan, audience, risk)
    if plan is None:
        sections = tuple(_without_plan(subject, _needed(answer)))
    else:
        sections = tuple(
            _with_plan(
                subject,
                latest,
                assumptions,
                risk,
                standing=standing_of(subject, against),
                moved=_moved(subject, plans, versions),
            )
        )
    return _written(subject, KIND, answer, sections)


def board_overview(  # noqa: PLR0913  # what a page shows, each by its name
    programme: ExpandedProgramme,
    plan: Plan | None,
    answer: Mapping[str, Any] | None = None,
    *,
    audience: Audience = "exempt",
    latest: Mapping[str, Any] | None = None,
    assumptions: Mapping[str, Any] | None = None,
    risk: ScheduleRisk | None = None,
    versions: Sequence[Version] = (),
    against: str = IN_FORCE,
) -> Paper:
    """Return what a board looks at first: figures, trend, decisions, risks and money.

    All as for the paper; `versions` are the plans of the programme up to this one, oldest first,
    and `against` says what the programme's baseline is.
    """
    subject, risk = _read_by(programme, plan, audience, risk)
    if plan is None:
        sections = tuple(_without_plan(subject, _needed(answer)))
    else:
        sections = (
            _at_a_glance(subject, standing_of(subject, against), risk),
            trend_section(trend_of(versions, audience)),
            _decisions(subject, latest),
            *_top_risks(subject, assumptions, risk),
            parts.money_section(subject),
        )
    return _written(subject, OVERVIEW, answer, sections)


def _read_by(
    programme: ExpandedProgramme, plan: Plan | None, audience: Audience, risk: ScheduleRisk | None
) -> tuple[Subject, ScheduleRisk | None]:
    """Return the plan and its risk as they are told to an audience."""
    subject = subject_of(programme, plan, audience)
    # How likely it is to be late is worth money to those it is negotiated with.
    return subject, None if subject.is_public else risk


def _needed(answer: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if answer is None:
        message = "a board paper needs a plan, or the answer that there is none"
        raise ValueError(message)
    return answer


def _written(
    subject: Subject, kind: str, answer: Mapping[str, Any] | None, sections: tuple[Section, ...]
) -> Paper:
    if subject.has_plan:
        lead = parts.status_of(subject)
    else:
        lead = status_sentence(_needed(answer), subject.whole)
    return subject.looked_through(
        Paper(
            title=subject.document.name,
            kind=kind,
            marking=MARKINGS[subject.audience],
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
    *,
    standing: Standing,
    moved: Iterable[Section],
) -> Iterator[Section]:
    rows = sought(subject, subject.as_of + AHEAD)
    yield _at_a_glance(subject, standing, risk)
    yield _decisions(subject, latest)
    yield standing_section(subject, standing)
    yield parts.money_section(subject)
    yield from _top_risks(subject, assumptions, risk)
    yield Section(title="Change load", blocks=parts.load_blocks(subject)[:2])
    yield from moved
    asked = tuple(questions(subject, rows, standing))
    yield Section(title="Questions for the board", blocks=(Items(items=asked, numbered=True),))
    yield parts.silent_about(subject, risk)


def _moved(
    subject: Subject, plans: Sequence[tuple[str, Plan]], versions: Sequence[Version]
) -> Iterator[Section]:
    """Yield how the plan has moved, as the board page tells it where the same is known."""
    if versions:
        yield trend_section(trend_of(versions, subject.audience))
    else:
        yield from churn_section(subject, plans)


def _without_plan(subject: Subject, answer: Mapping[str, Any]) -> Iterator[Section]:
    yield from no_plan_sections(subject, answer)
    yield from _top_risks(subject, None, None)
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


def _at_a_glance(subject: Subject, standing: Standing, risk: ScheduleRisk | None) -> Section:
    return Section(title="At a glance", blocks=tuple(_glance(subject, standing, risk)))


def _decisions(subject: Subject, latest: Mapping[str, Any] | None) -> Section:
    return Section(title="Decisions sought", blocks=decision_blocks(subject, latest))


def _top_risks(
    subject: Subject, assumptions: Mapping[str, Any] | None, risk: ScheduleRisk | None
) -> Iterator[Section]:
    found = concerns(subject, risk=risk, assumptions=assumptions)
    if found:
        yield Section(title="Top risks", blocks=(concerns_table(found, subject),))


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
