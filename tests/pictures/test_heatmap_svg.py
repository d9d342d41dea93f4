"""The heat map as SVG: every week with load, the changes behind it, the cap."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.pictures.heatmap_svg import heatmap_svg
from scheduler.pictures.svg import text_width

GOLDEN = Path(__file__).parents[2] / "fixtures/pictures/tiny-heatmap.svg"
SVG = "{http://www.w3.org/2000/svg}"


def _cells(document: str) -> dict[str, str]:
    """Return the words of every cell by its class."""
    root = ET.fromstring(document)  # noqa: S314  # our own text
    return {
        group.findtext(f"{SVG}title") or "": group.get("class", "")
        for group in root.iter(f"{SVG}g")
        if group.get("class", "").startswith("cell")
    }


def test_tiny_heat_map_is_drawn_as_before(tiny: Any, golden: Any) -> None:
    golden(GOLDEN, heatmap_svg(tiny.expanded, tiny.plan, title="Tiny exit", width=1000))


def test_cells_name_the_changes_behind_them(tiny: Any) -> None:
    # Profile 6, 10, 8, 5, 3, 1. First wave, 4 points, Wednesday 1 March: week of 27 February.
    # Second wave, 2 points, Saturday 1 April: week of 27 March, four weeks later: 4*3 + 2*6.
    cells = _cells(heatmap_svg(tiny.expanded, tiny.plan, title="T"))
    first = "All staff (5,000), week of 27 Feb 2023: 24 of 30 load points"
    assert cells[f"{first}\n• Council payroll: cutover, 1 Mar 2023: 24"] == "cell"
    both = "All staff (5,000), week of 27 Mar 2023: 24 of 30 load points"
    behind = "• Council payroll: cutover, 1 Mar 2023: 12\n• Council payroll, 1 Apr 2023: 12"
    assert f"{both}\n{behind}" in cells
    # 6 weeks of each wave, 2 of them shared.
    assert len(cells) == 10


def test_weeks_above_the_cap_are_marked(tiny: Any) -> None:
    # Week of 6 March: 4*10 = 40 of 30; of 13 March: 4*8 = 32 of 30; all others are within.
    cells = _cells(heatmap_svg(tiny.expanded, tiny.plan, title="T"))
    over = [words.partition(":")[0] for words, kind in cells.items() if kind == "cell over"]
    assert over == [
        "All staff (5,000), week of 6 Mar 2023",
        "All staff (5,000), week of 13 Mar 2023",
    ]


def test_groups_without_load_are_shown_and_told(tiny: Any) -> None:
    document = heatmap_svg(tiny.expanded, tiny.plan, title="T")
    told = ET.fromstring(document).findtext(f"{SVG}desc") or ""  # noqa: S314
    assert "All staff (5,000): peak 40 of 30 points, week of 6 Mar 2023." in told
    assert "IDLE: no change reaches this group." in told


def test_no_user_groups_and_no_plan_still_make_a_picture(tiny: Any) -> None:
    bare = replace(tiny.expanded.document, user_groups=(), rules=())
    ET.fromstring(heatmap_svg(ExpandedProgramme(bare), tiny.plan, title="T"))  # noqa: S314
    ET.fromstring(heatmap_svg(tiny.expanded, Plan(options={}, placed={}), title="T"))  # noqa: S314


def test_hostile_names_stay_words_and_nothing_comes_from_outside(tiny: Any) -> None:
    document = tiny.expanded.document
    groups = tuple(replace(g, name="<script>1</script>\x07") for g in document.user_groups)
    hostile = ExpandedProgramme(replace(document, user_groups=groups))
    drawn = heatmap_svg(hostile, tiny.plan, title="<b>")
    ET.fromstring(drawn)  # noqa: S314
    assert "<script" not in drawn
    assert drawn.count("http") == 1


@pytest.mark.parametrize("width", [960, 980, 1000, 1240, 1440])
def test_the_legend_stays_within_the_picture(tiny: Any, width: int) -> None:
    drawn = heatmap_svg(tiny.expanded, tiny.plan, title="T", width=width)
    tree = ET.fromstring(drawn)  # noqa: S314  # our own text
    texts = tree.iterfind(".//{*}g[@class='legend']/{*}text")
    for one in texts:
        size = float(one.get("font-size", 0))
        assert float(one.get("x", 0)) + text_width(one.text or "", size) <= width
        assert float(one.get("y", 0)) < float(tree.get("height", 0))
