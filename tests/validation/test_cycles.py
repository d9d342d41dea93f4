"""Cycles are named activity by activity, found whatever the links, and never invented."""

from typing import Any

import pytest

from tests.validation.documents import issues_of, sound


def _world(*links: dict[str, Any], **activities: Any) -> dict[str, Any]:
    document = sound()
    for name, days in activities.items():
        modes: list[dict[str, Any]] = [{}]
        if days:
            modes = [{"duration": {"min": 1, "likely": days, "max": 90}}]
        form = "work" if days else "event"
        document["activities"].append({"id": name, "kind": "k", "form": form, "modes": modes})
    for number, link in enumerate(links):
        document["rules"].append({"id": f"R{number}", "kind": "precedence", **link})
    return document


def _cycles(document: dict[str, Any]) -> list[str]:
    found = [issue for issue in issues_of(document) if issue.code == "cycle"]
    return [issue.message.partition(":")[0] for issue in found]


def link(before: str, after: str, **more: Any) -> dict[str, Any]:
    return {"before": before, "after": after, **more}


@pytest.mark.parametrize(
    ("links", "cycle"),
    [
        ([link("A", "B"), link("B", "C"), link("C", "A")], "A → B → C → A"),
        ([link("C", "F"), link("F", "A"), link("A", "C")], "A → C → F → A"),
        ([link("A", "A")], "A → A"),
        ([link("A", "A", link="SS", min_lag=1)], "A → A"),
        ([link("E", "G"), link("G", "E")], "E → G → E"),
        ([link("A", "B", link="SS", min_lag=1), link("B", "A", link="SS")], "A → B → A"),
        ([link("A", "B", link="FF"), link("B", "A")], "A → B → A"),
        ([link("A", "B", min_lag=9), link("A", "B", min_lag=None, max_lag=3)], "A → B → A"),
        # A lasts 10 working days; B cannot start after it and within 9 calendar days of its start.
        (
            [
                link("A", "B"),
                link("A", "B", link="SS", min_lag=None, max_lag=9, lag_unit="calendar_days"),
            ],
            "A → B → A",
        ),
        # 3 working days' lead against 12 working days of work in between.
        ([link("A", "C"), link("C", "A", min_lag=-3)], "A → C → A"),
    ],
)
def test_a_circle_is_named_activity_by_activity(links: list[dict[str, Any]], cycle: str) -> None:
    assert _cycles(_world(*links, A=10, B=5, C=12, F=2, E=0, G=0)) == [cycle]


@pytest.mark.parametrize(
    "links",
    [
        [link("A", "B", link="SS"), link("B", "A", link="SS")],
        [link("E", "G", link="SS"), link("G", "E", link="SS")],
        [link("A", "B", max_lag=0)],
        [
            link("A", "B", max_lag=5),
            link("B", "C", max_lag=5),
            link("A", "C", min_lag=None, max_lag=15),
        ],
        [link("A", "B", link="SS", min_lag=2, max_lag=2), link("A", "B", link="FF", min_lag=-3)],
        # 11 working days' lead can hold A's 10; a week of closure makes 9 hold them too.
        [link("A", "C", min_lag=-30), link("C", "A", min_lag=-30)],
        # Soft: given up at a price.
        [link("A", "B"), link("B", "A", price={"points": 1})],
    ],
)
def test_what_a_plan_can_meet_is_no_circle(links: list[dict[str, Any]]) -> None:
    assert _cycles(_world(*links, A=10, B=5, C=12, E=0, G=0)) == []


def test_activities_that_no_choice_performs_together_are_no_circle() -> None:
    document = _world(link("X", "Y"), link("Y", "X"))
    for name, option in (("X", "own"), ("Y", "shared")):
        mode = {"options": [option], "duration": {"min": 1, "likely": 2, "max": 3}}
        document["activities"].append({"id": name, "kind": "k", "group": "HR", "modes": [mode]})
    assert _cycles(document) == []


def test_the_shortest_mode_counts() -> None:
    within = link("X", "B", link="SS", min_lag=None, max_lag=6, lag_unit="calendar_days")
    document = _world(link("X", "B"), within, B=1)
    modes = [
        {"options": [option], "duration": {"min": days, "likely": days, "max": days}}
        for option, days in (("own", 4), ("shared", 40))
    ]
    document["activities"].append({"id": "X", "kind": "k", "group": "HR", "modes": modes})
    assert _cycles(document) == []
    modes[0]["duration"] = {"min": 7, "likely": 7, "max": 7}
    assert _cycles(document) == ["B → X → B"]


def test_two_tangles_are_two_issues() -> None:
    links = [link("A", "B"), link("B", "A"), link("C", "F"), link("F", "C")]
    assert sorted(_cycles(_world(*links, A=1, B=1, C=1, F=1))) == ["A → B → A", "C → F → C"]
