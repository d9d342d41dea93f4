"""What is said of a programme without a plan, beside its clashes."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.recovery_contents import recovery_words
from scheduler.pictures.wording import counted, long_date


def why_none_words(document: Mapping[str, Any], programme: ExpandedProgramme) -> Iterator[str]:
    """Yield sentences about the clashes as a whole and the partial plan."""
    if document["outcome"] == "undecided":
        yield "Whether there is a plan was not found within the limit."
        return
    clashes = document["clashes"]
    if clashes and document["complete"]:
        yield "There are no other clashes."
    elif clashes and document["none_apart"]:
        yield "Every other clash shares a planning rule with one of these."
    elif clashes:
        yield "There may be further clashes."
    for alarm in document["alarms"]:
        yield f"ALARM: {alarm}"
    about_options = recovery_words(document)
    if about_options is not None:
        yield about_options
    partial = document["partial_plan"]
    if partial is not None:
        yield from _partial(partial, programme)


def _partial(partial: Mapping[str, Any], programme: ExpandedProgramme) -> Iterator[str]:
    kept = partial["kept_back"]
    supplier = programme.document.contract.supplier
    fewest = (
        "no choice of less critical services leaves a plan of the rest"
        if partial["fewest"]
        else "not known to be the fewest"
    )
    yield (
        f"If nothing else gives way, {counted(len(kept), 'service')} would stay with {supplier} "
        f"({fewest}); everything else has a plan:"
    )
    for one in kept:
        until = one["earliest_transfer"]
        if until is None:
            yield f"  {one['name']}: for how long was not found."
            continue
        days = one["calendar_days_after_end"]
        after = f", {counted(days, 'day')} after the contract end" if days and days > 0 else ""
        yield f"  {one['name']}: until {long_date(date.fromisoformat(until))} at least{after}."
