"""Parts of long work: whole, of work, and there where eight weeks are not enough."""

from collections.abc import Iterator, Sequence

from scheduler.domain.activities import ActivityPart
from scheduler.domain.issues import Issue
from scheduler.validation.lookup import Written, template_path
from scheduler.validation.wording import error, listed, quoted, warning

LONGEST_WITHOUT_PARTS = 40
"""Working days: bars longer than eight weeks hide what is late."""
_WHOLE = 100


def find_bad_parts(written: Written) -> Iterator[Issue]:
    """Report parts that are not the whole, and hint at long work that has none."""
    document = written.document
    for index, template in enumerate(document.activity_templates):
        at = f"{template_path(document, index)}/parts"
        yield from _of_parts(at, template.id, template.form, template.parts)
    for activity in document.activities:
        at = f"/activities[id={activity.id}]/parts"
        yield from _of_parts(at, activity.id, activity.form, activity.parts)
    yield from _long_without(written)


def _of_parts(at: str, name: str, form: str, parts: Sequence[ActivityPart]) -> Iterator[Issue]:
    if not parts:
        return
    if form != "work":
        message = f"{quoted(name)} is {form}: only work has parts"
        yield error("parts_off_work", at, message, form)
    total = sum(part.share_percent for part in parts)
    if total != _WHOLE:
        message = f"the parts of {quoted(name)} come to {total}% together; allowed is 100%"
        yield error("parts_not_whole", at, message, total)
    seen: set[str] = set()
    for index, part in enumerate(parts):
        if part.id in seen:
            message = f"the id {quoted(part.id)} is given twice; an id stands for one thing"
            yield error("duplicate_id", f"{at}[{index}]/id", message, part.id)
        seen.add(part.id)


def _long_without(written: Written) -> Iterator[Issue]:
    """Hint once at all long work without parts, however much there is of it."""
    case = written.document.durations
    found = [
        activity.id
        for activity in written.expanded.document.activities
        if activity.form == "work" and not activity.parts
        if any(
            mode.duration is not None
            and written.working_days(mode.duration, case) > LONGEST_WITHOUT_PARTS
            for mode in activity.modes
        )
    ]
    if found:
        message = (
            f"work of more than {LONGEST_WITHOUT_PARTS} working days has no parts with "
            f"deliverables of their own: {listed(found)}"
        )
        path = written.path_of_activity(found[0])
        yield warning("long_work_without_parts", path, message, len(found))
