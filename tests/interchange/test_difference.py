"""A difference says what changed, and as a JSON Patch makes it so."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.interchange.difference import Change, difference
from scheduler.interchange.json_equality import same
from scheduler.interchange.json_patch import apply_patch
from scheduler.interchange.json_text import JsonValue
from scheduler.interchange.list_order import entries_to_move
from tests.interchange.json_values import values


def named(*ids: str) -> list[JsonValue]:
    return [{"id": own} for own in ids]


def b_is(number: int) -> JsonValue:
    return {"id": "B", "n": number}


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({"a": 1}, {"a": 1.0}, []),
        ({"a": 1}, {"a": True}, [{"op": "replace", "path": "/a", "value": True, "was": 1}]),
        ({"a": None}, {}, [{"op": "remove", "path": "/a", "was": None}]),
        ({}, {"": None}, [{"op": "add", "path": "/", "value": None}]),
        ([1], {}, [{"op": "replace", "path": "", "value": {}, "was": [1]}]),
        (
            {"s": [{"id": "A", "n": 1}, {"id": "B", "n": 1}]},
            {"s": [{"id": "A", "n": 1}, {"id": "B", "n": 2}]},
            [{"op": "replace", "path": "/s[id=B]/n", "value": 2, "was": 1}],
        ),
        # Renamed: another entry. It goes where it stands, before B.
        (
            {"s": named("A", "B")},
            {"s": named("Z", "B")},
            [
                {"op": "remove", "path": "/s[id=A]", "was": {"id": "A"}},
                {"op": "add", "path": "/s[id=B]", "value": {"id": "Z"}},
            ],
        ),
        # D is moved to the front; A, B and C keep their order.
        (
            named("A", "B", "C", "D"),
            named("D", "A", "B", "C"),
            [{"op": "move", "from": "[id=D]", "path": "[id=A]"}],
        ),
        (
            named("A", "B", "C"),
            named("B", "C", "A"),
            [{"op": "move", "from": "[id=A]", "path": "/-"}],
        ),
        # Two entries A: positions, except for B, which is told by its id.
        (
            {"s": [*named("A", "A"), b_is(1)]},
            {"s": [*named("A", "C"), b_is(2)]},
            [
                {"op": "replace", "path": "/s[1]/id", "value": "C", "was": "A"},
                {"op": "replace", "path": "/s[id=B]/n", "value": 2, "was": 1},
            ],
        ),
        # Between 1 and 5 the list loses 3.
        ([1, 2, 3, 5], [1, 2, 5], [{"op": "remove", "path": "[2]", "was": 3}]),
        ([1, 5], [1, 2, 3, 5], [
            {"op": "add", "path": "[1]", "value": 2},
            {"op": "add", "path": "[2]", "value": 3},
        ]),
        (
            {"a/b": {"~c": {"d[0]": 1}}},
            {"a/b": {"~c": {"d[0]": 2}}},
            [{"op": "replace", "path": "/a~1b/~0c/d~20]", "value": 2, "was": 1}],
        ),
    ],
)  # fmt: skip
def test_a_change_names_its_place_and_what_was_there(
    before: JsonValue, after: JsonValue, changes: Sequence[Change]
) -> None:
    assert difference(before, after) == changes
    assert same(apply_patch(before, list(changes)), after)


@given(values(), values())
def test_a_difference_is_a_patch_from_one_to_the_other(before: JsonValue, after: JsonValue) -> None:
    written = json.dumps([before, after])
    assert same(apply_patch(before, list(difference(before, after))), after)
    assert json.dumps([before, after]) == written


ROWS = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("ABCDEFG"), "n": st.integers(0, 1)}),
    max_size=8,
    unique_by=lambda row: str(row["id"]),
)


@given(ROWS, ROWS)
def test_no_change_of_named_entries_names_a_position(
    before: list[JsonValue], after: list[JsonValue]
) -> None:
    changes = difference({"rows": before}, {"rows": after})
    assert same(apply_patch({"rows": before}, list(changes)), {"rows": after})
    for change in changes:
        path = str(change["path"])
        assert path.startswith("/rows[id=") or path == "/rows/-"


@given(values())
def test_nothing_changed_is_no_change(document: JsonValue) -> None:
    assert difference(document, json.loads(json.dumps(document))) == []


@given(st.permutations("ABCDEF"))
def test_as_few_entries_are_moved_as_can_be(after: Sequence[str]) -> None:
    # By brute force: the longest run of `after` in alphabetical order stays.
    longest = 0
    for chosen in range(1 << len(after)):
        run = [entry for index, entry in enumerate(after) if chosen >> index & 1]
        if run == sorted(run):
            longest = max(longest, len(run))
    moved = entries_to_move("ABCDEF", after)
    kept = [entry for entry in after if entry not in moved]
    assert kept == sorted(kept)
    assert len(kept) == longest
