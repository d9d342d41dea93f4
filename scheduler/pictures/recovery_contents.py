"""What is told about recovery options."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scheduler.pictures.contents import Column, Contents, cell, number
from scheduler.pictures.wording import counted


def recovery_contents(document: Mapping[str, Any]) -> Iterator[Contents]:
    """Yield one table for each recovery option of an `explain --json` document."""
    options: Sequence[Mapping[str, Any]] = document["recovery_options"]
    for place, option in enumerate(options, start=1):
        yield Contents(
            caption=f"Recovery option {place} of {len(options)}: {option['price']:,} points",
            columns=(
                Column(heading="What gives way"),
                Column(heading="Rests on"),
                Column(heading="Who may grant it"),
                Column(heading="Points", number=True),
            ),
            rows=tuple(
                (
                    cell(change["words"], "strong"),
                    cell(change["basis"]),
                    cell(change["owner"]),
                    number(change["price"]),
                )
                for change in option["changes"]
            ),
            note=_claims(option, place),
        )


def how_to_take(place: int) -> str:
    """Say how a recovery option is taken on the command line; the first is 1."""
    return f"To take: phased-exit adjust PROGRAMME ANSWER --option {place} --out FILE"


def recovery_words(document: Mapping[str, Any]) -> str | None:
    """Say whether there are other options; None where they were not looked for."""
    known = document.get("recovery")
    if known is None:
        return None
    count = len(document["recovery_options"])
    if known["complete"]:
        return "There are no other recovery options, law and technical need being kept."
    if not count:
        return "No recovery option was found within the limit."
    return (
        f"{counted(count, 'recovery option')} told; further ones cost "
        f"{known['at_least']:,} points at least. Points rank them and are not pounds."
    )


def _claims(option: Mapping[str, Any], place: int) -> str:
    planned = "Planned again and checked" if option["checked"] else "Not planned again"
    cheapest = "nothing cheaper" if place == 1 else "nothing cheaper but what holds one above"
    known = "proved" if option["cheapest_proved"] else "not proved"
    needed = "proved" if option["irreducible_proved"] else "not proved"
    return f"{planned}; {cheapest} ({known}); no change can be smaller ({needed})."
