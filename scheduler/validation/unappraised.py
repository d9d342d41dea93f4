"""What the file leaves open."""

from collections.abc import Iterator

from scheduler.domain.issues import Issue
from scheduler.validation.lookup import Written
from scheduler.validation.wording import error, warning


def find_bad_budgets(written: Written) -> Iterator[Issue]:
    """Report budgets of no time."""
    for budget in written.document.budgets:
        if budget.last < budget.first:
            message = f"the last day {budget.last} is before the first {budget.first}"
            yield error("window_reversed", f"/budgets[id={budget.id}]/last", message, budget.last)


def find_unappraised(written: Written) -> Iterator[Issue]:
    """Warn when some options of a group are appraised and others are not."""
    for group in written.expanded.document.service_groups:
        without = [option.id for option in group.options if option.appraisal is None]
        if without and len(without) < len(group.options):
            message = f"no appraisal of {', '.join(without)}: counted as 0, the best there is"
            path = f"/service_groups[id={group.id}]/options"
            yield warning("option_unappraised", path, message, without)
