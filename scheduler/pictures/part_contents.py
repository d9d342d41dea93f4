"""What is told about the parts of long work: what is due when, and who owes it."""

from scheduler.analysis.parts import parts_with_dates
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.pictures.contents import Column, Contents, cell


def parts_contents(expanded: ExpandedProgramme, plan: Plan) -> Contents | None:
    """Return the parts of the work performed, by first day; none where no work is divided."""
    found = [
        (dated, activity)
        for activity in expanded.document.activities
        if activity.parts and activity.id in plan.placed
        for dated in parts_with_dates(activity, plan.placed[activity.id], expanded)
    ]
    if not found:
        return None
    found.sort(key=lambda pair: (pair[0].start, pair[0].finish))
    rows = tuple(
        (
            cell(activity.id),
            cell(dated.part.name or dated.part.id),
            cell(dated.start),
            cell(dated.finish, "strong"),
            cell(dated.part.owner or activity.owner or None),
            cell(dated.part.deliverable or None),
        )
        for dated, activity in found
    )
    columns = (
        Column(heading="Activity"),
        Column(heading="Part"),
        Column(heading="First day", whole=True),
        Column(heading="Last day", whole=True),
        Column(heading="Owner"),
        Column(heading="Deliverable"),
    )
    return Contents(caption="Parts of long work", columns=columns, rows=rows)
