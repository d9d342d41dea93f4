"""What a board is asked beside its decisions, read off the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from scheduler.analysis.measures import contingency_weeks, last_transfer
from scheduler.papers.against_baseline import Standing, service_name
from scheduler.papers.decisions import WEEKS, Sought
from scheduler.papers.money import overspent
from scheduler.papers.subject import Subject
from scheduler.pictures.headline import accepted_late
from scheduler.pictures.papers_due import ALREADY_DUE, papers_due
from scheduler.pictures.wording import counted, long_date
from scheduler.rules.words import joined

_NAMED = 4


def questions(subject: Subject, rows: Sequence[Sought], standing: Standing) -> Iterator[str]:
    """Yield the questions for a board, those about what is soonest first."""
    if rows:
        count = sum(len(row.events) for row in rows)
        papers = [row.papers_by for row in rows if row.papers_by is not None]
        first = min(papers, default=None)
        by = "" if first is None else f", the first papers being final by {long_date(first)}"
        if ALREADY_DUE in papers_due(first, subject.programme).lines:
            by = ", the first papers being due already"
        decisions = counted(count, "decision")
        yield f"Can the {decisions} of the next {WEEKS} weeks be taken as planned{by}?"
    if standing.services:
        names = [service_name(subject, move) for move in standing.services]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        yield f"Does the board accept the new dates of {joined(names[:_NAMED])}{more}?"
    yield from _about_time(subject)
    if not subject.is_public:
        yield from _about_assumptions(subject)
        over = overspent(subject.programme, subject.plan)
        if over:
            yield f"How is what goes over the budget met: {joined(over)}?"


def _about_time(subject: Subject) -> Iterator[str]:
    weeks = contingency_weeks(subject.programme, subject.plan)
    last = last_transfer(subject.programme, subject.plan)
    if weeks is not None and last is not None:
        if last > subject.document.contract.end_date:
            yield "On what terms does the incumbent serve beyond the contract end?"
        else:
            yield (
                f"Is a schedule contingency of {counted(weeks, 'week')} before the contract end "
                "enough for what may yet go wrong?"
            )
    if accepted_late(subject.programme, subject.plan):
        yield "Who helps when a service fails that is accepted only after the contract end?"


def _about_assumptions(subject: Subject) -> Iterator[str]:
    still_open = [one for one in subject.document.assumptions if not one.confirmed]
    late = [one for one in still_open if one.confirm_by and one.confirm_by < subject.as_of]
    nobody = sum(not one.owner for one in still_open)
    if late:
        yield (f"Who confirms the {counted(len(late), 'assumption')} for which the day has passed?")
    elif still_open:
        days = [one.confirm_by for one in still_open if one.confirm_by is not None]
        by = f" by their days, {_span(min(days), max(days))}" if days else ""
        yield f"Do their owners confirm the {counted(len(still_open), 'open assumption')}{by}?"
    if nobody:
        yield f"Who owns the {counted(nobody, 'assumption')} that nobody is named for?"


def _span(first: date, last: date) -> str:
    return long_date(last) if first == last else f"{long_date(first)} to {long_date(last)}"
