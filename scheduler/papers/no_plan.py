"""What a board is told where there is no plan: which planning rules clash, and the ways out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from scheduler.explaining.audience import WITHHELD
from scheduler.papers.paper import Block, Paragraph, Section, Table
from scheduler.papers.subject import Subject
from scheduler.papers.tables import table_of
from scheduler.pictures.clash_subject import what_collides
from scheduler.pictures.contents import NOTHING
from scheduler.pictures.recovery_contents import recovery_contents, recovery_words
from scheduler.pictures.wording import counted, short_date

CLASH_UNKNOWN = "Which planning rules clash was not found within the limit."
Entry = Mapping[str, Any]


def no_plan_sections(subject: Subject, answer: Entry) -> Iterator[Section]:
    """Yield the clashes, what could go on, and the recovery options of an answer or explanation."""
    told = subject.analysis("explanation", answer) or {}
    clashes = told.get("clashes") or ()
    blocks = tuple(
        block
        for place, clash in enumerate(clashes, start=1)
        for block in _clash(clash, _title(place, len(clashes)), subject)
    )
    yield Section(title="Why there is no plan", blocks=blocks or (Paragraph(text=CLASH_UNKNOWN),))
    partial = told.get("partial_plan")
    if partial:
        yield Section(title="What could go on", blocks=_kept_back(partial))
    yield Section(title="Recovery options", blocks=tuple(_ways_out(subject, answer)))


def _title(place: int, count: int) -> str:
    return "Planning rules that clash" if count == 1 else f"Clash {place} of {count}"


def _clash(clash: Entry, title: str, subject: Subject) -> Iterator[Block]:
    count = len(clash["statements"])
    these = {1: "this planning rule", 2: "both of these planning rules"}.get(
        count, f"all {count} of these planning rules"
    )
    sure = "confirmed by a second solve" if clash.get("proved") else "likely, not yet confirmed"
    # What many rules are about names teams, which are not told in public.
    known = (clash.get("cause") or {}).get("words", "")
    told = known if subject.is_public else what_collides(clash, subject.whole)
    yield Paragraph(text=f"No plan meets {these} ({sure}). {told}".rstrip(), strong=True)
    bases = clash.get("bases") or ()
    yield Table(
        caption=title,
        header=("Planning rule", "Rests on"),
        rows=tuple(
            (words, (bases[at] if at < len(bases) else None) or NOTHING)
            for at, words in enumerate(clash["statements"])
        ),
    )


def _kept_back(partial: Entry) -> tuple[Block, ...]:
    kept: Sequence[Entry] = partial["kept_back"]
    return (
        Paragraph(
            text=f"Everything else can leave in time if {counted(len(kept), 'service')} "
            f"{'stays' if len(kept) == 1 else 'stay'} with the incumbent.",
        ),
        Table(
            caption="Services that would stay",
            header=("Service", "Earliest transfer", "Days after the contract end"),
            rows=tuple(
                (
                    one["name"],
                    _day(one["earliest_transfer"]),
                    NOTHING
                    if one["calendar_days_after_end"] is None
                    else f"{one['calendar_days_after_end']:,}",
                )
                for one in kept
            ),
            numbers=frozenset({2}),
        ),
    )


def _day(day: object) -> str:
    if day is None:
        return NOTHING
    return short_date(day if isinstance(day, date) else date.fromisoformat(str(day)))


def _ways_out(subject: Subject, answer: Entry) -> Iterator[Block]:
    if subject.is_public:
        yield Paragraph(text=WITHHELD)
        return
    options = answer.get("recovery_options") or ()
    if options:
        yield from map(table_of, recovery_contents(answer))
        yield Paragraph(text=recovery_words(answer) or "Points rank them and are not pounds.")
        return
    words = recovery_words(answer)
    yield Paragraph(text=words or "Recovery options have not been looked for.")
