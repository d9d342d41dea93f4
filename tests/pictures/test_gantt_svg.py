"""The Gantt chart as SVG: complete, well formed, self-contained, safe with any name."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.values import ThreePoint
from scheduler.pictures import look
from scheduler.pictures.gantt_geometry import lanes_of, spread
from scheduler.pictures.gantt_svg import gantt_svg
from scheduler.pictures.marks import MARKS
from scheduler.pictures.rows import Bar, Detail, chart_rows, freeze_rows
from scheduler.pictures.stages import (
    BUILD,
    HYPERCARE,
    PARALLEL,
    PEOPLE,
    PREPARE,
    PROCURE,
    STAGES,
    stages,
)
from scheduler.pictures.time_scale import TimeScale

GOLDEN = Path(__file__).parents[2] / "fixtures/pictures/tiny-gantt.svg"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</title><script>alert("x")</script>&amp;\x00\x1b\u202e]]>'


def _titles(document: str) -> list[str]:
    root = ET.fromstring(document)  # noqa: S314  # our own text
    return [title.text or "" for title in root.iter(f"{SVG}title")]


def _brightness(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_brightness(one), _brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_tiny_exit_is_drawn_as_before(tiny: Any, golden: Any) -> None:
    golden(GOLDEN, gantt_svg(tiny.expanded, tiny.plan, title="Tiny exit", width=1000))


@pytest.mark.parametrize("detail", ["services", "activities"])
def test_every_placed_activity_is_told_with_its_dates(tiny: Any, detail: Detail) -> None:
    told = "\n".join(_titles(gantt_svg(tiny.expanded, tiny.plan, title="T", detail=detail)))
    for activity in tiny.plan.placed:
        assert (tiny.expanded.activities[activity].name or activity) in told
    assert "not performed" not in told
    assert "Council payroll: build, 12 Dec 2022 to 24 Feb 2023" in told
    assert "Council payroll: transfer, 3 Apr 2023 (service transfer)" in told
    assert "Contract ends 30 Jun 2023" in told
    assert "Schedule contingency: 3 Apr 2023 to 30 Jun 2023" in told
    assert "Change freeze, No change at Christmas: 19 Dec 2022 to 1 Jan 2023" in told


def test_each_kind_of_event_has_a_mark_of_its_own(tiny: Any) -> None:
    root = ET.fromstring(gantt_svg(tiny.expanded, tiny.plan, title="T"))  # noqa: S314
    classes = [group.get("class", "") for group in root.iter(f"{SVG}g")]
    counted = {mark.id: classes.count(f"event {mark.id}") for mark in MARKS}
    assert counted == {
        "transfer": 2,
        "cutover": 2,
        "staff_transfer": 1,
        "acceptance": 1,
        "charges_stop": 1,
        "decision": 1,
        "other": 1,
    }


def test_picture_says_what_it_is_without_being_seen(tiny: Any) -> None:
    root = ET.fromstring(gantt_svg(tiny.expanded, tiny.plan, title="Tiny", prefix="p"))  # noqa: S314
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "p-title p-desc"
    told = root.findtext(f"{SVG}desc") or ""
    assert "ends on 30 Jun 2023" in told
    assert "Service desk 6 Feb 2023; Council payroll 3 Apr 2023" in told
    assert "1 assumption and 1 planning rule unconfirmed" in told


def test_nothing_comes_from_outside_and_nothing_runs(tiny: Any) -> None:
    document = gantt_svg(tiny.expanded, tiny.plan, title="T")
    assert document.count("http") == 1  # the namespace
    assert "<script" not in document
    for foreign in ("href", "@import", "@font-face", "url(http", "onload", "data:"):
        assert foreign not in document


def test_hostile_names_stay_words(tiny: Any) -> None:
    document = tiny.expanded.document
    hostile = replace(
        document,
        services=tuple(replace(s, name=HOSTILE) for s in document.services),
        activities=tuple(replace(a, name=HOSTILE) for a in document.activities),
    )
    drawn = gantt_svg(ExpandedProgramme(hostile), tiny.plan, title=HOSTILE, prefix="g")
    assert "<script" not in drawn
    root = ET.fromstring(drawn)  # noqa: S314
    assert root.findtext(f"{SVG}title") == '</title><script>alert("x")</script>&amp;]]>'


def test_ids_inside_begin_with_the_prefix(tiny: Any) -> None:
    root = ET.fromstring(gantt_svg(tiny.expanded, tiny.plan, title="T", prefix="mine"))  # noqa: S314
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert ids
    assert all(name is not None and name.startswith("mine-") for name in ids)


def test_everything_lies_within_the_picture(tiny: Any) -> None:
    root = ET.fromstring(gantt_svg(tiny.expanded, tiny.plan, title="T", width=900))  # noqa: S314
    height = float(root.get("height", "0"))
    for rectangle in root.iter(f"{SVG}rect"):
        assert float(rectangle.get("x", "0")) + float(rectangle.get("width", "0")) <= 900.1
        assert float(rectangle.get("y", "0")) + float(rectangle.get("height", "0")) <= height + 0.1


def test_an_empty_plan_is_a_picture_too(tiny: Any) -> None:
    drawn = gantt_svg(tiny.expanded, Plan(options={}, placed={}), title="T")
    assert "No service transfer is in the plan" in drawn
    assert "no option chosen" in drawn


def test_groups_and_services_stand_in_order_of_transfer(tiny: Any) -> None:
    # Service desk transfers on 6 February, payroll on 3 April.
    rows = chart_rows(tiny.expanded, tiny.plan, "services")
    assert [(row.level, row.id) for row in rows] == [
        ("group", ""),
        ("group", "USER"),
        ("service", "DESK"),
        ("group", "PAY"),
        ("service", "PAYC"),
    ]
    assert rows[3].note == "Shared service"
    assert [row.transfer for row in rows if row.level == "service"] == [
        date(2023, 2, 6),
        date(2023, 4, 3),
    ]


def test_soft_freezes_say_so_and_each_set_of_windows_has_one_row(tiny: Any) -> None:
    names = [row.name for row in freeze_rows(tiny.expanded, tiny.plan)]
    assert names == ["No change at Christmas", "Budget meeting (where possible)"]


def test_stages_come_from_rules_then_phase_then_scope(tiny: Any) -> None:
    found = stages(tiny.expanded)
    assert found["PAYC.twin"] == PARALLEL  # by its rule
    assert found["PAYC.care"] == HYPERCARE  # by its rule
    assert found["PAY.procure"] == PROCURE  # by its phase
    assert found["CREW.consult"] == PEOPLE  # by its phase
    assert found["PAYC.never"] == BUILD  # by its scope: a service


@pytest.mark.parametrize(
    ("kind", "stage"),
    [("pay_queries", HYPERCARE), ("help_line", HYPERCARE), ("legal_check", PREPARE)],
)
def test_support_and_advice_for_a_service_are_not_its_build(
    tiny: Any, kind: str, stage: Any
) -> None:
    document = tiny.expanded.document
    activities = tuple(
        replace(a, kind=kind) if a.id == "PAYC.never" else a for a in document.activities
    )
    changed = replace(tiny.expanded, document=replace(document, activities=activities))
    assert stages(changed)["PAYC.never"] == stage


def test_lanes_keep_technical_work_lowest_and_one_line_where_nothing_overlaps() -> None:
    def bar(stage: Any, first: int, last: int) -> Bar:
        days = {"first": date(2023, 1, first), "last": date(2023, 1, last)}
        return Bar(stage=stage, words=(), activities=(), **days)

    assert lanes_of((bar(PROCURE, 1, 5), bar(BUILD, 6, 9))) == (0, 0)
    # People overlap build on the 5th: people above (lane 0), build below (lane 1).
    assert lanes_of((bar(PEOPLE, 1, 5), bar(BUILD, 5, 9))) == (0, 1)
    # Two that both want the lowest lane: the first keeps it.
    assert lanes_of((bar(BUILD, 1, 9), bar(HYPERCARE, 5, 12))) == (1, 0)


def test_crowded_marks_move_apart_as_little_as_they_must() -> None:
    assert spread([10, 30], 10) == [10, 30]
    assert spread([10, 10], 10) == [5, 15]
    # The second stays: the first makes room.
    assert spread([10, 11], 10, fixed=[1]) == [1, 11]
    # Three want 0, 4 and 8: around their middle of 4. The fourth is pushed into: mean of
    # 0, 4, 8 and 16 is 7, so the crowd goes from -8 to 22.
    assert spread([0, 4, 8], 10) == [-6, 4, 14]
    assert spread([0, 4, 8, 16], 10) == [-8, 2, 12, 22]
    assert spread([], 10) == []


def test_time_scale_shows_first_and_last_day_whole() -> None:
    # Ten days over 100 units: 10 each.
    scale = TimeScale(first=date(2023, 1, 1), last=date(2023, 1, 10), left=50, right=150)
    assert scale.start_of(date(2023, 1, 1)) == 50
    assert scale.end_of(date(2023, 1, 10)) == 150
    assert scale.middle_of(date(2023, 1, 3)) == 75
    assert scale.clipped(date(2022, 12, 1), date(2023, 1, 2)) == (50, 70)
    assert scale.clipped(date(2023, 1, 11), date(2023, 2, 2)) is None


@pytest.mark.parametrize("background", [look.PAPER, look.GROUP_BAND])
def test_colours_carry_enough_contrast(background: str) -> None:
    words = [look.INK, look.QUIET_INK]
    shapes = [stage.colour for stage in STAGES] + [mark.colour for mark in MARKS]
    assert min(_contrast(colour, background) for colour in words) >= 4.5
    assert min(_contrast(colour, background) for colour in shapes) >= 3
    assert min(_contrast(stage.colour, look.PAPER) for stage in STAGES) >= 4.5
    assert _contrast(look.CONTRACT_END, look.AFTER_CONTRACT) >= 4.5
    assert _contrast(look.CONTINGENCY, look.PAPER) >= 4.5


def test_looks_differ_without_colour() -> None:
    assert len({(mark.glyph, mark.filled) for mark in MARKS}) == len(MARKS)
    assert len({mark.ascii_glyph for mark in MARKS} | {s.ascii_glyph for s in STAGES}) == len(
        MARKS
    ) + len(STAGES)


def test_bars_joined_over_a_weekend_keep_every_name(tiny: Any) -> None:
    # A second build from Monday 27 February follows the first, which ends on Friday the 24th.
    days = ThreePoint(min=5, likely=5, max=5)
    second = replace(tiny.expanded.activities["PAYC.build"], id="PAYC.build2", name="Second build")
    second = replace(second, modes=(replace(second.modes[0], duration=days),))
    document = tiny.expanded.document
    document = replace(document, activities=(*document.activities, second))
    placed = {
        **tiny.plan.placed,
        "PAYC.build2": Placed(start=date(2023, 2, 27), finish=date(2023, 3, 3)),
    }
    plan = replace(tiny.plan, placed=placed)
    payroll = chart_rows(ExpandedProgramme(document), plan, "services")[-1]
    builds = [bar for bar in payroll.bars if bar.stage == BUILD]
    assert [(bar.first, bar.last) for bar in builds] == [(date(2022, 12, 12), date(2023, 3, 3))]
    assert any("Second build" in words for words in builds[0].words)
