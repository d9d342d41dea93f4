"""What is told about the best partial plan: which services can be out in time, and which cannot."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.contents import Cell, Column, Contents, cell
from scheduler.pictures.wording import counted, long_date

_LAST = date.max


def partial_words(partial: Mapping[str, Any], programme: ExpandedProgramme) -> str:
    """Say how many services can be out in time, and whether more could."""
    kept, services = partial["kept_back"], programme.document.services
    fewest = (
        "no choice of less critical services leaves a plan of the rest"
        if partial["fewest"]
        else "whether fewer would do is not known"
    )
    supplier = programme.document.contract.supplier
    return (
        f"If nothing else gives way, {len(services) - len(kept):,} of "
        f"{counted(len(services), 'service')} can be out in time and "
        f"{counted(len(kept), 'service')} would stay with {supplier}: {fewest}.{_beyond(kept)}"
    )


def _beyond(kept: Sequence[Mapping[str, Any]]) -> str:
    """Say how far beyond the contract end the last service leaves, as far as that is known."""
    known = [one for one in kept if one["earliest_transfer"] is not None]
    late = [one for one in known if (one["calendar_days_after_end"] or 0) > 0]
    if not late:
        return ""
    last = max(late, key=lambda one: str(one["earliest_transfer"]))
    day = long_date(date.fromisoformat(last["earliest_transfer"]))
    days = counted(last["calendar_days_after_end"], "day")
    of = "The last of these" if len(known) == len(kept) else "The last for which a date was found"
    return f" {of} could leave on {day} at the earliest, {days} after the contract ends."


def partial_contents(partial: Mapping[str, Any], programme: ExpandedProgramme) -> Contents:
    """Return each service with its dates, those that stay first.

    In public the plan of the others is not told; only those that stay are listed then.
    """
    stays = {one["service"]: one for one in partial["kept_back"]}
    plan = partial["plan"] or {"services": {}}
    out = {
        name: date.fromisoformat(dates["transfer"]) if dates["transfer"] else None
        for name, dates in plan["services"].items()
        if name not in stays
    }
    leaving = sorted(out.items(), key=lambda one: one[1] or _LAST)
    return Contents(
        caption="The best partial plan",
        columns=(
            Column(heading="Service"),
            Column(heading="Out in time"),
            Column(heading="Service transfer", whole=True),
            Column(heading="What that means"),
        ),
        rows=(
            *(_staying(one, programme) for one in stays.values()),
            *(
                (cell(_name(name, programme)), cell("yes", "good"), cell(day), cell(""))
                for name, day in leaving
            ),
        ),
        note="Everything that is out in time has a plan that keeps every other planning rule.",
    )


def _staying(one: Mapping[str, Any], programme: ExpandedProgramme) -> tuple[Cell, ...]:
    supplier = programme.document.contract.supplier
    until, days = one["earliest_transfer"], one["calendar_days_after_end"]
    if until is None:
        told = f"stays with {supplier}; for how long was not found"
    elif days and days > 0:
        told = f"stays with {supplier} for {counted(days, 'day')} after the contract end at least"
    else:
        told = f"stays with {supplier}"
    earliest = "not found" if until is None else date.fromisoformat(until)
    return cell(one["name"], "strong"), cell("no", "bad"), cell(earliest), cell(told)


def _name(service: str, programme: ExpandedProgramme) -> str:
    declared = programme.services.get(service)
    return service if declared is None else declared.name or service
