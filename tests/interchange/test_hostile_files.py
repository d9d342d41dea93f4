"""Files that no programme is in: refused with words, never with a traceback."""

import json
import time
import tracemalloc
from typing import Any

import pytest

from scheduler.domain.limits import Limits
from scheduler.errors import FileRejected, InputError, ProgrammeRejected
from scheduler.interchange.json_text import read_json
from scheduler.interchange.programme_json import read_programme
from tests.validation.documents import sound

REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty"),
    "blank": (b" \n\t", "empty"),
    "utf-16": ('{"id": 1}'.encode("utf-16"), "not_utf8"),
    "latin-1": (b'{\n"name": "Caf\xe9"}', "not_utf8"),
    "surrogate as bytes": (b'{"name": "\xed\xa0\x80"}', "not_utf8"),
    "binary": (bytes(range(256)), "not_utf8"),
    "no JSON": (b"programme: small", "not_json"),
    "trailing comma": (b'{"id": "a",}', "not_json"),
    "single quotes": (b"{'id': 'a'}", "not_json"),
    "comment": (b'{"id": "a"} // mine', "not_json"),
    "two documents": (b"{} {}", "not_json"),
    "cut short": (b'{"id": "a', "not_json"),
    "raw newline in a text": (b'{"id": "a\nb"}', "not_json"),
    "nul": (b'{"id": 1}\x00', "not_json"),
    "deep": (b"[" * 100_000, "too_deep"),
    "deep after quotes": (b'{"a": "' + b'\\"' * 30_000 + b'", "b": ' + b"[" * 100_000, "too_deep"),
    "unterminated": (b'"' + b'\\"' * 30_000, "not_json"),
    "unterminated and long": (b'"' + b'\\"' * 500_000, "too_long"),
    "long text": (b'{"a": "' + b"x" * (64 * 1024 + 1) + b'"}', "too_long"),
    "long key": (b'{"' + b"x" * (64 * 1024 + 1) + b'": 1}', "too_long"),
    "long list": (b'{"a": [[], ' + b"1," * 200_000 + b"1]}", "too_many_entries"),
    "long list without an end": (b"[" + b"{}," * 200_000, "too_many_entries"),
    "much after too many ends": (b"]]]" + b"1," * 200_001, "too_many_entries"),
    "large": (b" " * (33 * 1024 * 1024), "too_large"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_json_is_refused_whole(name: str) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(FileRejected) as refused:
        read_programme(data)
    assert refused.value.facts["reason"] == reason
    assert str(refused.value)


@pytest.mark.parametrize(
    "data",
    [
        b'["' + b"," * 60_000 + b'", ' + b'"' + b"x" * (64 * 1024) + b'"]',
        b"[" + b"1," * 199_999 + b"1]",
        b"[" + b",".join([b"[1,1]"] * 150_000) + b"]",
    ],
    ids=["longest text", "longest list", "many short lists"],
)
def test_what_is_within_the_limits_is_read(data: bytes) -> None:
    assert read_json(data).issues == ()


def test_a_refusal_names_line_and_column() -> None:
    with pytest.raises(FileRejected, match=r"^line 3, column 1: not JSON") as refused:
        read_json(b'{\n"id": "a"\n"name": "b"}')
    assert (refused.value.facts["line"], refused.value.facts["column"]) == (3, 1)


def test_a_byte_that_is_not_utf8_is_named_with_its_line() -> None:
    with pytest.raises(FileRejected, match="line 2: byte 0xe9"):
        read_json(b'{\n"name": "Caf\xe9"}')


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read_json(b'\xef\xbb\xbf{"a": 1}').value == {"a": 1}


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"[" * 1_000_000, "too_deep"), (b'["' + b"x" * 4_000_000 + b'"]', "too_long")],
    ids=["deep", "long"],
)
def test_what_is_told_of_the_bytes_is_told_before_a_text_is_made(data: bytes, reason: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(FileRejected) as refused:
            read_json(data)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert refused.value.facts["reason"] == reason
    assert most < len(data) // 2


@pytest.mark.parametrize("place", [0, 65_535, 65_536, 200_000])
def test_a_file_of_no_text_is_not_told_to_be_deep(place: int) -> None:
    data = bytearray(b"[" * 200_001)
    data[place] = 0xFF
    with pytest.raises(FileRejected) as refused:
        read_json(bytes(data))
    assert refused.value.facts["reason"] == "not_utf8"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_character_across_two_pieces_is_read(mark: bytes) -> None:
    for before in range(65_530, 65_540):
        text = '"' + "x" * before + "€" + '"'
        found = read_json(mark + text.encode(), Limits(text_bytes=100_000))
        assert (found.value, found.text) == (text[1:-1], text.encode())


@pytest.mark.parametrize("data", [b"5", b"null", b'"text"', b"[]", b"true"])
def test_what_is_no_object_is_no_programme(data: bytes) -> None:
    with pytest.raises(ProgrammeRejected) as refused:
        read_programme(data)
    assert [issue.code for issue in _issues(refused.value)] == ["wrong_type"]


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ('{"a": 1, "a": 2}', "repeated_key", "/a"),
        ('{"rules": [{"id": "R", "id": "S"}]}', "repeated_key", "/rules[id=S]/id"),
        ('{"a": {"b": [NaN]}}', "number_not_finite", "/a/b[0]"),
        ('{"a": -Infinity}', "number_not_finite", "/a"),
        ('{"a": 1e999}', "number_not_finite", "/a"),
        (f'{{"a": {"9" * 5000}}}', "number_not_finite", "/a"),
        (r'{"a": "\ud800"}', "forbidden_character", "/a"),
        (r'{"a": "\udc00\ud800"}', "forbidden_character", "/a"),
        (r'{"a": "\u0000"}', "forbidden_character", "/a"),
        (r'{"a": "\u001b[31mred"}', "forbidden_character", "/a"),
        ('{"a": "\x7f"}', "forbidden_character", "/a"),
        (r'{"a\uffff": 1}', "forbidden_character", "/a\uffff"),
    ],
)
def test_what_json_may_say_and_a_programme_may_not(text: str, code: str, path: str) -> None:
    issues = read_json(text.encode()).issues
    assert [(issue.code, issue.path) for issue in issues] == [(code, path)]
    json.dumps([issue.value for issue in issues]).encode()


def test_a_whole_surrogate_pair_is_a_character() -> None:
    assert read_json(rb'{"a": "\ud83d\ude00"}').issues == ()


def test_a_key_with_a_slash_is_escaped_in_paths() -> None:
    assert read_json(b'{"a/b": {"c~d": NaN}}').issues[0].path == "/a~1b/c~0d"


def test_problems_of_text_and_shape_come_together() -> None:
    document = json.dumps({**sound(), "nmae": "x"}).replace(
        '"id": "small"', '"id": "small", "id": 3'
    )
    with pytest.raises(ProgrammeRejected) as refused:
        read_programme(document.encode())
    assert [(i.code, i.path) for i in _issues(refused.value)] == [
        ("repeated_key", "/id"),
        ("unknown_field", "/nmae"),
    ]


def test_every_shape_problem_is_told_at_once_with_value_and_advice() -> None:
    document = sound()
    document["teams"][0]["capasity"] = document["teams"][0].pop("capacity")
    document["services"][0]["criticality"] = "high"
    document["rules"][1]["at_most"] = 0
    with pytest.raises(ProgrammeRejected) as refused:
        read_programme(json.dumps(document).encode())
    told = {issue.path: issue for issue in _issues(refused.value)}
    assert list(told) == [
        "/teams[id=ict]/capacity",
        "/teams[id=ict]/capasity",
        "/services[id=PAY]/criticality",
        "/rules[id=calm]/at_most",
    ]
    assert told["/teams[id=ict]/capasity"].message.endswith("\nMaybe capacity is meant.")
    assert told["/services[id=PAY]/criticality"].value == "high"
    assert told["/rules[id=calm]/at_most"].message == "0 is not allowed: at least 1"
    assert str(refused.value) == "the programme has 4 errors"


def test_entries_alike_in_id_are_told_apart_by_position() -> None:
    document = sound()
    document["rules"] += [{"id": "twin", "kind": "no"}, {"id": "twin", "kind": "neither"}]
    with pytest.raises(ProgrammeRejected) as refused:
        read_programme(json.dumps(document).encode())
    assert [i.path for i in _issues(refused.value)] == ["/rules[2]/kind", "/rules[3]/kind"]


def test_a_hundred_thousand_activities_are_counted_and_not_read() -> None:
    document = sound()
    document["activities"] = [{"id": f"A{i}", "nonsense": i} for i in range(100_000)]
    data = json.dumps(document).encode()
    began = time.process_time()
    with pytest.raises(ProgrammeRejected) as refused:
        read_programme(data)
    spent = time.process_time() - began
    assert [i.code for i in _issues(refused.value)] == ["too_many_activities"]
    assert "100,000 activities; at most 10,000" in _issues(refused.value)[0].message
    assert spent < 60, "a guard against reading every activity, not a measurement"


def test_a_setting_lowers_the_limits() -> None:
    with pytest.raises(ProgrammeRejected):
        read_programme(json.dumps(sound()).encode(), Limits(activities=1))
    with pytest.raises(FileRejected):
        read_programme(json.dumps(sound()).encode(), Limits(file_bytes=100))


def test_any_prefix_of_a_sound_file_is_refused_in_words() -> None:
    data = json.dumps(sound()).encode()
    for end in range(0, len(data), 37):
        with pytest.raises(InputError):
            read_programme(data[:end])


def _issues(refused: ProgrammeRejected) -> list[Any]:
    return list(refused.issues)


def test_a_great_many_problems_of_the_text_are_not_all_told() -> None:
    found = read_json(b"[" + b",".join([b"NaN"] * 10_002) + b"]").issues
    assert [issue.code for issue in found[9_998:]] == [
        "number_not_finite",
        "number_not_finite",
        "too_many_issues",
    ]
