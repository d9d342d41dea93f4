"""The hidden plan as a whole: the order of its groups, and the contract end it leaves room for."""

from collections.abc import Mapping
from datetime import date

from scheduler.domain.activities import CHARGES_STOP, CUTOVER, TRANSFER
from scheduler.domain.calendars import ONE_DAY
from scheduler.generation.calendar_dates import month_end
from scheduler.generation.fit import Fit
from scheduler.generation.layout import Layout
from scheduler.generation.phases import STOP


def lay_out(layout: Layout, opens: Mapping[str, date]) -> None:
    """Lay out every group in the order in which they open."""
    layout.lay_out_once()
    document = layout.programme.document
    for group in sorted(opens, key=lambda name: opens[name]):
        layout.lay_out_group(
            group,
            opens[group],
            [s for s in document.services if s.group == group],
            [s for s in document.staff_groups if s.group == group],
        )
    layout.lay_out_stops()


def contract_end(layout: Layout, fit: Fit) -> date:
    """Return the first month end that leaves the contingency and stops every charge."""
    last = max(layout.starts(CUTOVER, TRANSFER))
    end = month_end(max(layout.starts(CHARGES_STOP, STOP)))
    while layout.days.between(last + ONE_DAY, end) < fit.contingency_working_days:
        end = month_end(end + ONE_DAY)
    return end
