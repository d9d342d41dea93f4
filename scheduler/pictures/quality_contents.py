"""What is told about the quality of a schedule: checks, practices, figures, lints."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scheduler.pictures.contents import Cell, Column, Contents, Tone, cell

Row = Mapping[str, Any]

_VERDICTS: Mapping[str, Tone] = {"pass": "good", "fail": "bad", "not applicable": ""}
_STANDINGS: Mapping[str, Tone] = {
    "met": "good",
    "partly": "doubtful",
    "not met": "bad",
    "cannot be told": "",
}
_SHOWN = 3


def quality_contents(document: Row) -> Iterator[Contents]:
    """Yield the tables of a `quality --json` document; that of lints where there are any."""
    yield _checks(document["checks"])
    yield _remarks(document["checks"])
    yield _practices(document["practices"])
    yield _measures(document["measures"])
    if document["lints"]:
        yield _lints(document["lints"])


def _checks(rows: Sequence[Row]) -> Contents:
    return Contents(
        caption="The fourteen DCMA checks",
        columns=(
            Column(heading="No", number=True),
            Column(heading="Check"),
            Column(heading="Found", number=True),
            Column(heading="%", number=True),
            Column(heading="Wanted"),
            Column(heading="Verdict"),
        ),
        rows=tuple(
            (
                cell(row["number"]),
                cell(row["name"], "strong"),
                cell(_parts(row)),
                cell(row["percent"]),
                cell(f"{row['wanted']} {row['threshold']:g} %"),
                cell(row["verdict"], _VERDICTS[row["verdict"]]),
            )
            for row in rows
        ),
        note="DCMA-EA PAM 200.1, 2012. What each counts is told with --json.",
    )


def _parts(row: Row) -> str | None:
    return None if row["numerator"] is None else f"{row['numerator']} of {row['denominator']}"


def _remarks(rows: Sequence[Row]) -> Contents:
    return Contents(
        caption="What to make of the checks that are not passed, for a plan bound by people",
        columns=(Column(heading="No", number=True), Column(heading="Remarks")),
        rows=tuple(
            (cell(row["number"]), Cell(lines=tuple(_said_of(row))))
            for row in rows
            if row["verdict"] != "pass"
        ),
    )


def _said_of(row: Row) -> Iterator[str]:
    yield row["why"]
    if row["verdict"] == "fail":
        yield row["note"]
        if row["sample"]:
            yield f"First: {', '.join(row['sample'][:_SHOWN])}"


def _practices(rows: Sequence[Row]) -> Contents:
    return Contents(
        caption="GAO's ten best practices, as far as files can tell",
        columns=(
            Column(heading="No", number=True),
            Column(heading="Practice"),
            Column(heading="Standing"),
            Column(heading="Evidence, and what is missing"),
        ),
        rows=tuple(
            (
                cell(row["number"]),
                cell(row["name"], "strong"),
                cell(row["standing"], _STANDINGS[row["standing"]]),
                Cell(lines=tuple(_evidence(row))),
            )
            for row in rows
        ),
        note="GAO-16-89G, 2015.",
    )


def _evidence(row: Row) -> Iterator[str]:
    yield row["evidence"]
    if row["ids"]:
        yield f"First: {', '.join(row['ids'][:_SHOWN])}"
    if row["missing"]:
        yield f"Missing: {row['missing']}"


def _measures(rows: Sequence[Row]) -> Contents:
    return Contents(
        caption="Measures for a plan that was optimised and is bound by people",
        columns=(
            Column(heading="Measure"),
            Column(heading="Value", number=True),
            Column(heading="What it says"),
        ),
        rows=tuple(
            (
                cell(row["name"], "strong"),
                cell(_value(row)),
                cell(row["sentence"]),
            )
            for row in rows
        ),
    )


def _value(row: Row) -> str | None:
    if row["value"] is None:
        return None
    return str(row["value"]) if row["of"] is None else f"{row['value']} of {row['of']}"


def _lints(rows: Sequence[Row]) -> Contents:
    return Contents(
        caption="Lints of the programme",
        columns=(
            Column(heading="Where"),
            Column(heading="What"),
            Column(heading="Hint"),
            Column(heading="Code"),
        ),
        rows=tuple(
            (
                cell(row["path"]),
                cell(row["sentence"]),
                cell(row["hint"]),
                cell(row["code"]),
            )
            for row in rows
        ),
        note="Each is shown without any search.",
    )
