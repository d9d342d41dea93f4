import json
from datetime import date

from api.http.json_text import json_response, json_text


def test_text_is_compact_and_keeps_its_characters() -> None:
    assert json_text({"name": "Café – £5", "n": [1, None, True]}) == (
        '{"name":"Café – £5","n":[1,null,true]}'
    )


def test_what_json_cannot_hold_is_null() -> None:
    value = {"a": [float("nan"), {"b": (float("inf"), 1.5)}], "c": -float("inf")}
    assert json.loads(json_text(value)) == {"a": [None, {"b": [None, 1.5]}], "c": None}


def test_what_utf8_cannot_hold_is_replaced() -> None:
    assert json_response({"\ud800": "a\udfff"}).body == b'{"?":"a?"}'


def test_values_of_ours_are_written_plainly() -> None:
    assert json_text([date(2023, 5, 8), {"b", "a"}]) == '["2023-05-08",["a","b"]]'
