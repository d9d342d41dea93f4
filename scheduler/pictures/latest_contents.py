"""What is told about latest decision dates and the expiry of options."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.contents import Cell, Column, Contents, cell, number
from scheduler.pictures.names import group_name, option_name
from scheduler.pictures.papers_due import papers_due
from scheduler.pictures.wording import long_date
from scheduler.rules.words import named


def latest_contents(
    document: Mapping[str, Any], programme: ExpandedProgramme
) -> Iterator[Contents]:
    """Yield the tables of a `latest --json` document that have any rows."""
    for key, caption in (
        ("decisions", "Latest decision dates"),
        ("givens", "How late what is given from outside may be"),
    ):
        if document[key]:
            yield _dates(document[key], caption, programme)
    if document["options"]:
        yield _options(document["options"], programme)
    if document["calendar"]:
        yield _calendar(document["calendar"], programme)


def latest_words(document: Mapping[str, Any]) -> str:
    """Say in a sentence where there is nothing to tell."""
    if document["feasible"] is False:
        return "No plan exists, so every date is too late; explain tells which rules clash."
    return "No plan was found within the limit, so that no date can be told."


def _dates(
    rows: Sequence[Mapping[str, Any]], caption: str, programme: ExpandedProgramme
) -> Contents:
    with_papers = any(row["papers_by"] for row in rows)
    return Contents(
        caption=caption,
        columns=(
            Column(heading="Event"),
            Column(heading="Others"),
            Column(heading="Planned"),
            Column(heading="Last at which a plan exists"),
            Column(heading="With one meeting in reserve" if with_papers else "One date earlier"),
            *((Column(heading="Papers final by"),) if with_papers else ()),
            Column(heading="One later"),
        ),
        rows=tuple(
            (
                cell(named(row["id"], programme)),
                cell(row["reading"].removeprefix("others ")),
                _day(row["planned"]),
                _day(row["latest"], "strong", missing="never"),
                _day(row["decide_by"]),
                *((_papers(row["papers_by"], programme),) if with_papers else ()),
                _claim(row),
            )
            for row in rows
        ),
        note="Others free: everything else is planned again. Others as planned: sourcing options "
        "and all other decisions stay.",
    )


def _options(rows: Sequence[Mapping[str, Any]], programme: ExpandedProgramme) -> Contents:
    def told(row: Mapping[str, Any]) -> Cell:
        if row["alive"] is None:
            return cell("not known", "doubtful")
        if not row["alive"]:
            return cell("does not fit", "bad")
        return _day(row["expires"], "strong", missing="fits; no decision chooses it")

    return Contents(
        caption="Expiry of sourcing options",
        columns=(
            Column(heading="Service group"),
            Column(heading="Option"),
            Column(heading="Can be chosen until"),
            Column(heading="One later"),
        ),
        rows=tuple(
            (
                cell(group_name(programme, row["group"])),
                cell(option_name(programme, row["group"], row["option"])),
                told(row),
                _claim(row),
            )
            for row in rows
        ),
    )


def _calendar(rows: Sequence[Mapping[str, Any]], programme: ExpandedProgramme) -> Contents:
    def gone(row: Mapping[str, Any]) -> str:
        none = (group for group, alive in row["alive"].items() if not alive)
        return ", ".join(group_name(programme, group) for group in none)

    return Contents(
        caption="Options alive at each meeting",
        columns=(
            Column(heading="Meeting"),
            Column(heading="Alive", number=True),
            Column(heading="Service groups with none left"),
        ),
        rows=tuple(
            (
                _day(row["day"]),
                number(row["count"], "strong"),
                cell(gone(row)),
            )
            for row in rows
        ),
    )


def _day(iso: str | None, tone: Any = "", missing: str = "") -> Cell:  # noqa: ANN401  # a Tone
    return cell(missing if iso is None else long_date(date.fromisoformat(iso)), tone)


def _papers(iso: str | None, programme: ExpandedProgramme) -> Cell:
    if iso is None:
        return cell("")
    return papers_due(date.fromisoformat(iso), programme, long=True)


def _claim(row: Mapping[str, Any]) -> Cell:
    if row["confirmed"]:
        return cell("no plan, confirmed", "good")
    return cell("no plan", "good") if row["proved"] else cell("not known", "doubtful")
