"""Paths as issues write them and JSON Pointers are read alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.interchange.locations import Locations
from scheduler.interchange.places import existing_place
from scheduler.interchange.pointers import (
    Named,
    PointerMalformed,
    Position,
    Step,
    escaped,
    read_pointer,
)
from tests.interchange.json_values import KEYS, places, values


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("", ()),
        ("/", ("",)),
        ("//", ("", "")),
        ("/a/0/-", ("a", "0", "-")),
        ("/services[id=PAYC]/name", ("services", Named("PAYC"), "name")),
        (
            "/rules[id=XMAS]/windows[0]/last",
            ("rules", Named("XMAS"), "windows", Position(0), "last"),
        ),
        ("[2]/path", (Position(2), "path")),
        ("/a[0][12]", ("a", Position(0), Position(12))),
        ("/a/[id=x y]", ("a", "", Named("x y"))),
        ("/~0~1~2", ("~/[",)),
        ("/a]b", ("a]b",)),
        ("/c%d/ /m~0n", ("c%d", " ", "m~n")),
    ],
)
def test_a_path_is_read_step_by_step(text: str, steps: tuple[Step, ...]) -> None:
    assert read_pointer(text).steps == steps


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("services", "begins with /"),
        ("#/services", "begins with /"),
        ("/a~", "after ~ only"),
        ("/a~3", "after ~ only"),
        ("/services[PAYC]", "brackets hold"),
        ("/a[-1]", "brackets hold"),
        ("/a[01]", "brackets hold"),
        ("/a[id=]", "brackets hold"),
        ("/a[", "brackets hold"),
        ("/a[0]b", "found b at character 6"),
        ("/a[9999999999]", "brackets hold"),
        ("/a" * 101, "at most 100 steps"),
    ],
)
def test_what_is_no_path_is_said_to_be_none(text: str, says: str) -> None:
    with pytest.raises(PointerMalformed, match=says.replace("[", r"\[")):
        read_pointer(text)


@given(KEYS)
def test_every_key_can_be_written(key: str) -> None:
    assert read_pointer("/" + escaped(key)).steps == (key,)


@given(values(), st.data())
def test_every_path_of_an_issue_leads_to_where_it_was_written_for(
    document: object, data: st.DataObject
) -> None:
    at = data.draw(st.sampled_from(places(document)))
    path = Locations(document).path(at)
    assert existing_place(document, read_pointer(path)) == at  # type: ignore[arg-type]  # drawn
