"""What is told about assumptions: which matter, and which cannot be tested."""

from collections.abc import Mapping
from typing import Any

from scheduler.pictures.aim_contents import unit_words
from scheduler.pictures.contents import Cell, Column, Contents, cell
from scheduler.pictures.outcome_contents import level_title
from scheduler.pictures.wording import counted


def assumption_contents(document: Mapping[str, Any]) -> Contents:
    """Return one row for each assumption taken otherwise, the largest effects first."""
    note = (
        "The effect is that on the best plan, the programme being planned again with one thing "
        "otherwise: of the most important aim that changes by more than may be given up of it."
    )
    if document["not_reached"]:
        note += f" {counted(document['not_reached'], 'row')} not reached in time."
    return Contents(
        caption="What matters among what nobody has confirmed",
        columns=(
            Column(heading="If otherwise"),
            Column(heading="Effect"),
            Column(heading="Who knows"),
            Column(heading="Proved"),
        ),
        rows=tuple(
            (cell(row["words"]), _effect(row), cell(row["owner"] or "-"), _proved(row))
            for row in document["assumptions"]
        ),
        note=note,
    )


def untestable_contents(document: Mapping[str, Any]) -> Contents:
    """Return the assumptions that no rule or number carries."""
    return Contents(
        caption="What cannot be tested: told in words alone",
        columns=(
            Column(heading="Assumption"),
            Column(heading="What is assumed"),
            Column(heading="Who knows"),
        ),
        rows=tuple(
            (cell(row["subject"]), cell(row["statement"]), cell(row["owner"] or "-"))
            for row in document["untestable"]
        ),
    )


def effect_words(row: Mapping[str, Any]) -> str:
    """Return the effect of one assumption in words; no more than is known."""
    match row["effect"]:
        case "no plan":
            return "no plan any more"
        case "none":
            return "nothing changes" if row["proved"] else "no change found"
        case "better" | "worse":
            by = f"{abs(row['difference']):,} {unit_words(row['unit'])} {row['effect']}"
            how = {"better": "at least ", "worse": "at most "}[row["effect"]]
            return f"{level_title(row['level'])}: {'' if row['proved'] else how}{by}"
        case _:
            return "still a plan; how good is not known" if row["feasible"] else "not known"


def _effect(row: Mapping[str, Any]) -> Cell:
    tones = {"no plan": "bad", "worse": "doubtful", "better": "strong"}
    words = effect_words(row)
    match tones.get(row["effect"]):
        case "bad":
            return cell(words, "bad")
        case "doubtful":
            return cell(words, "doubtful")
        case "strong":
            return cell(words, "strong")
        case _:
            return cell(words)


def _proved(row: Mapping[str, Any]) -> Cell:
    if row["effect"] == "no plan":
        return cell("confirmed", "good") if row["confirmed"] else cell("by one solve", "doubtful")
    return cell("yes", "good") if row["proved"] else cell("no", "doubtful")
