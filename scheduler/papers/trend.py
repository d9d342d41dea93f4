"""How a plan has moved from version to version: end, reserve, what is open, promises, chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.analysis.measures import contingency_weeks, last_transfer, unconfirmed_assumptions
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.audience import Audience
from scheduler.objectives.commitments_changed import is_kept
from scheduler.papers.chances import PROBABILITY, ScheduleRisk, per_cent
from scheduler.papers.paper import Block, Paragraph, Picture, Section, Table
from scheduler.papers.subject import subject_of
from scheduler.pictures.contents import NOTHING
from scheduler.pictures.measures_svg import Measure, measures_svg
from scheduler.pictures.risk_contents import IN_TIME_MEANS
from scheduler.pictures.wording import counted, long_date, short_date
from scheduler.regenerating.comparison import compare

TITLE = "How the plan has moved"
_IN_TIME = f"In time: the probability, by simulation, that every service is {IN_TIME_MEANS}."
_FIRST = "This is the first version of the plan: there is nothing to compare it with yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A plan among those of its programme, as it was made."""

    number: int
    """Counted from 1, the oldest."""
    made: date
    programme: ExpandedProgramme
    """As it was planned."""
    plan: Plan
    risk: ScheduleRisk | None = None
    """What a simulation says of it; none where there was none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """What is told of one version."""

    number: int
    made: date
    contract_end: date
    last_transfer: date | None
    weeks: int | None
    """In reserve: whole weeks from the last transfer to the contract end."""
    open_assumptions: int
    dates_moved: int
    """Transfers and technical cutovers with another date than in the version before."""
    commitments: int
    """That had been made when it was planned."""
    commitments_changed: int
    """Those of them that it does not keep."""
    probability: float | None
    """That every service is in time, from 0 to 1; none where nobody has simulated it."""


def trend_of(versions: Sequence[Version], audience: Audience) -> tuple[TrendPoint, ...]:
    """Return what an audience may be told of each version, in their order: the oldest first.

    In public nothing is told of chance, nor counted that belongs to the exempt version.
    """
    return tuple(_points(versions, audience))


def _points(versions: Sequence[Version], audience: Audience) -> Iterator[TrendPoint]:
    before: tuple[ExpandedProgramme, Plan] | None = None
    for version in versions:
        subject = subject_of(version.programme, version.plan, audience)
        now = (subject.programme, subject.plan)
        document = subject.document
        yield TrendPoint(
            number=version.number,
            made=version.made,
            contract_end=document.contract.end_date,
            last_transfer=last_transfer(*now),
            weeks=contingency_weeks(*now),
            open_assumptions=unconfirmed_assumptions(document),
            dates_moved=0 if before is None else len(compare(before, now).announced),
            commitments=len(document.commitments),
            commitments_changed=sum(not is_kept(one, subject.plan) for one in document.commitments),
            probability=None
            if version.risk is None or subject.is_public
            else version.risk.probability,
        )
        before = now


def trend_section(points: Sequence[TrendPoint]) -> Section:
    """Return the trend as a sentence, a picture and a table; of one version that it is the first.

    `points` are the oldest first, the version that is told of last.
    """
    if len(points) < 2:  # noqa: PLR2004  # a trend needs two
        return Section(title=TITLE, blocks=(Paragraph(text=_FIRST),))
    said = trend_words(points)
    drawn = measures_svg(tuple(_measures(points)), _names(points), title=TITLE, told=said)
    blocks: tuple[Block, ...] = (
        Paragraph(text=said, strong=True),
        Picture(title="Version by version, the newest on the right", svg=drawn, alternative=said),
        _table(points),
    )
    return Section(title=TITLE, blocks=blocks)


def trend_words(points: Sequence[TrendPoint]) -> str:
    """Return in sentences how the newest version differs from the one before it."""
    before, now = points[-2], points[-1]
    said = [f"Since version {before.number}: {_end_words(before, now)}"]
    if now.weeks is not None and before.weeks is not None and now.weeks != before.weeks:
        more = "more" if now.weeks > before.weeks else "fewer"
        weeks = counted(abs(now.weeks - before.weeks), "week")
        said.append(f"{weeks} {more} in reserve")
    if now.open_assumptions != before.open_assumptions:
        fewer = "fewer" if now.open_assumptions < before.open_assumptions else "more"
        count = counted(
            abs(now.open_assumptions - before.open_assumptions), f"{fewer} open assumption"
        )
        said.append(count)
    said.append(f"{counted(now.dates_moved, 'date') if now.dates_moved else 'no date'} moved")
    if now.commitments_changed:
        said.append(f"{counted(now.commitments_changed, 'commitment')} not kept")
    if now.probability is not None and before.probability is not None:
        was, is_now = per_cent(before.probability), per_cent(now.probability)
        said.append(f"probability of being in time {is_now}, before {was}")
    return f"{', '.join(said)}."


def _end_words(before: TrendPoint, now: TrendPoint) -> str:
    if now.last_transfer is None or before.last_transfer is None:
        return "no last transfer to compare"
    days = (now.last_transfer - before.last_transfer).days
    if not days:
        return f"the last transfer stays on {long_date(now.last_transfer)}"
    how = f"{counted(abs(days), 'calendar day')} {'later' if days > 0 else 'earlier'}"
    return f"the last transfer is {how}, on {long_date(now.last_transfer)}"


def _names(points: Sequence[TrendPoint]) -> tuple[tuple[str, str], ...]:
    return tuple((f"Version {one.number}", short_date(one.made)) for one in points)


def _measures(points: Sequence[TrendPoint]) -> Iterator[Measure]:
    end = points[-1].contract_end
    yield Measure(
        name="Last service transfer",
        values=tuple(_ordinal(one.last_transfer) for one in points),
        words=tuple(_day(one.last_transfer) for one in points),
        limit=end.toordinal(),
        limit_words=f"Contract ends {short_date(end)}",
    )
    yield Measure(
        name="Weeks in reserve",
        values=tuple(one.weeks for one in points),
        words=tuple(_number(one.weeks) for one in points),
        from_nothing=True,
    )
    yield Measure(
        name="Open assumptions",
        values=tuple(one.open_assumptions for one in points),
        words=tuple(f"{one.open_assumptions:,}" for one in points),
        from_nothing=True,
    )
    yield Measure(
        name="Dates moved since the version before",
        values=tuple(one.dates_moved for one in points),
        words=tuple(f"{one.dates_moved:,}" for one in points),
        from_nothing=True,
    )
    if any(one.commitments for one in points):
        yield Measure(
            name="Commitments not kept",
            values=tuple(one.commitments_changed for one in points),
            words=tuple(_kept(one) for one in points),
            from_nothing=True,
        )
    if any(one.probability is not None for one in points):
        yield Measure(
            name=PROBABILITY,
            values=tuple(
                None if one.probability is None else round(100 * one.probability) for one in points
            ),
            words=tuple(_chance(one) for one in points),
            from_nothing=True,
            most=100,
        )


def _table(points: Sequence[TrendPoint]) -> Table:
    chance = any(one.probability is not None for one in points)
    promised = any(one.commitments for one in points)
    header = ["Version", "Made", "Last transfer", "Weeks in reserve", "Open assumptions"]
    header += ["Dates moved", *(["Commitments not kept"] if promised else [])]
    header += ["In time"] if chance else []
    rows = []
    for one in reversed(points):
        row = [f"Version {one.number}", short_date(one.made), _day(one.last_transfer)]
        row += [_number(one.weeks), f"{one.open_assumptions:,}", f"{one.dates_moved:,}"]
        row += [_kept(one)] if promised else []
        row += [_chance(one)] if chance else []
        rows.append(tuple(row))
    return Table(
        caption="Versions of the plan, newest first",
        header=tuple(header),
        rows=tuple(rows),
        numbers=frozenset(range(3, len(header))),
        note="Dates moved: transfers and technical cutovers with another date than in the version "
        "before." + (f" {_IN_TIME}" if chance else ""),
    )


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _day(day: date | None) -> str:
    return NOTHING if day is None else short_date(day)


def _number(value: int | None) -> str:
    return NOTHING if value is None else f"{value:,}"


def _kept(one: TrendPoint) -> str:
    return f"{one.commitments_changed:,} of {one.commitments:,}" if one.commitments else NOTHING


def _chance(one: TrendPoint) -> str:
    return NOTHING if one.probability is None else per_cent(one.probability)
