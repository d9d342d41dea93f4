"""The legend of a Gantt chart as SVG: what is used in it, and nothing else."""

from collections.abc import Iterable, Iterator

from scheduler.pictures import look, svg
from scheduler.pictures.marks import MARKS, drawn
from scheduler.pictures.rows import Row
from scheduler.pictures.stages import STAGES, Stage

ENTRY_HEIGHT = 22.0
_SWATCH = 26.0
_NOTE = (
    "Marks that would hide each other stand side by side, the service transfer on its day;"
    " every mark and bar names its dates."
)


def legend(
    rows: Iterable[Row], width: float, top: float, prefix: str, *, contingency: bool
) -> tuple[str, float]:
    """Return the legend and its height, entries side by side as far as they fit."""
    parts: list[str] = []
    x, y = float(look.MARGIN), top
    for swatch, name in _entries(tuple(rows), prefix, contingency=contingency):
        needed = _SWATCH + 8 + svg.text_width(name, look.LABEL_SIZE) + 18
        if x + needed > width - look.MARGIN and x > look.MARGIN:
            x, y = float(look.MARGIN), y + ENTRY_HEIGHT
        moved = {"transform": f"translate({x:.1f} {y:.1f})"}
        words = svg.text(_SWATCH + 8, 13, name, {"font-size": look.LABEL_SIZE})
        parts.append(svg.element("g", moved, swatch, words))
        x += needed
    quiet: svg.Attributes = {"font-size": look.SMALL_SIZE, "fill": look.QUIET_INK}
    parts.append(svg.text(look.MARGIN, y + ENTRY_HEIGHT + 10, _NOTE, quiet))
    return svg.element("g", {"class": "legend"}, *parts), y + 2 * ENTRY_HEIGHT - top


def patterns(prefix: str) -> str:
    """Return the fills that are not plain, as definitions."""
    made = [
        _pattern(
            f"{prefix}-freeze",
            6,
            svg.rectangle(0, 0, 6, 6, {"fill": look.PAPER, "fill-opacity": 0.55}),
            svg.line(0, 0, 0, 6, {"stroke": look.FREEZE_LINE, "stroke-width": 1.3}),
        )
    ]
    for stage in STAGES:
        if stage.texture == "hatched":
            made.append(
                _pattern(
                    f"{prefix}-{stage.id}",
                    5,
                    svg.rectangle(0, 0, 5, 5, {"fill": look.PAPER}),
                    svg.line(0, 0, 0, 5, {"stroke": stage.colour, "stroke-width": 4}),
                )
            )
        elif stage.texture == "dotted":
            made.append(
                _pattern(
                    f"{prefix}-{stage.id}",
                    4,
                    svg.rectangle(0, 0, 4, 4, {"fill": look.PAPER}),
                    svg.element("circle", {"cx": 2, "cy": 2, "r": 1, "fill": stage.colour}),
                )
            )
    return svg.element("defs", {}, *made)


def _entries(rows: tuple[Row, ...], prefix: str, *, contingency: bool) -> Iterator[tuple[str, str]]:
    stages = {bar.stage for row in rows for bar in row.bars}
    marks = {event.mark for row in rows for event in row.events}
    for stage in STAGES:
        if stage in stages:
            yield _swatch(_stage_look(stage, prefix)), stage.name
    for mark in MARKS:
        if mark in marks:
            yield drawn(mark, _SWATCH / 2, 9), mark.name
    if any(row.freezes for row in rows):
        yield _swatch({"fill": f"url(#{prefix}-freeze)"}), "Change freeze: no change starts"
    if contingency:
        band: svg.Attributes = {
            "fill": look.CONTINGENCY_BAND,
            "stroke": look.CONTINGENCY,
            "stroke-width": 0.8,
        }
        yield _swatch(band), "Schedule contingency"
    end: svg.Attributes = {"stroke": look.CONTRACT_END, "stroke-width": 2}
    yield svg.line(_SWATCH / 2, 1, _SWATCH / 2, 17, end), "Contract end"


def _stage_look(stage: Stage, prefix: str) -> svg.Attributes:
    plain = {"plain": stage.colour, "hollow": look.PAPER}
    fill = plain.get(stage.texture, f"url(#{prefix}-{stage.id})")
    return {"fill": fill, "stroke": stage.colour, "stroke-width": 1, "rx": 2}


def _swatch(attributes: svg.Attributes) -> str:
    return svg.rectangle(0, 3, _SWATCH, 12, attributes)


def _pattern(name: str, size: float, *children: str) -> str:
    return svg.element(
        "pattern",
        {
            "id": name,
            "width": size,
            "height": size,
            "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
        },
        *children,
    )
