"""The Gantt chart in a terminal: any width, no colour, ASCII where it must be."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from rich.cells import cell_len

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.gantt_text import gantt_text


def _lines(tiny: Any, **options: Any) -> list[str]:
    return [line.plain for line in gantt_text(tiny.expanded, tiny.plan, **options)]


def test_tiny_exit_in_a_terminal(tiny: Any) -> None:
    # From 3 October 2022 to the contract end, 30 June 2023, are 271 days: 39 columns of a week,
    # the first from 1 October. Up to 30 September 2023 there are 92 more: 14 columns. The label
    # takes what is left of 80: 25 and a space. Then, a column being 7 days from 1 October:
    # service desk transfers on 6 February, day 128, column 18; payroll on 3 April, day 184,
    # column 26, which hides the second wave of 1 April; accepted on 5 June, day 247, column 35.
    lines = _lines(tiny, width=80)
    assert lines[:7] == [
        "                          2022         2023",
        "                          Oct          Jan          Apr           Jul",
        "Whole programme           ░░                                     │",
        "Users                                                            │",
        "  DESK Service desk                         ▲                    │",
        "Payroll group                 ○▒▒▄▄▄▄▄▄▄▄▄▄▄  ·     △            │",
        "  PAYC Council payroll              ███════════◆    ▲≈≈■≈    ✓   │",
    ]
    assert [line.index("▲") for line in (lines[4], lines[6])] == [26 + 18, 26 + 26]
    assert (lines[6].index("✓"), lines[6].index("│")) == (26 + 35, 26 + 39)


@pytest.mark.parametrize("width", [40, 60, 80, 120, 300])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_no_line_is_wider_than_asked(tiny: Any, width: int, ascii_only: bool) -> None:
    lines = _lines(tiny, width=width, ascii_only=ascii_only)
    assert max(cell_len(line) for line in lines) <= width


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_every_service_has_a_line_and_a_transfer(tiny: Any, width: int) -> None:
    lines = _lines(tiny, width=width)
    for service in ("DESK", "PAYC"):
        assert sum(line.startswith(f"  {service}") and "▲" in line for line in lines) == 1


def test_ascii_only_means_ascii_even_in_names(tiny: Any) -> None:
    document = tiny.expanded.document
    groups = tuple(replace(g, name="Löhne \x1b[31m") for g in document.service_groups)
    expanded = ExpandedProgramme(replace(document, service_groups=groups))
    text = "\n".join(line.plain for line in gantt_text(expanded, tiny.plan, ascii_only=True))
    assert text.isascii()
    assert "\x1b" not in text
    assert "^ Service transfer" in text
    assert "| Contract ends 30 Jun 2023" in text


def test_wide_names_keep_the_columns_in_line(tiny: Any) -> None:
    document = tiny.expanded.document
    services = tuple(replace(s, name="給与計算サービス" * 3) for s in document.services)
    expanded = ExpandedProgramme(replace(document, services=services))
    lines = [line.plain for line in gantt_text(expanded, tiny.plan, width=80)]
    payroll = next(line for line in lines if line.startswith("  PAYC"))
    assert cell_len(payroll.partition("│")[0]) == 26 + 39
    assert max(cell_len(line) for line in lines) <= 80


def test_nothing_after_the_contract_end_is_shown_before_it(tiny: Any) -> None:
    # Transfers on the last day of cover and on the day after it, whatever the weeks per column.
    for width in (40, 50, 80, 120):
        for day, before in ((date(2023, 6, 30), True), (date(2023, 7, 1), False)):
            late = replace(tiny.plan.placed["DESK.transfer"], start=day, finish=day)
            plan = replace(tiny.plan, placed={**tiny.plan.placed, "DESK.transfer": late})
            lines = [line.plain for line in gantt_text(tiny.expanded, plan, width=width)]
            line = next(line for line in lines if line.startswith("  DESK"))
            assert (line.index("▲") < line.index("│")) is before


def test_legend_names_what_is_used_and_the_width_of_a_character(tiny: Any) -> None:
    text = "\n".join(_lines(tiny, width=80))
    assert "One character is 1 week." in text
    assert "· Change freeze" in text
    assert "═ Parallel running" in text
    assert "Rehearse" not in text
    assert "One character is 2 weeks." in "\n".join(_lines(tiny, width=60))
