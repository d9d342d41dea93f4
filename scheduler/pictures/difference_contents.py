"""What is told about the difference of two plans."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from scheduler.pictures.aim_contents import unit_words
from scheduler.pictures.contents import Cell, Column, Contents, cell, number

_ROLES = {
    "users": "users of the service",
    "staff": "staff who change sides",
    "owner": "whoever owns the work",
    "provider": "provider",
    "promised": "was promised the date",
    "meeting": "next meeting",
}


def difference_contents(document: Mapping[str, Any]) -> Iterator[Contents]:
    """Yield the tables of a difference that have any rows."""
    announced = [move for move in document["moved"] if move["announced"]]
    others = [move for move in document["moved"] if not move["announced"]]
    if document["commitments_changed"]:
        yield _commitments(document["commitments_changed"])
    if document["options"]:
        yield _options(document["options"])
    if announced:
        yield _moves(announced, "Transfers and technical cutovers that move")
    if others:
        yield _moves(others, "Other activities with other dates")
    if document["figures"]:
        yield _figures(document["figures"])
    if document["tell"]:
        yield _told(document["tell"])


def _commitments(rows: Sequence[Mapping[str, Any]]) -> Contents:
    return Contents(
        caption="Commitments changed",
        columns=tuple(map(_heading, ("Commitment", "Level", "Promised", "Now", "Why"))),
        rows=tuple(
            (
                cell(row["id"]),
                cell(row["level"]),
                _day(row["promised"]),
                cell("kept again", "good") if row["kept_again"] else _day(row["now"], "strong"),
                _why(row),
            )
            for row in rows
        ),
    )


def _options(rows: Sequence[Mapping[str, Any]]) -> Contents:
    return Contents(
        caption="Sourcing options changed",
        columns=tuple(map(_heading, ("Service group", "Was", "Now", "Why"))),
        rows=tuple(
            (cell(row["name"]), cell(row["from"]), cell(row["to"], "strong"), _why(row))
            for row in rows
        ),
    )


def _moves(rows: Sequence[Mapping[str, Any]], caption: str) -> Contents:
    return Contents(
        caption=caption,
        columns=(
            Column(heading="Activity"),
            Column(heading="Was"),
            Column(heading="Now"),
            Column(heading="Working days", number=True),
            Column(heading="Why"),
        ),
        rows=tuple(
            (
                cell(row["name"]),
                _span(row["from"], row["from_finish"]),
                _span(row["to"], row["to_finish"], "strong"),
                number(row["working_days"]),
                _why(row),
            )
            for row in rows
        ),
    )


def _figures(rows: Sequence[Mapping[str, Any]]) -> Contents:
    return Contents(
        caption="What that makes",
        columns=(
            Column(heading="Figure"),
            Column(heading="Was", number=True),
            Column(heading="Now", number=True),
            Column(heading="Unit"),
        ),
        rows=tuple(
            (
                cell(row["name"]),
                _value(row["from"]),
                _value(row["to"], "strong"),
                cell(unit_words(row["unit"])),
            )
            for row in rows
        ),
    )


def _told(rows: Sequence[Mapping[str, Any]]) -> Contents:
    return Contents(
        caption="Who must be told",
        columns=tuple(map(_heading, ("Who", "As", "About"))),
        rows=tuple(
            (
                Cell(lines=(row["who"], *(_day(row["on"]).lines if row["on"] else ()))),
                cell(_ROLES[row["role"]]),
                cell(", ".join(row["about"][:4]) + (" …" if len(row["about"]) > 4 else "")),  # noqa: PLR2004
            )
            for row in rows
        ),
    )


def _heading(words: str) -> Column:
    return Column(heading=words)


def _day(value: str | None, tone: Any = "") -> Cell:  # noqa: ANN401  # a literal
    try:
        return cell(None if value is None else date.fromisoformat(value), tone)
    except ValueError:
        return cell(value, tone)


def _span(start: str | None, finish: str | None, tone: Any = "") -> Cell:  # noqa: ANN401  # a literal
    if start is None or finish is None:
        return cell("not done", tone)
    if start == finish:
        return _day(start, tone)
    first, last = _day(start), _day(finish)
    return Cell(lines=(f"{first.lines[0]} to", last.lines[0]), tone=tone)


def _value(value: object, tone: Any = "") -> Cell:  # noqa: ANN401  # a literal
    return number(value, tone) if isinstance(value, int) else _day(value, tone)  # type: ignore[arg-type]


def _why(row: Mapping[str, Any]) -> Cell:
    match row.get("finding"):
        case "forced" if row["causes"]:
            return Cell(lines=tuple(change["words"] for change in row["causes"]))
        case "forced":
            return cell("planning rules forbid it there, even without what changed")
        case "by choice":
            bought = (
                f"{b['level'].replace('_', ' ')}: {b['plan']:,}, not {b['if_kept']:,}"
                for b in row["bought"][:2]
            )
            return Cell(lines=("by choice", *bought))
        case _:
            return cell(None)
