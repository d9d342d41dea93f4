"""What more contingency costs as a picture: each aim over the weeks that are kept free."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from scheduler.pictures.aim_contents import unit_words
from scheduler.pictures.contents import NOTHING
from scheduler.pictures.contingency_contents import aims_told, contingency_words
from scheduler.pictures.measures_svg import Measure, measures_svg
from scheduler.pictures.outcome_contents import level_title
from scheduler.pictures.wording import counted, short_date

TITLE = "What more contingency costs"
Entry = Mapping[str, Any]


def contingency_svg(document: Entry) -> str:
    """Return a strip for the last transfer and for each aim, the least weeks on the left."""
    rows = document["rows"]
    return measures_svg(
        tuple(_measures(document, rows)),
        tuple(map(_name, rows)),
        title=TITLE,
        told=contingency_words(document),
        prefix="contingency",
    )


def _measures(document: Entry, rows: Sequence[Entry]) -> Iterator[Measure]:
    days = [None if one is None else date.fromisoformat(one) for one in _of(rows, "last_transfer")]
    yield Measure(
        name="Last service transfer",
        values=tuple(None if day is None else day.toordinal() for day in days),
        words=tuple(NOTHING if day is None else short_date(day) for day in days),
    )
    for aim in aims_told(document):
        values = [None if of is None else of[aim["name"]] for of in _of(rows, "values")]
        better = "more" if aim["maximise"] else "less"
        yield Measure(
            name=f"{level_title(aim['name'])}, {unit_words(aim['unit'])} ({better} is better)",
            values=tuple(values),
            words=tuple(NOTHING if value is None else f"{value:,}" for value in values),
        )


def _of(rows: Sequence[Entry], name: str) -> list[Any]:
    return [row[name] for row in rows]


def _name(row: Entry) -> tuple[str, str]:
    asked = "As the rules ask" if row["weeks"] is None else counted(row["weeks"], "week")
    if row["fits"] is None:
        return asked, "not known"
    if not row["fits"]:
        return asked, "no plan"
    return asked, "proved" if row["proved"] else "best found"
