"""A plan for those who carry it out: what is done by when, what it rests on, what is open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.audience import WITHHELD, Audience
from scheduler.papers import parts
from scheduler.papers.chances import ScheduleRisk, risk_words
from scheduler.papers.decisions import decision_blocks
from scheduler.papers.paper import Block, Figures, Paper, Paragraph, Section, Table
from scheduler.papers.service_picture import service_picture
from scheduler.papers.subject import MARKINGS, Subject, subject_of
from scheduler.papers.tables import table_of
from scheduler.pictures.outcome_contents import concessions_contents
from scheduler.pictures.sentences import ENDED
from scheduler.pictures.team_contents import team_load_contents
from scheduler.pictures.team_weeks import team_weeks
from scheduler.pictures.wording import counted, short_date
from scheduler.verification.verify import verify

_MET = "Every hard planning rule is met, checked by dates alone."
_KNOWN = {
    "feasible_checked": "Better plans may exist: none of its qualities is proved yet.",
    "bound_claimed_by_solver": "By one solve, no plan is better in what matters most.",
    "bound_confirmed_by_second_configuration": (
        "By two solves that agree, no plan is better in what matters most."
    ),
}


def plan_report(
    programme: ExpandedProgramme,
    plan: Plan,
    answer: Mapping[str, Any] | None = None,
    *,
    audience: Audience = "exempt",
    latest: Mapping[str, Any] | None = None,
    risk: ScheduleRisk | None = None,
) -> Paper:
    """Return the report of a plan.

    `answer` is the document of `phased-exit plan --json`, for what is known of the plan beside its
    dates; `latest` that of `phased-exit latest --json`; `risk` what a simulation says.
    """
    subject = subject_of(programme, plan, audience)
    # How likely it is to be late is worth money to those it is negotiated with.
    risk = None if subject.is_public else risk
    sections = (
        Section(title="Key figures", blocks=tuple(_figures(subject, answer, risk))),
        Section(
            title="Service dates", blocks=(parts.service_table(subject), service_picture(subject))
        ),
        Section(title="What to decide by when", blocks=decision_blocks(subject, latest)),
        Section(title="Change load", blocks=parts.load_blocks(subject)),
        Section(title="Teams", blocks=_teams(subject)),
        parts.money_section(subject),
        Section(title="Concessions", blocks=_concessions(subject)),
        Section(title="Assumptions nobody has confirmed", blocks=_assumptions(subject)),
        parts.silent_about(subject, risk),
        Section(title="The plan in one picture", blocks=(parts.gantt_picture(subject),)),
    )
    return subject.looked_through(
        Paper(
            title=subject.document.name,
            kind="Plan report",
            marking=MARKINGS[audience],
            dated=subject.as_of,
            lead=parts.status_of(subject),
            sections=sections,
        )
    )


def _figures(
    subject: Subject, answer: Mapping[str, Any] | None, risk: ScheduleRisk | None
) -> Iterator[Block]:
    found = (
        parts.figure_of_services(subject),
        *parts.figures_of_time(subject),
        parts.figure_of_load(subject),
        parts.figure_of_money(subject),
        parts.figure_of_assumptions(subject),
        parts.figure_of_chance(risk),
    )
    yield Figures(figures=tuple(one for one in found if one is not None))
    if risk is not None:
        yield Paragraph(text=risk_words(risk))
    if subject.is_public or parts.broken_words(subject):
        return
    if answer is not None and answer.get("outcome") == "plan":
        known = _KNOWN.get(str(answer.get("claim")), "")
        ended = ENDED.get(str((answer.get("solve") or {}).get("stopped_by")), "")
        yield Paragraph(text=" ".join(filter(None, (_MET, known, ended))))
    else:
        yield Paragraph(text=_MET)


def _teams(subject: Subject) -> tuple[Block, ...]:
    if subject.is_public:
        return (Paragraph(text=WITHHELD),)
    weeks = team_weeks(subject.programme, subject.plan)
    asked = {team: of_team for team, of_team in weeks.items() if of_team}
    over = [
        (subject.programme.teams[team].name or team, [w for w in of_team if w.asked > w.there])
        for team, of_team in asked.items()
    ]
    said = [
        f"{name} in {counted(len(found), 'week')}, first in that of {short_date(found[0].monday)}"
        for name, found in over
        if found
    ]
    words = (
        f"Asked for more than there are: {'; '.join(said)}."
        if said
        else "No team is asked for more people than it has."
    )
    table = table_of(team_load_contents(subject.programme, asked))
    return (Paragraph(text=words, strong=True), *((table,) if table.rows else ()))


def _concessions(subject: Subject) -> tuple[Block, ...]:
    if subject.is_public or subject.whole_plan is None:
        return (Paragraph(text=WITHHELD),)
    found = verify(subject.whole, subject.whole_plan).concessions
    if not found:
        return (Paragraph(text="Every soft planning rule is met."),)
    entries = [
        {
            "id": one.rule,
            "statement": one.statement,
            "shortfall": one.shortfall,
            "unit": one.unit,
            "price": one.points,
        }
        for one in found
    ]
    return (table_of(concessions_contents(entries)),)


def _assumptions(subject: Subject) -> tuple[Block, ...]:
    still_open = [one for one in subject.document.assumptions if not one.confirmed]
    count = len(still_open)
    if not count:
        return (Paragraph(text="Every assumption that is listed is confirmed."),)
    words = f"{counted(count, 'assumption')} {'is' if count == 1 else 'are'} unconfirmed."
    if subject.is_public:
        return (Paragraph(text=f"{words} {WITHHELD}"),)
    gathered: defaultdict[tuple[date, str], list[str]] = defaultdict(list)
    for one in still_open:
        gathered[one.confirm_by or date.max, one.owner].append(one.text)
    late = sum(len(texts) for (by, _), texts in gathered.items() if by < subject.as_of)
    overdue = f" The day to confirm has passed for {late:,} of them." if late else ""
    return (
        Paragraph(text=f"{words}{overdue}", strong=True),
        Table(
            caption="By the day to confirm them",
            header=("Owner", "By", "What is assumed"),
            rows=tuple(
                (
                    owner or "nobody named",
                    "no day set" if by == date.max else short_date(by),
                    " ".join(texts),
                )
                for (by, owner), texts in sorted(gathered.items())
            ),
        ),
    )
