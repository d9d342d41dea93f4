"""Plan churn: how the forecast and the dates moved from plan to plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.analysis.measures import contingency_working_days, last_transfer
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.regenerating.comparison import compare


@dataclass(frozen=True, slots=True, kw_only=True)
class ChurnRow:
    """One plan among those of a programme, beside the one before it."""

    label: str
    last_transfer: date | None
    """The forecast end."""
    contingency_working_days: int | None
    activities_moved: int
    dates_moved: int
    """Transfers and technical cutovers."""
    options_changed: int
    commitments_changed: int
    """Promises given up, not those kept again."""


def churn(plans: Sequence[tuple[str, ExpandedProgramme, Plan]]) -> Iterator[ChurnRow]:
    """Yield a row for each plan in order of time; the first one moved nothing."""
    before = plans[0][1:] if plans else None
    for label, programme, plan in plans:
        difference = compare(before or (programme, plan), (programme, plan))
        yield ChurnRow(
            label=label,
            last_transfer=last_transfer(programme, plan),
            contingency_working_days=contingency_working_days(programme, plan),
            activities_moved=len(difference.moved),
            dates_moved=len(difference.announced),
            options_changed=len(difference.options),
            commitments_changed=sum(not c.kept_again for c in difference.commitments),
        )
        before = programme, plan
