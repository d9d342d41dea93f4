"""Every place of a JSON text is found where it is written, whatever the text looks like."""

import json

import pytest

from scheduler.interchange.text_places import beginnings, nearest_place
from tests.api.programmes import SMALL

TEXT = '\ufeff { "a" : [ 1, {"id":"X", "b\\u0063": [[],{}] , "d":"]}\\"" }, -2.5e3 ],\n"a/b": null,"a" :[9]}'


@pytest.mark.parametrize(
    ("place", "begins"),
    [
        ((), "{"),
        (("a/b",), '"a/b": null'),
        (("a",), '"a" :[9]}'),
        (("a", 0), "9]}"),
    ],
)
def test_a_place_begins_at_its_key_or_entry(place: tuple[str | int, ...], begins: str) -> None:
    at = beginnings(TEXT, [place])[place]
    assert TEXT[at:].startswith(begins)


def test_of_a_key_given_twice_places_that_only_the_first_has_are_found_there() -> None:
    found = beginnings(TEXT, [("a", 1, "bc", 1), ("a", 1, "d"), ("a", 2), ("a", 7)])
    assert TEXT[found["a", 1, "bc", 1] :].startswith("{}")
    assert TEXT[found["a", 1, "d"] :].startswith('"d"')
    assert TEXT[found["a", 2] :].startswith("-2.5e3")
    assert ("a", 7) not in found


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("", ()),
        ("/contract/end_date", ("contract", "end_date")),
        ("/contract/no_such_field", ("contract",)),
        ("/services[id=NET]/name", ("services", 0, "name")),
        ("/services[id=NONE]/name", ("services",)),
        ("/services[2]/durations/nothing[4]", ("services", 2, "durations")),
        ("~no path", ()),
    ],
)
def test_the_nearest_place_is_the_last_step_that_is_there(
    path: str, place: tuple[str | int, ...]
) -> None:
    assert nearest_place(json.loads(SMALL), path) == place


def test_every_field_of_a_programme_is_found_in_its_text() -> None:
    text = SMALL.decode()
    document = json.loads(text)
    places = [
        (field, position, key)
        for field, entries in document.items()
        if isinstance(entries, list)
        for position, entry in enumerate(entries)
        if isinstance(entry, dict)
        for key in entry
    ]
    found = beginnings(text, places)
    assert len(places) > 100
    for place in places:
        assert text[found[place] :].startswith(json.dumps(place[-1])), place
