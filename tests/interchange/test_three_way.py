"""Three versions are made one, or every place is named where two of them cannot be."""

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.interchange.json_equality import same
from scheduler.interchange.json_text import JsonValue
from scheduler.interchange.three_way import ABSENT, Collision, merged
from scheduler.interchange.valid_programme import valid_programme
from tests.api.programmes import SMALL
from tests.interchange.json_values import values

BASE: dict[str, Any] = {
    "name": "Exit",
    "rules": [{"id": "A", "lag": 1, "most": 2}, {"id": "B", "lag": 1}, {"id": "C", "lag": 1}],
    "progress": [{"activity": "PAY.build", "remaining": 3}],
    "contract": {"end_date": "2024-03-31", "supplier": "X"},
    "windows": [1, 2],
}


def changed(**fields: Any) -> dict[str, Any]:
    return {**BASE, **fields}


def rules(*entries: dict[str, Any]) -> dict[str, Any]:
    return changed(rules=list(entries))


A, B, C = BASE["rules"]
N, M = {"id": "N", "lag": 9}, {"id": "M", "lag": 9}


def told(base: Any, mine: Any, theirs: Any) -> list[tuple[str, object, object, object]]:
    found = merged(base, mine, theirs).collisions
    return [(each.path, each.base, each.mine, each.theirs) for each in found]


@given(values(), values())
def test_where_one_side_changed_nothing_the_other_stands(base: JsonValue, other: JsonValue) -> None:
    for mine, theirs in ((base, other), (other, base), (other, other)):
        found = merged(base, mine, theirs)
        assert found.collisions == ()
        assert same(found.document, other)


@given(values(), values(), values())
def test_collisions_do_not_depend_on_which_side_is_mine(
    base: JsonValue, mine: JsonValue, theirs: JsonValue
) -> None:
    one, other = merged(base, mine, theirs), merged(base, theirs, mine)
    turned = [
        Collision(path=c.path, base=c.base, mine=c.theirs, theirs=c.mine) for c in other.collisions
    ]
    assert sorted(map(repr, one.collisions)) == sorted(map(repr, turned))
    if not one.collisions:
        assert same(one.document, other.document)


@given(st.integers(0, 10_000))
def test_edits_of_different_places_commute_and_are_all_made(seed: int) -> None:
    random = Random(seed)
    places = list(range(12))
    random.shuffle(places)
    cut = random.randint(0, len(places))
    mine, theirs = (made(BASE, side) for side in (places[:cut], places[cut:]))
    found, turned = merged(BASE, mine, theirs), merged(BASE, theirs, mine)
    assert found.collisions == ()
    assert same(found.document, turned.document)
    assert by_id(found.document) == by_id(made(BASE, places))


def made(document: dict[str, Any], places: list[int]) -> dict[str, Any]:
    """Make one edit for each place; no two touch the same one."""
    copy = json.loads(json.dumps(document))
    entries = {entry["id"]: entry for entry in copy["rules"]}
    for place in sorted(places):
        match place:
            case 0:
                copy["name"] = "Other"
            case 1:
                copy["contract"]["end_date"] = "2024-02-29"
            case 2:
                del copy["contract"]["supplier"]
            case 3:
                copy["contract"]["notice"] = 91
            case 4:
                copy["progress"][0]["remaining"] = 2
            case 5:
                copy["progress"].append({"activity": "PAY.test", "remaining": 1})
            case 6:
                copy["windows"] = [1]
            case 7:
                entries["A"]["lag"] = 5
            case 8:
                del entries["A"]["most"]
            case 9:
                copy["rules"].remove(entries["C"])
            case 10:
                copy["rules"].insert(1, N)
            case 11:
                copy["rules"].append(M)
    return copy  # type: ignore[no-any-return]


def by_id(document: Any) -> Any:
    return {
        **document,
        "rules": sorted(document["rules"], key=lambda entry: entry["id"]),
        "progress": sorted(document["progress"], key=lambda entry: entry["activity"]),
    }


def test_the_same_field_changed_to_two_things_collides_where_it_stands() -> None:
    mine = rules({**A, "lag": 5}, B, C)
    theirs = rules({**A, "lag": 7}, B, C)
    assert told(BASE, mine, theirs) == [("/rules[id=A]/lag", 1, 5, 7)]
    assert told(BASE, mine, rules({**A, "most": 7}, B, C)) == []


def test_what_one_takes_away_and_the_other_changes_collides() -> None:
    assert told(BASE, rules(A, B), rules(A, B, {**C, "lag": 2})) == [
        ("/rules[id=C]", C, ABSENT, {**C, "lag": 2})
    ]
    without = {name: value for name, value in BASE.items() if name != "name"}
    assert told(BASE, changed(name="Other"), without) == [("/name", "Exit", "Other", ABSENT)]


def test_an_entry_that_both_add_must_be_the_same() -> None:
    assert told(BASE, rules(A, B, C, N), rules(N, A, B, C)) == []
    assert told(BASE, rules(A, B, C, N), rules(A, B, C, {**N, "lag": 1})) == [
        ("/rules[id=N]", ABSENT, N, {**N, "lag": 1})
    ]


def test_progress_is_told_apart_by_its_activity() -> None:
    mine = changed(progress=[{"activity": "PAY.build", "remaining": 1}])
    theirs = changed(progress=[{"activity": "PAY.build", "remaining": 2}])
    assert told(BASE, mine, theirs) == [("/progress[activity=PAY.build]/remaining", 3, 1, 2)]


def test_lists_without_keys_are_taken_as_a_whole() -> None:
    found = told(BASE, changed(windows=[1]), changed(windows=[2]))
    assert found == [("/windows", [1, 2], [1], [2])]


@pytest.mark.parametrize(
    ("mine", "theirs", "order"),
    [
        ([A, B, C, N], [A, B, C, M], "ABCMN"),
        ([A, N, B, C], [A, B, M, C], "ANBMC"),
        ([C, A, B], [A, B, C, N], "CNAB"),
        ([C, B, A], [B, C], "CB"),
        ([B, C], [A, N, B, C], "NBC"),
        ([A, B], [A, B, C, N], "ABN"),
    ],
)
def test_entries_stand_behind_what_they_were_put_behind(
    mine: list[Any], theirs: list[Any], order: str
) -> None:
    for one, other in ((mine, theirs), (theirs, mine)):
        found = merged(BASE, rules(*one), rules(*other))
        assert found.collisions == ()
        assert isinstance(found.document, dict)
        assert "".join(entry["id"] for entry in found.document["rules"]) == order  # type: ignore[union-attr,index,call-overload,misc]


def test_two_orders_collide() -> None:
    assert told(BASE, rules(C, A, B), rules(B, A, C)) == [
        ("/rules", ["A", "B", "C"], ["C", "A", "B"], ["B", "A", "C"])
    ]


def test_a_programme_with_both_changes_is_one() -> None:
    base = json.loads(SMALL)
    mine = {**base, "name": "Renamed", "rules": base["rules"][:-1]}
    theirs = {**base, "services": [{**s, "name": s["id"]} for s in base["services"]]}
    found = merged(base, mine, theirs)
    assert found.collisions == ()
    programme = valid_programme(json.dumps(found.document).encode()).document
    assert programme.name == "Renamed"
    assert len(programme.rules) == len(base["rules"]) - 1
    assert [service.name for service in programme.services] == ["NET", "PAY", "CSC"]
