"""A plan beside the plan in force: services that move, options and commitments that change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.analysis.measures import last_transfer
from scheduler.domain.activities import TRANSFER
from scheduler.domain.plan import Plan
from scheduler.explaining.audience import WITHHELD
from scheduler.objectives.commitments_changed import is_kept
from scheduler.papers.paper import Block, Figure, Paragraph, Picture, Section, Table
from scheduler.papers.service_picture import service_picture
from scheduler.papers.subject import NO_PLAN, Subject
from scheduler.pictures.churn_svg import churn_svg
from scheduler.pictures.contents import NOTHING
from scheduler.pictures.wording import counted, long_date, short_date
from scheduler.regenerating.churn import ChurnRow, churn
from scheduler.regenerating.comparison import Comparison, Moved, compare

NO_BASELINE = "There is no plan in force to compare with: this plan would be the first."
NO_OWN_BASELINE = "The revision that it was planned for has no baseline to compare with."
_CHURN_WIDTH = 900
IN_FORCE = "the plan in force"
OF_ITS_REVISION = "the baseline of its own revision"
"""What a baseline is once another plan is in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A plan beside the plan in force."""

    comparison: Comparison | None
    """None where there is no plan in force, or no new one."""
    against: str = IN_FORCE
    """What the baseline is called in sentences."""

    @property
    def services(self) -> tuple[Moved, ...]:
        """Service transfers with another date, one that only one plan has included."""
        if self.comparison is None:
            return ()
        return tuple(move for move in self.comparison.moved if move.kind == TRANSFER)


def standing_of(subject: Subject, against: str = IN_FORCE) -> Standing:
    """Return a plan beside the programme's baseline."""
    if subject.baseline is None or not subject.has_plan:
        return Standing(comparison=None, against=against)
    now = subject.programme
    comparison = compare((now, subject.baseline), (now, subject.plan))
    return Standing(comparison=comparison, against=against)


def standing_words(subject: Subject, standing: Standing) -> str:
    """Return in one sentence how a plan stands against the plan in force."""
    if standing.comparison is None:
        return NO_BASELINE if standing.against == IN_FORCE else NO_OWN_BASELINE
    total = len(subject.programme.services)
    moved = standing.services
    if not moved:
        return f"Every service transfer is on its date of {standing.against}."
    later = sum((move.working_days or 0) > 0 for move in moved)
    earlier = sum((move.working_days or 0) < 0 for move in moved)
    other = len(moved) - later - earlier
    said = [
        f"{number} {how}"
        for number, how in ((later, "later"), (earlier, "earlier"), (other, "in one plan only"))
        if number
    ]
    since = "" if standing.against == IN_FORCE else f" against {standing.against}"
    words = f"{len(moved)} of {counted(total, 'service transfer')} moved{since}: {', '.join(said)}."
    before = last_transfer(subject.programme, _known(subject))
    now = last_transfer(subject.programme, subject.plan)
    if before is not None and now is not None and before != now:
        words += f" The last one was to be on {long_date(before)} and is now on {long_date(now)}."
    return words


def _known(subject: Subject) -> Plan:
    return subject.baseline or NO_PLAN


def standing_section(subject: Subject, standing: Standing) -> Section:
    """Return the services against what was before, as a picture and a table."""
    blocks: list[Block] = [Paragraph(text=standing_words(subject, standing), strong=True)]
    blocks.append(service_picture(subject))
    if standing.services:
        blocks.append(_moved_table(subject, standing))
    if standing.comparison is not None and standing.comparison.options and not subject.is_public:
        blocks.append(_options_table(standing.comparison, _before(standing)))
    alone = standing.comparison is None and standing.against != IN_FORCE
    title = "Status of every service" if alone else f"Status against {standing.against}"
    return Section(title=title, blocks=tuple(blocks))


def service_name(subject: Subject, move: Moved) -> str:
    """Return the service that a transfer is of by its name."""
    service = subject.programme.services.get(move.service or "")
    return move.name if service is None else service.name or service.id


def _before(standing: Standing) -> str:
    """Return the heading over what was before."""
    return "In force" if standing.against == IN_FORCE else "Baseline"


def _moved_table(subject: Subject, standing: Standing) -> Table:
    return Table(
        caption="Service transfers that moved",
        header=("Service", _before(standing), "Now", "Working days"),
        rows=tuple(
            (
                service_name(subject, move),
                NOTHING if move.was is None else short_date(move.was.start),
                NOTHING if move.now is None else short_date(move.now.start),
                NOTHING if move.working_days is None else f"{move.working_days:+,}",
            )
            for move in sorted(standing.services, key=_first_day)
        ),
        numbers=frozenset({3}),
    )


def _first_day(move: Moved) -> tuple[date, str]:
    at = move.now or move.was
    return (date.max if at is None else at.start, move.activity)


def _options_table(comparison: Comparison, before: str) -> Table:
    return Table(
        caption="Sourcing options that changed",
        header=("Service group", before, "Now"),
        rows=tuple(
            (one.name, one.was or NOTHING, one.now or NOTHING) for one in comparison.options
        ),
    )


def commitments_figure(subject: Subject) -> Figure:
    """Return how many of the commitments that are told the plan changes."""
    made = subject.document.commitments
    changed = sum(not is_kept(one, subject.plan) for one in made)
    if not made:
        return Figure(name="Commitments changed", value="0", note="none has been made")
    return Figure(
        name="Commitments changed", value=f"{changed} of {len(made)}", note="dates or options told"
    )


def churn_section(subject: Subject, plans: Sequence[tuple[str, Plan]]) -> Iterator[Section]:
    """Yield how plans followed each other, the oldest first and this one last; none for one."""
    known = [
        (_label(label, f"plan {place}", subject), subject.seen(plan))
        for place, (label, plan) in enumerate(plans, start=1)
    ]
    declared = subject.whole.document.baseline
    if not known and subject.baseline is not None and declared is not None:
        known = [(_label(declared.name, "plan in force", subject), subject.baseline)]
    if not known or not subject.has_plan:
        return
    every = (*known, ("this plan", subject.plan))
    rows = tuple(churn([(label, subject.programme, plan) for label, plan in every]))
    title = "Plan churn"
    drawn = churn_svg(rows, title=title, width=_CHURN_WIDTH)
    alternative = "; ".join(map(_churn_words, rows)) + "."
    yield Section(
        title=title,
        blocks=(
            Picture(
                title="Forecast end, contingency and dates moved, plan by plan",
                svg=drawn,
                alternative=alternative,
            ),
        ),
    )


def _label(name: str, otherwise: str, subject: Subject) -> str:
    """Return what a plan is called, or another name where that must not be told."""
    told = subject.told(name)
    return otherwise if not name or told == WITHHELD else told


def _churn_words(row: ChurnRow) -> str:
    end = "no transfer" if row.last_transfer is None else f"ends {short_date(row.last_transfer)}"
    days = row.contingency_working_days
    left = "" if days is None else f", {counted(days, 'working day')} of contingency"
    return f"{row.label}: {end}{left}, {counted(row.dates_moved, 'date')} moved"
