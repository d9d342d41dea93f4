"""What the file may say but planning does not act on yet, and what it leaves open."""

from collections.abc import Iterator

from scheduler.domain.issues import Issue
from scheduler.validation.lookup import Written
from scheduler.validation.references import Named, unknown
from scheduler.validation.walk import Parts
from scheduler.validation.wording import error, warning


def find_unread(parts: Parts) -> Iterator[Issue]:
    """Warn of what is recorded and not yet acted on."""
    document = parts.document
    if document.commitments:
        count = len(document.commitments)
        message = f"{count} commitment(s) are recorded; plans do not keep to them yet"
        yield warning("not_acted_on", "/commitments", message, count)
    if document.progress or document.status_date is not None:
        message = "progress is recorded; plans start as if nothing had begun"
        yield warning("not_acted_on", "/progress", message, len(document.progress))


def find_bad_records(written: Written) -> Iterator[Issue]:
    """Report commitments and progress about nothing, and budgets of no time."""
    activities, groups = written.expanded.activities, written.expanded.groups
    for commitment in written.document.commitments:
        at = f"/commitments[id={commitment.id}]"
        if commitment.activity is not None:
            yield from unknown(Named(f"{at}/activity", "activity", commitment.activity, activities))
        if commitment.option is not None:
            group = groups.get(commitment.group or "")
            options = [option.id for option in group.options] if group else []
            yield from unknown(Named(f"{at}/option", "sourcing option", commitment.option, options))
    for budget in written.document.budgets:
        if budget.last < budget.first:
            message = f"the last day {budget.last} is before the first {budget.first}"
            yield error("window_reversed", f"/budgets[id={budget.id}]/last", message, budget.last)
    for index, entry in enumerate(written.document.progress):
        at = f"/progress[{index}]"
        yield from unknown(Named(f"{at}/activity", "activity", entry.activity, activities))
        start, finish = entry.actual_start, entry.actual_finish
        if start is not None and finish is not None and finish < start:
            message = f"the actual finish {finish} is before the actual start {start}"
            yield error("window_reversed", f"{at}/actual_finish", message, finish)


def find_unappraised(written: Written) -> Iterator[Issue]:
    """Warn when some options of a group are appraised and others are not."""
    for group in written.expanded.document.service_groups:
        without = [option.id for option in group.options if option.appraisal is None]
        if without and len(without) < len(group.options):
            message = f"no appraisal of {', '.join(without)}: counted as 0, the best there is"
            path = f"/service_groups[id={group.id}]/options"
            yield warning("option_unappraised", path, message, without)
