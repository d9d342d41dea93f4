"""JSON Patches: the cases of RFC 6902, appendix A; ids in paths; all or nothing, and why."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.limits import Limits
from scheduler.errors import PatchRejected
from scheduler.interchange.json_patch import apply_patch
from scheduler.interchange.json_text import JsonValue
from tests.interchange.json_values import values

APPENDIX = """
A.1  {"foo":"bar"} | [{"op":"add","path":"/baz","value":"qux"}] | {"baz":"qux","foo":"bar"}
A.2  {"foo":["bar","baz"]} | [{"op":"add","path":"/foo/1","value":"qux"}] | {"foo":["bar","qux","baz"]}
A.3  {"baz":"qux","foo":"bar"} | [{"op":"remove","path":"/baz"}] | {"foo":"bar"}
A.4  {"foo":["bar","qux","baz"]} | [{"op":"remove","path":"/foo/1"}] | {"foo":["bar","baz"]}
A.5  {"baz":"qux","foo":"bar"} | [{"op":"replace","path":"/baz","value":"boo"}] | {"baz":"boo","foo":"bar"}
A.6  {"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}} | [{"op":"move","from":"/foo/waldo","path":"/qux/thud"}] | {"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}
A.7  {"foo":["all","grass","cows","eat"]} | [{"op":"move","from":"/foo/1","path":"/foo/3"}] | {"foo":["all","cows","eat","grass"]}
A.8  {"baz":"qux","foo":["a",2,"c"]} | [{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}] | {"baz":"qux","foo":["a",2,"c"]}
A.10 {"foo":"bar"} | [{"op":"add","path":"/child","value":{"grandchild":{}}}] | {"foo":"bar","child":{"grandchild":{}}}
A.11 {"foo":"bar"} | [{"op":"add","path":"/baz","value":"qux","xyz":123}] | {"foo":"bar","baz":"qux"}
A.14 {"/":9,"~1":10} | [{"op":"test","path":"/~01","value":10}] | {"/":9,"~1":10}
A.16 {"foo":["bar"]} | [{"op":"add","path":"/foo/-","value":["abc","def"]}] | {"foo":["bar",["abc","def"]]}
"""

SERVICES = """{"name": "small", "services": [
    {"id": "PAYC", "name": "Payroll", "waves": [{"share": 40}, {"share": 60}]},
    {"id": "NET", "name": "Network"}
], "twins": [{"id": "A"}, {"id": "A"}]}"""


def services() -> JsonValue:
    value: JsonValue = json.loads(SERVICES)
    return value


def patched(*operations: JsonValue) -> JsonValue:
    return apply_patch(services(), list(operations))


def ids(document: JsonValue) -> list[JsonValue]:
    assert isinstance(document, dict)
    entries = document["services"]
    assert isinstance(entries, list)
    return [entry["id"] if isinstance(entry, dict) else None for entry in entries]


def refused(document: JsonValue, patch: JsonValue) -> list[tuple[str, str]]:
    with pytest.raises(PatchRejected) as caught:
        apply_patch(document, patch)
    return [(issue.code, issue.path) for issue in caught.value.issues]  # type: ignore[attr-defined]  # an Issue


@pytest.mark.parametrize("case", APPENDIX.strip().splitlines(), ids=lambda c: c.split()[0])
def test_appendix_a(case: str) -> None:
    document, patch, expected = (json.loads(t) for t in case.partition(" ")[2].split(" | "))
    assert apply_patch(document, patch) == expected


@pytest.mark.parametrize(
    ("document", "operation", "found"),
    [
        (
            {"baz": "qux"},
            {"op": "test", "path": "/baz", "value": "bar"},
            ("test_failed", "/0/value"),
        ),
        (
            {"foo": "bar"},
            {"op": "add", "path": "/baz/bat", "value": 1},
            ("no_such_place", "/0/path"),
        ),
        ({"~1": 10}, {"op": "test", "path": "/~01", "value": "10"}, ("test_failed", "/0/value")),
    ],
    ids=["A.9", "A.12", "A.15"],
)
def test_appendix_a_refused(
    document: JsonValue, operation: JsonValue, found: tuple[str, str]
) -> None:
    assert refused(document, [operation]) == [found]


def test_an_id_names_an_entry_wherever_it_stands() -> None:
    made = patched(
        {"op": "replace", "path": "/services[id=NET]/name", "value": "Wide area network"},
        {"op": "replace", "path": "/services[id=PAYC]/waves[1]/share", "value": 50},
        {"op": "remove", "path": "/services[id=PAYC]/waves/0"},
        {"op": "test", "path": "/services/0", "value": {"id": "PAYC", "name": "Payroll", "waves": [{"share": 50}]}},
        {"op": "test", "path": "/services/1/name", "value": "Wide area network"},
    )  # fmt: skip
    assert ids(made) == ["PAYC", "NET"]


def test_an_entry_is_added_before_a_named_one_or_at_the_end() -> None:
    first: JsonValue = {"op": "add", "path": "/services[id=NET]", "value": {"id": "X"}}
    last: JsonValue = {"op": "add", "path": "/services/-", "value": {"id": "Y"}}
    assert ids(patched(first, last)) == ["PAYC", "X", "NET", "Y"]


def test_an_entry_is_moved_or_copied_before_a_named_one() -> None:
    move: JsonValue = {"op": "move", "from": "/services[id=NET]", "path": "/services[id=PAYC]"}
    assert ids(patched(move)) == ["NET", "PAYC"]
    copy: JsonValue = {"op": "copy", "from": "/services[id=NET]", "path": "/services[id=PAYC]"}
    assert ids(patched(copy)) == ["NET", "PAYC", "NET"]


def test_a_move_to_its_own_place_changes_nothing() -> None:
    for path in ("/services[id=NET]", "/services/1", "/services[1]"):
        assert patched({"op": "move", "from": "/services[id=NET]", "path": path}) == services()


@pytest.mark.parametrize(
    ("operation", "code", "member", "says"),
    [
        ({"op": "remove", "path": "/services[id=PAYX]"}, "no_such_place", "path", "Maybe PAYC is meant"),
        ({"op": "add", "path": "/services[id=NEW]", "value": {}}, "no_such_place", "path", "write /services/-"),
        ({"op": "add", "path": "/services[id=NEW]/name", "value": ""}, "no_such_place", "path", "no entry with the id NEW"),
        ({"op": "replace", "path": "/nam", "value": ""}, "no_such_place", "path", "Maybe name is meant"),
        ({"op": "remove", "path": "/services/2"}, "no_such_place", "path", "has 2 entries, counted from 0"),
        ({"op": "add", "path": "/services/3", "value": 1}, "no_such_place", "path", "no position 3"),
        ({"op": "add", "path": "/services/01", "value": 1}, "no_such_place", "path", 'not "01"'),
        ({"op": "remove", "path": "/services/-"}, "no_such_place", "path", "behind the last entry"),
        ({"op": "remove", "path": "/services/NET"}, "no_such_place", "path", "[0] or [id=…]"),
        ({"op": "remove", "path": "/name[0]"}, "no_such_place", "path", 'the text "small", not a list'),
        ({"op": "add", "path": "/name[id=A]", "value": 1}, "no_such_place", "path", "not a list"),
        ({"op": "remove", "path": "/name/x"}, "no_such_place", "path", "there is no x in it"),
        ({"op": "remove", "path": "/twins[id=A]"}, "ambiguous_id", "path", "2 entries with the id A"),
        ({"op": "add", "path": "/twins[id=A]", "value": 1}, "ambiguous_id", "path", "by its position"),
        ({"op": "move", "from": "/x", "path": "/y"}, "no_such_place", "from", "no field x"),
        ({"op": "copy", "from": "/name", "path": "/x/y"}, "no_such_place", "path", "no field x"),
        ({"op": "move", "from": "/services", "path": "/services/0/x"}, "moved_into_itself", "path", "inside"),
        ({"op": "move", "from": "/services[id=NET]", "path": "/services/1/x"}, "moved_into_itself", "path", "inside"),
        ({"op": "move", "from": "", "path": "/x"}, "moved_into_itself", "path", "inside"),
        ({"op": "remove", "path": ""}, "whole_document_removed", "path", "whole document"),
        ({"op": "test", "path": "/name", "value": "large"}, "test_failed", "value", '/name is "small", not "large"'),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_with_its_place(
    operation: JsonValue, code: str, member: str, says: str
) -> None:
    document = services()
    harmless: JsonValue = {"op": "replace", "path": "/name", "value": "small"}
    with pytest.raises(PatchRejected) as caught:
        apply_patch(document, [harmless, operation])
    (issue,) = caught.value.issues
    assert f"/1/{member}: " in issue.line()
    assert f"[{code}]" in issue.line()
    assert says in issue.line()
    assert document == services()


def test_everything_malformed_is_said_at_once_before_anything_is_applied() -> None:
    assert refused(
        {},
        [
            {"op": "remove", "path": "/nowhere"},
            1,
            {"path": "/a"},
            {"op": "put", "path": "/a"},
            {"op": "add", "path": "a"},
            {"op": "add", "path": "/a"},
            {"op": "move", "path": 5},
            {"op": "copy", "from": "/a[id]", "path": "/b"},
            {"op": None, "path": None},
        ],
    ) == [
        ("wrong_type", "/1"),
        ("missing_field", "/2/op"),
        ("value_not_allowed", "/3/op"),
        ("malformed_path", "/4/path"),
        ("missing_field", "/4/value"),
        ("missing_field", "/5/value"),
        ("wrong_type", "/6/path"),
        ("missing_field", "/6/from"),
        ("malformed_path", "/7/from"),
        ("wrong_type", "/8/op"),
        ("wrong_type", "/8/path"),
    ]


@pytest.mark.parametrize("patch", [None, {}, "[]", 1, True])
def test_a_patch_is_a_list(patch: JsonValue) -> None:
    assert refused({}, patch) == [("wrong_type", "")]


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        (True, True, True),
        (None, False, False),
        ("1", 1, False),
        ([1, 2], [2, 1], False),
        ([1], [1.0], True),
        ({"a": 1, "b": [True]}, {"b": [True], "a": 1.0}, True),
        ({"a": 1}, {"a": 1, "b": None}, False),
        ({"a": [0]}, {"a": [False]}, False),
        ([], {}, False),
    ],
)
def test_values_are_tested_as_json(one: JsonValue, other: JsonValue, equal: bool) -> None:
    for document, value in ((one, other), (other, one)):
        patch: JsonValue = [{"op": "test", "path": "", "value": value}]
        if equal:
            assert apply_patch(document, patch) == document
        else:
            assert refused(document, patch) == [("test_failed", "/0/value")]


def test_copies_of_copies_are_bounded() -> None:
    doubling: list[JsonValue] = [{"op": "copy", "from": "/a", "path": "/a/-"}] * 60
    assert refused({"a": ["x" * 1000]}, doubling)[0][0] == "too_much_to_patch"
    beside: list[JsonValue] = [
        {"op": "copy", "from": f"/{n}", "path": f"/{n + 1}/{side}"}
        for n in range(60)
        for side in ("l", "r")
    ]
    cells: JsonValue = {str(n): {} for n in range(61)}
    assert refused(cells, beside)[0][0] == "too_much_to_patch"


def test_a_document_gets_no_deeper_than_is_read() -> None:
    round_trip: tuple[JsonValue, ...] = (
        {"op": "move", "from": "/a", "path": "/b"},
        {"op": "add", "path": "/a", "value": {}},
        {"op": "move", "from": "/b", "path": "/a/x"},
    )
    deeper: list[JsonValue] = [*round_trip * 50]
    assert refused({"a": {}}, deeper)[0][0] == "too_much_to_patch"


def test_there_are_only_so_many_operations() -> None:
    many: list[JsonValue] = [{"op": "test", "path": "/a", "value": 1}] * 10_001
    assert refused({"a": 1}, many) == [("too_many_operations", "")]
    assert apply_patch({"a": 1}, many[1:]) == {"a": 1}


def test_work_is_counted_not_timed() -> None:
    document: JsonValue = {"a": list(range(1000))}
    first: list[JsonValue] = [{"op": "replace", "path": "/a/0", "value": 1}] * 100
    assert apply_patch(document, first, Limits(patch_steps=100 * 300)) != document
    with pytest.raises(PatchRejected):
        apply_patch(document, first, Limits(patch_steps=100 * 200))


@given(values(), st.text("/[]id=AB~0-", max_size=12))
def test_any_path_is_answered_with_a_document_or_an_issue(document: JsonValue, path: str) -> None:
    written = json.dumps(document)
    for verb in ("add", "remove", "replace", "move", "copy", "test"):
        operation: JsonValue = {"op": verb, "path": path, "from": path, "value": [1]}
        try:
            apply_patch(document, [operation])
        except PatchRejected as problem:
            assert problem.issues  # noqa: PT017  # either outcome is right
    assert json.dumps(document) == written
