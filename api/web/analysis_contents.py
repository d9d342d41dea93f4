"""What an analysis has found, as words and tables: from its document, or from the rows so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from markupsafe import Markup

from api.web.in_page import in_page
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.explaining.contingency import aims_of
from scheduler.explaining.latest import decisions_of
from scheduler.interchange.frontier_json import frontier_from_jsonable
from scheduler.interchange.hold_json import hold_from_jsonable
from scheduler.interchange.holding_json import holding_from_jsonable
from scheduler.interchange.plain_values import plain
from scheduler.interchange.risk_json import risk_from_jsonable
from scheduler.pictures.assumption_contents import assumption_contents, untestable_contents
from scheduler.pictures.backbone_contents import backbone_contents
from scheduler.pictures.contents import Column, Contents, cell, number
from scheduler.pictures.contingency_contents import contingency_contents, contingency_words
from scheduler.pictures.contingency_svg import TITLE as CONTINGENCY_TITLE
from scheduler.pictures.contingency_svg import contingency_svg
from scheduler.pictures.frontier_contents import (
    FOUND,
    PROVED,
    at_hand_words,
    axis_words,
    frontier_contents,
    frontier_words,
)
from scheduler.pictures.frontier_svg import frontier_svg
from scheduler.pictures.hold_contents import hold_contents, hold_words
from scheduler.pictures.holding_contents import holding_contents, paths_contents
from scheduler.pictures.latest_contents import latest_contents
from scheduler.pictures.option_contents import option_contents
from scheduler.pictures.outcome_contents import clash_contents
from scheduler.pictures.overrun_contents import overrun_contents, overrun_words
from scheduler.pictures.partial_contents import partial_words
from scheduler.pictures.price_contents import price_contents
from scheduler.pictures.quality_contents import quality_contents
from scheduler.pictures.recovery_contents import recovery_contents
from scheduler.pictures.risk_contents import risk_contents, risk_words
from scheduler.pictures.slip_contents import (
    replanned_contents,
    replanned_from_jsonable,
    resilience_contents,
    resilience_from_jsonable,
    resilience_words,
)
from scheduler.pictures.slipping_contents import slipping_contents, slipping_words
from scheduler.pictures.why_none_words import why_none_words

Document = Mapping[str, Any]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A picture that stands in the page, above the table that tells the same."""

    title: str
    told: str
    drawn: Markup


Part = Contents | Drawing | str
"""A table, a picture or a paragraph."""

NO_PLAN = "No plan exists. “Why there is no plan” tells which planning rules stand in the way."
UNKNOWN = "No plan is known, and none was found in the time given."


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is shown of an analysis, from first to last."""

    parts: tuple[Part, ...]

    @property
    def has_picture(self) -> bool:
        """Whether any part stands as a picture in the page."""
        return any(isinstance(part, Drawing) for part in self.parts)

    @property
    def pieces(self) -> Iterator[tuple[Literal["table", "picture", "words"], Part]]:
        """Yield each part after what it is."""
        for part in self.parts:
            match part:
                case Contents():
                    yield "table", part
                case Drawing():
                    yield "picture", part
                case _:
                    yield "words", part


def found_in(kind: str, document: Document, programme: ExpandedProgramme) -> Found:
    """Return what a document says; nothing of a kind that has no words here yet."""
    if document.get("feasible") is False and kind != "explanation":
        return Found(parts=(NO_PLAN,))
    if "feasible" in document and document["feasible"] is None:
        return Found(parts=(UNKNOWN,))
    told = _OF_DOCUMENT.get(kind)
    return Found(parts=() if told is None else tuple(told(document, programme)))


def found_so_far(kind: str, rows: Sequence[Row], programme: ExpandedProgramme) -> Found:
    """Return what rows say, where they can be told without the rest of the document."""
    if kind == "hold" and rows:
        return Found(parts=(_hold_so_far(rows),))
    if kind == "explanation" and rows:
        return Found(parts=tuple(_why_none_so_far(rows, programme)))
    if kind == "frontier" and rows:
        return Found(parts=(_frontier_so_far(rows),))
    told = _OF_ROWS.get(kind)
    if told is None or not rows:
        return Found(parts=())
    return found_in(kind, told(rows, programme), programme)


def _latest(document: Document, programme: ExpandedProgramme) -> Iterator[Part]:
    yield from latest_contents(document, programme)


def _options(document: Document, programme: ExpandedProgramme) -> Iterator[Part]:
    if "options" not in document:
        return
    yield option_contents(document, programme)


def _prices(document: Document, _: ExpandedProgramme) -> Iterator[Part]:
    yield price_contents(document)


def _backbone(document: Document, programme: ExpandedProgramme) -> Iterator[Part]:
    yield from backbone_contents(document, programme)


def _assumptions(document: Document, _: ExpandedProgramme) -> Iterator[Part]:
    yield assumption_contents(document)
    if document["untestable"]:
        yield untestable_contents(document)


def _contingency(document: Document, _: ExpandedProgramme) -> Iterator[Part]:
    if "rows" not in document:
        return
    yield contingency_words(document)
    if any(row["fits"] for row in document["rows"]):
        yield Drawing(
            title=CONTINGENCY_TITLE,
            told=contingency_words(document),
            drawn=in_page(contingency_svg(document)),
        )
    yield contingency_contents(document)


def _frontier(document: Document, programme: ExpandedProgramme) -> Iterator[Part]:
    if "points" not in document:
        return
    frontier = frontier_from_jsonable(document)
    at_hand = document["at_hand"]
    here = None if at_hand is None else (at_hand["first"], at_hand["second"])
    told = frontier_words(frontier)
    if here is not None:
        told = f"{told} {at_hand_words(here, frontier)}"
    yield told
    title = " against ".join(axis_words(level) for level in (frontier.first, frontier.second))
    drawn = frontier_svg(frontier, title=programme.document.name, at_hand=here)
    yield Drawing(title=title, told=told, drawn=in_page(drawn))
    yield frontier_contents(frontier, programme, here)


def _risk(document: Document, _: ExpandedProgramme) -> Iterator[Part]:
    if "curve" not in document:
        return
    answer = risk_from_jsonable(document)
    yield risk_words(answer)
    yield from risk_contents(answer)
    if answer.not_simulated:
        yield Contents(
            caption="What is not simulated",
            columns=(Column(heading="Left out, or told roughly"),),
            rows=tuple((cell(words),) for words in answer.not_simulated),
        )


def _resilience(document: Document, _: ExpandedProgramme) -> Iterator[Part]:
    if "slips" not in document:
        if "replanned" in document:
            yield replanned_contents(replanned_from_jsonable(document["replanned"]))
        return
    found = resilience_from_jsonable(document)
    yield resilience_words(found)
    yield from resilience_contents(found)


def _overrun(document: Document, _: ExpandedProgramme) -> Iterator[Part]:
    if not document.get("rows"):
        return
    if "samples" in document:
        yield overrun_words(document)
    horizon = document.get("horizon")
    yield overrun_contents(
        document["rows"], None if horizon is None else date.fromisoformat(horizon)
    )


def _slip(document: Document, programme: ExpandedProgramme) -> Iterator[Part]:
    if "rows" not in document:
        return
    if "planned" in document:
        yield slipping_words(document)
    if document["rows"]:
        yield slipping_contents(document["rows"], programme)


def _hold(document: Document, _: ExpandedProgramme) -> Iterator[Part]:
    if "points" not in document:
        return
    answer = hold_from_jsonable(document)
    yield hold_words(answer)
    yield from hold_contents(answer)


def _hold_so_far(rows: Sequence[Row]) -> Contents:
    return Contents(
        caption="Plans tried so far",
        columns=(Column(heading="Plan", number=True), Column(heading="In time", number=True)),
        rows=tuple(
            (cell(str(row["number"])), cell(f"{row['percent']:.1f} %", "strong")) for row in rows
        ),
        note="In runs that the search goes by; the one that is answered is tried in fresh ones.",
    )


def _quality(document: Document, _: ExpandedProgramme) -> Iterator[Part]:
    if "verdict" not in document:
        return
    yield document["verdict"]
    yield from quality_contents(document)


def _explanation(document: Document, programme: ExpandedProgramme) -> Iterator[Part]:
    if "activities" not in document:
        yield from _why_none(document, programme)
        return
    yield from document["services"].values()
    if document["caution"]:
        yield document["caution"]
    holding = holding_from_jsonable(document)
    yield holding_contents(holding, programme)
    if holding.milestone is not None and holding.paths:
        yield paths_contents(holding.paths, holding.milestone, programme)


def _why_none(document: Document, programme: ExpandedProgramme) -> Iterator[Part]:
    for clash in clash_contents(document.get("clashes", ()), programme):
        yield clash.words
        yield Contents(caption=clash.title, columns=clash.rules.columns, rows=clash.rules.rows)
    if "outcome" in document:
        yield from why_none_words(document)


def _why_none_so_far(rows: Sequence[Row], programme: ExpandedProgramme) -> Iterator[Part]:
    """Yield what can go on, ways to a plan, which cannot be taken before the end, and clashes."""
    partial = [row for row in rows if row["row"] == "partial_plan"]
    if partial:
        yield partial_words(partial[-1], programme)
    options = [row for row in rows if row["row"] == "recovery_option"]
    yield from recovery_contents({"recovery_options": options})
    clashes = [{**row, "rules": tuple(row["rules"])} for row in rows if row["row"] == "clash"]
    yield from _why_none({"clashes": _newest(clashes, "rules")}, programme)


def _latest_so_far(rows: Sequence[Row], programme: ExpandedProgramme) -> Document:
    decided = set(decisions_of(programme))
    dates = _newest([r for r in rows if r["row"] == "latest_date"], "id", "reading")
    return {
        "feasible": True,
        "decisions": [row for row in dates if row["id"] in decided],
        "givens": [row for row in dates if row["id"] not in decided],
        "options": _newest([r for r in rows if r["row"] == "option_expiry"], "group", "option"),
        "calendar": [],
    }


def _options_so_far(rows: Sequence[Row], _: ExpandedProgramme) -> Document:
    options = _newest(rows, "group", "option")
    levels: list[Row] = next((row["objectives"] for row in options if row["objectives"]), [])
    return {"feasible": True, "best": {"levels": levels}, "options": options}


def _prices_so_far(rows: Sequence[Row], _: ExpandedProgramme) -> Document:
    return {"feasible": True, "prices": _newest(rows, "kind", "subject", "words")}


def _contingency_so_far(rows: Sequence[Row], programme: ExpandedProgramme) -> Document:
    found = sorted(_newest(rows, "weeks"), key=lambda row: row["weeks"] or 0)
    return {"feasible": True, "aims": plain(aims_of(programme)), "rows": found}


def _resilience_so_far(rows: Sequence[Row], _: ExpandedProgramme) -> Document:
    return {"replanned": _newest(rows, "activity")}


def _overrun_so_far(rows: Sequence[Row], _: ExpandedProgramme) -> Document:
    return {"rows": _newest(rows, "percent")}


def _slip_so_far(rows: Sequence[Row], _: ExpandedProgramme) -> Document:
    slips = [row for row in rows if row["row"] == "slip_row"]
    return {"rows": sorted(_newest(slips, "months"), key=lambda row: row["months"])}


def _frontier_so_far(rows: Sequence[Row]) -> Contents:
    """Return the points found so far, before it is known which of them are the best."""
    return Contents(
        caption="Plans found so far",
        columns=(
            Column(heading="Plan"),
            Column(heading="First aim", number=True),
            Column(heading="Second aim", number=True),
            Column(heading="How sure"),
        ),
        rows=tuple(
            (
                cell(f"Plan {place}"),
                number(row["first"]),
                number(row["second"]),
                cell(PROVED if row["proved"] else FOUND),
            )
            for place, row in enumerate(rows, start=1)
        ),
    )


def _newest(rows: Sequence[Row], *names: str) -> list[Row]:
    """Return the last row about each thing, in the order in which they were first told."""
    return list({tuple(row[name] for name in names): row for row in rows}.values())


_OF_DOCUMENT: Mapping[str, Callable[[Document, ExpandedProgramme], Iterator[Part]]] = {
    "explanation": _explanation,
    "latest": _latest,
    "options": _options,
    "prices": _prices,
    "backbone": _backbone,
    "assumptions": _assumptions,
    "contingency": _contingency,
    "frontier": _frontier,
    "risk": _risk,
    "resilience": _resilience,
    "hold": _hold,
    "quality": _quality,
    "overrun": _overrun,
    "slip": _slip,
}
_OF_ROWS: Mapping[str, Callable[[Sequence[Row], ExpandedProgramme], Document]] = {
    "latest": _latest_so_far,
    "options": _options_so_far,
    "prices": _prices_so_far,
    "contingency": _contingency_so_far,
    "resilience": _resilience_so_far,
    "overrun": _overrun_so_far,
    "slip": _slip_so_far,
}
