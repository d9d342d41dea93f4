"""Merge patches: the cases of RFC 7396, appendix A, and what stays untouched."""

import json

import pytest

from scheduler.interchange.json_text import JsonValue
from scheduler.interchange.merge_patch import merge_patch

CASES = """
{"a":"b"}            {"a":"c"}                      {"a":"c"}
{"a":"b"}            {"b":"c"}                      {"a":"b","b":"c"}
{"a":"b"}            {"a":null}                     {}
{"a":"b","b":"c"}    {"a":null}                     {"b":"c"}
{"a":["b"]}          {"a":"c"}                      {"a":"c"}
{"a":"c"}            {"a":["b"]}                    {"a":["b"]}
{"a":{"b":"c"}}      {"a":{"b":"d","c":null}}       {"a":{"b":"d"}}
{"a":[{"b":"c"}]}    {"a":[1]}                      {"a":[1]}
["a","b"]            ["c","d"]                      ["c","d"]
{"a":"b"}            ["c"]                          ["c"]
{"a":"foo"}          null                           null
{"a":"foo"}          "bar"                          "bar"
{"e":null}           {"a":1}                        {"e":null,"a":1}
[1,2]                {"a":"b","c":null}             {"a":"b"}
{}                   {"a":{"bb":{"ccc":null}}}      {"a":{"bb":{}}}
{"a":1}              {}                             {"a":1}
{"a":{"b":1,"c":2}}  {"a":{"b":{"x":0},"c":null}}   {"a":{"b":{"x":0}}}
"""


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_a_merge_patch_says_fields_one_by_one(case: str) -> None:
    target, patch, expected = (json.loads(text) for text in case.split())
    before = json.dumps([target, patch])
    assert merge_patch(target, patch) == expected
    assert json.dumps([target, patch]) == before


def test_a_list_of_services_is_replaced_whole() -> None:
    target: JsonValue = {"services": [{"id": "A"}, {"id": "B"}], "name": "x"}
    assert merge_patch(target, {"services": [{"id": "B"}]}) == {
        "services": [{"id": "B"}],
        "name": "x",
    }
