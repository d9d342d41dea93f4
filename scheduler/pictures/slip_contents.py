"""What is told of how late each activity alone may be: as planned, and planned again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from scheduler.analysis.risk import ReplannedSlip, Resilience, Slip
from scheduler.pictures.contents import Cell, Column, Contents, cell, number
from scheduler.pictures.wording import counted, short_date

MOST_SLIPS = 15
_ADAPTER: TypeAdapter[Resilience] = TypeAdapter(Resilience)
_SLIPS: TypeAdapter[tuple[ReplannedSlip, ...]] = TypeAdapter(tuple[ReplannedSlip, ...])


def resilience_from_jsonable(document: Mapping[str, Any]) -> Resilience:
    """Return what a document tells."""
    return _ADAPTER.validate_python(document)


def replanned_from_jsonable(rows: Sequence[Mapping[str, Any]]) -> tuple[ReplannedSlip, ...]:
    """Return what rows of an analysis under way tell."""
    return _SLIPS.validate_python(rows)


def resilience_words(found: Resilience) -> str:
    """Say in a sentence or two which are the weakest points."""
    end = short_date(found.contract_end)
    if not found.slips:
        return f"Carried out as it stands, the plan does not hold the contract end, {end}."
    weakest = found.slips[0]
    told = []
    if weakest.survived is None:
        told.append(
            f"Each of {counted(len(found.slips), 'activity', 'activities')} alone may be "
            f"{counted(weakest.tried, 'working day')} late and more, and all is in time by {end}."
        )
    else:
        told.append(
            f"The weakest of {counted(len(found.slips), 'activity', 'activities')} is "
            f"{_who(weakest)}: in the order of the plan all is in time by {end} as long as it "
            f"alone is no more than {counted(weakest.survived, 'working day')} late."
        )
    if found.violations:
        broken = counted(found.violations, "planning rule")
        told.append(f"The plan breaks {broken}, so that nothing was planned again.")
    elif found.replanned:
        last = found.replanned[0]
        told.append(
            f"With everything else planned again, of the {len(found.replanned)} weakest "
            f"{_who(last)} bears least: {slip_words(last)}."
        )
    return " ".join(told)


def resilience_contents(found: Resilience) -> Iterator[Contents]:
    """Yield the table, if it has any rows."""
    if found.slips:
        yield slip_contents(found.slips, found.replanned)


def slip_contents(slips: Sequence[Slip], replanned: Sequence[ReplannedSlip] = ()) -> Contents:
    """Return the weakest activities with what each survives; planned again where that was asked."""
    again = {slip.activity: slip for slip in replanned}
    heading = "As planned" if again else "Working days"
    return Contents(
        caption="By how much each alone may be late, the weakest first",
        columns=(
            Column(heading="Activity"),
            Column(heading=heading, number=True),
            *([Column(heading="Planned again", number=True)] if again else ()),
        ),
        rows=tuple(
            (cell(_who(slip)), _survived(slip), *([_again(again, slip)] if again else ()))
            for slip in slips[: max(MOST_SLIPS, len(again))]
        ),
        note="Working days. As planned: in the order of the plan, as long as all is in time. "
        "Planned again: everything else may move, options stay; of a day more it is proved that "
        "there is no plan, unless it says at least. It is less than as planned where the delay "
        "would break another hard rule."
        if again
        else "",
    )


def replanned_contents(replanned: Sequence[ReplannedSlip]) -> Contents:
    """Return what activities survive planned again, while others are still being looked at."""
    return Contents(
        caption="By how much each alone may be late, with everything else planned again",
        columns=(Column(heading="Activity"), Column(heading="Working days", number=True)),
        rows=tuple((cell(_who(slip)), cell(_days(slip), "strong")) for slip in replanned),
    )


def slip_words(found: ReplannedSlip) -> str:
    """Say how late an activity may be, and what is known of more."""
    days = counted(found.survived, "working day")
    if found.none_at == found.survived + 1:
        return f"{days}, and of one more there is no plan"
    more = "" if found.none_at is None else f", and less than {found.none_at:,}"
    return f"{days} at least{more}"


def _who(slip: Slip | ReplannedSlip) -> str:
    return f"{slip.name} ({slip.activity})" if slip.name else slip.activity


def _survived(slip: Slip) -> Cell:
    if slip.survived is None:
        return cell(f"{slip.tried} at least")
    return number(slip.survived, "strong")


def _again(again: Mapping[str, ReplannedSlip], slip: Slip) -> Cell:
    found = again.get(slip.activity)
    return cell(None) if found is None else cell(_days(found), "strong")


def _days(found: ReplannedSlip) -> str:
    if found.none_at == found.survived + 1:
        return f"{found.survived}"
    more = "" if found.none_at is None else f", under {found.none_at}"
    return f"{found.survived} at least{more}"
