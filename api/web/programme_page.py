"""What the page of a programme says: its facts, plans and revisions."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.store.records import RevisionRecord
from api.web.wording import instant
from scheduler.analysis.measures import unconfirmed_assumptions, unconfirmed_rules
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.limits import Limits
from scheduler.interchange.valid_programme import valid_programme
from scheduler.pictures.contents import Column, Contents, cell
from scheduler.pictures.wording import counted, long_date, plain

_ORIGINS = {
    "created": "sent in",
    "replaced": "replaced as a whole",
    "merge_patch": "changed by a merge patch",
    "json_patch": "changed by a JSON Patch",
    "change": "changed, with a plan that stays near",
    "merged": "merged with another change",
    "demo": "a programme shipped to be tried",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact of the contract or the programme."""

    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammePage:
    """The page of a programme."""

    id: str
    name: str
    description: str
    revision: int
    facts: tuple[Fact, ...]


def programme_page(revision: RevisionRecord, expanded: ExpandedProgramme) -> ProgrammePage:
    """Return what to show of the latest revision of a programme."""
    return ProgrammePage(
        id=revision.programme,
        name=expanded.document.name,
        description=expanded.document.description,
        revision=revision.number,
        facts=tuple(_facts(expanded)),
    )


def found_odd(document: str, limits: Limits) -> Contents:
    """Return what is odd about a stored programme without being wrong; no rows for nothing."""
    told = valid_programme(document.encode(), limits).warnings
    return Contents(
        caption="Places to look at, in the order of the file",
        columns=tuple(Column(heading=heading) for heading in ("Place", "What is odd", "Advice")),
        rows=tuple(
            (cell(one.path), *(cell(plain(part)) for part in one.message.partition("\n")[::2]))
            for one in told
        ),
    )


def revisions_contents(revisions: Sequence[RevisionRecord]) -> Contents:
    """Return revisions, newest first."""
    headings = ("Revision", "Made", "How", "What changed", "By")
    return Contents(
        caption="Revisions, newest first",
        columns=tuple(Column(heading=heading) for heading in headings),
        rows=tuple(
            (
                cell(made.number),
                cell(instant(made.created_at)),
                cell(_ORIGINS.get(made.origin, made.origin)),
                cell(_told(made)),
                cell(made.created_by),
            )
            for made in revisions
        ),
    )


def _told(made: RevisionRecord) -> str | None:
    """Say what a change was about, by the title and reason it was given."""
    change = {} if made.change is None else json.loads(made.change)
    said = [str(change[name]) for name in ("title", "reason") if change.get(name)]
    return ": ".join(said) or None


def _facts(expanded: ExpandedProgramme) -> Iterator[Fact]:
    document = expanded.document
    contract = document.contract
    yield Fact(name="Supplier", words=contract.supplier)
    yield Fact(name="Contract ends", words=long_date(contract.end_date))
    if contract.extension:
        yield Fact(name="Extension", words=contract.extension)
    yield Fact(
        name="Planned from",
        words=f"{long_date(document.plan_from)} to {long_date(document.plan_until)}",
    )
    services = counted(len(document.services), "service")
    groups = counted(len(document.service_groups), "service group")
    yield Fact(name="Leaving", words=f"{services} in {groups}")
    yield Fact(name="Activities", words=f"{len(document.activities):,}, written out")
    yield Fact(name="Planning rules", words=_open(len(document.rules), unconfirmed_rules(document)))
    if document.baseline is not None:
        name = document.baseline.name or "without a name"
        dates = counted(len(document.baseline.dates), "activity", "activities")
        yield Fact(name="Baseline", words=plain(f"{name}: {dates} with dates"))
    assumptions = len(document.assumptions)
    words = _open(assumptions, unconfirmed_assumptions(document)) if assumptions else "none listed"
    yield Fact(name="Assumptions", words=words)


def _open(total: int, unconfirmed: int) -> str:
    return f"{total:,}, of which {unconfirmed:,} unconfirmed"
