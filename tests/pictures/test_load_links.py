"""Weeks of load as links: each says once what it is, and what lies behind it is told elsewhere."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.resources import CapacityPeriod, Team
from scheduler.pictures.heatmap_svg import heatmap_svg
from scheduler.pictures.team_load_svg import team_load_svg
from scheduler.pictures.team_weeks import team_weeks

ENOUGH_FOR_A_WEEK = 300
"""Bytes: a title, a column and an address."""


def _to(of: str, monday: date) -> str:
    return f"/load?of={of}&week={monday}"


def _with_a_team(tiny: Any) -> ExpandedProgramme:
    """Every piece of work asks for half of the two people there are; one leaves in 2023."""
    document = tiny.expanded.document
    crew = Team(
        id="CREW",
        name="The crew",
        capacity=(
            CapacityPeriod(first=date(2022, 1, 1), hundredths=200),
            CapacityPeriod(first=date(2023, 1, 2), hundredths=100),
        ),
    )
    asking = [
        replace(a, modes=tuple(replace(mode, demands={"CREW": 50}) for mode in a.modes))
        if a.form == "work"
        else a
        for a in document.activities
    ]
    return ExpandedProgramme(replace(document, teams=(crew,), activities=tuple(asking)))


def _links(drawn: str) -> list[ET.Element]:
    return _read(drawn).findall(".//a")


def _read(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)  # noqa: S314  # of our making


def test_each_week_of_the_heat_map_is_a_link_that_names_it_once(tiny: Any) -> None:
    drawn = heatmap_svg(tiny.expanded, tiny.plan, title="T", to=_to)
    links = _links(drawn)
    plain = heatmap_svg(tiny.expanded, tiny.plan, title="T")
    assert len(links) == plain.count('class="cell"') + plain.count('class="cell over"') > 0
    for link in links:
        (words,) = [title.text or "" for title in link.iter("title")]
        assert "load points" in words
        assert len(ET.tostring(link)) < ENOUGH_FOR_A_WEEK
    assert "•" in plain
    assert "•" not in drawn


def test_each_week_of_a_team_is_a_link_and_who_is_there_is_one_line(tiny: Any) -> None:
    expanded = _with_a_team(tiny)
    weeks = team_weeks(expanded, tiny.plan)
    drawn = team_load_svg(expanded, weeks, title="T", to=_to)
    links = _links(drawn)
    assert len(links) == len(weeks["CREW"]) > 2
    for link, week in zip(links, weeks["CREW"], strict=True):
        assert link.attrib["href"] == _to("CREW", week.monday)
        (words,) = [title.text or "" for title in link.iter("title")]
        assert words.startswith("The crew, ")
        assert len(ET.tostring(link)) < ENOUGH_FOR_A_WEEK
    (there,) = [p for p in _read(drawn).iter("path") if p.attrib["stroke"] == "#b5635c"]
    assert there.attrib["d"].count("M") < len(links)
    # Two people until the year ends, one from then on: two heights at least, each as one line.
    heights = {piece.partition("H")[0].partition(",")[2] for piece in there.attrib["d"].split("M")}
    assert len(heights - {""}) == len({week.there for week in weeks["CREW"]}) == 2


def test_a_team_that_nothing_asks_for_has_a_strip_without_weeks(tiny: Any) -> None:
    expanded = _with_a_team(tiny)
    idle = replace(expanded.document.teams[0], id="IDLE", name="Idle")
    document = replace(expanded.document, teams=(*expanded.document.teams, idle))
    expanded = ExpandedProgramme(document)
    weeks = team_weeks(expanded, tiny.plan)
    assert weeks["IDLE"] == ()
    assert "nothing asks for it" in team_load_svg(expanded, weeks, title="T", to=_to)
