"""What is told of a plan whose work takes longer than estimated: one row a step of the dial."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from scheduler.analysis.risk import Share
from scheduler.pictures.contents import Cell, Column, Contents, Tone, cell
from scheduler.pictures.risk_contents import IN_TIME_MEANS, LIKELY, UNLIKELY, percent
from scheduler.pictures.wording import counted, long_date, short_date

Entry = Mapping[str, Any]
_LIKELY = round(100 * LIKELY)


def overrun_words(document: Entry) -> str:
    """Say in a sentence or two how much longer work may take."""
    rows: Sequence[Entry] = document["rows"]
    if not rows:
        return "Nothing was tried in the time given."
    runs = counted(document["samples"], "run")
    far = [row["percent"] for row in rows if _in_time(row).value >= LIKELY]
    meant = (
        f"In how many of {runs} all services are {IN_TIME_MEANS}, if all work that has not begun "
        "takes so much longer than estimated and nobody plans again."
    )
    told = [meant]
    if not far:
        told.append(f"Even as estimated it holds in fewer than {_LIKELY} of 100 runs.")
    elif max(far) == 0:
        told.append(f"It holds in {_LIKELY} of 100 runs or more as estimated, and no longer.")
    else:
        told.append(f"It holds in {_LIKELY} of 100 runs or more with up to {max(far)} % more.")
    return " ".join(told)


def overrun_contents(rows: Sequence[Entry], horizon: date | None = None) -> Contents:
    """Return one row for each step: how often all is in time, and by when the last is out."""
    return Contents(
        caption="If work takes longer",
        columns=(
            Column(heading="Longer by", number=True, whole=True),
            Column(heading="In time", number=True),
            Column(heading="Last transfer in half of the runs"),
            Column(heading="In 80 of 100 runs"),
        ),
        rows=tuple(
            (
                cell("as estimated" if row["percent"] == 0 else f"{row['percent']} %"),
                _share(_in_time(row)),
                _day(row["last"]["p50"], horizon),
                _day(row["last"]["p80"], horizon),
            )
            for row in rows
        ),
        note="In brackets: the interval of 95 %, by the number of runs alone.",
    )


def _in_time(row: Entry) -> Share:
    return Share(count=row["in_time"]["count"], of=row["in_time"]["of"])


def _share(share: Share) -> Cell:
    low, high = share.interval
    mark: Tone = (
        "good" if share.value >= LIKELY else "bad" if share.value < UNLIKELY else "doubtful"
    )
    return cell(f"{percent(share.value)} ({100 * low:.0f} to {100 * high:.0f} %)", mark)


def _day(day: str | None, horizon: date | None) -> Cell:
    if day is not None:
        return cell(long_date(date.fromisoformat(day)))
    return cell("after the horizon" if horizon is None else f"after {short_date(horizon)}")
