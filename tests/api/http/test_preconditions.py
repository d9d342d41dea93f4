import pytest
from starlette.requests import Request

from api.http.preconditions import not_modified, required_match
from api.http.problems import Problem


def _request(name: str, *values: str) -> Request:
    headers = [(name.encode(), value.encode("latin-1")) for value in values]
    return Request({"type": "http", "method": "PUT", "path": "/", "headers": headers})


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ('"1"', {'"1"'}),
        ('"1","2"', {'"1"', '"2"'}),
        (' "1" , , "2",', {'"1"', '"2"'}),
        ('W/"1", "2"', {'"2"'}),
        ('""', {'""'}),
        ("", set()),
        ("1", set()),
        ('"1" "2"', set()),
        ('"1', set()),
        ('"1", garbage', set()),
        ('w/"1"', set()),
        ('*, "1"', set()),
        ("\xff", set()),
        ('"' * 9999, set()),
        ('"1",' * 9999, {'"1"'}),
    ],
)
def test_if_match_lists_strong_tags(header: str, tags: set[str]) -> None:
    wanted = required_match(_request("if-match", header))
    assert wanted.tags == tags
    assert not wanted.any


def test_several_headers_are_one_list() -> None:
    assert required_match(_request("if-match", '"1"', '"2"')).tags == {'"1"', '"2"'}


def test_a_star_wants_whatever_is_there() -> None:
    wanted = required_match(_request("if-match", " * "))
    wanted.refuse_other(7)


def test_another_revision_is_refused_with_the_latest() -> None:
    with pytest.raises(Problem) as refused:
        required_match(_request("if-match", '"6"')).refuse_other(7)
    assert refused.value.kind.status == 412
    assert refused.value.headers == {"ETag": '"7"'}
    assert refused.value.detail == 'If-Match does not name the latest; the latest is "7".'
    required_match(_request("if-match", '"7"')).refuse_other(7)


def test_a_revision_without_its_quotes_is_told_apart() -> None:
    with pytest.raises(Problem) as refused:
        required_match(_request("if-match", "7")).refuse_other(7)
    assert "holds no strong ETag in quotes" in refused.value.detail


def test_without_the_header_a_change_is_refused() -> None:
    with pytest.raises(Problem) as refused:
        required_match(_request("if-none-match", '"6"'))
    assert refused.value.kind.status == 428


@pytest.mark.parametrize(
    ("header", "known"),
    [('"1"', True), ('W/"1"', True), ("*", True), ('"2", "1"', True), ('"2"', False), ("1", False)],
)
def test_what_is_known_is_not_sent_again(header: str, known: bool) -> None:
    answer = not_modified(_request("if-none-match", header), '"1"', {"Vary": "Accept"})
    assert (answer is not None) == known
    if answer is not None:
        assert answer.status_code == 304
        assert (answer.headers["ETag"], answer.headers["Vary"]) == ('"1"', "Accept")


def test_without_the_header_everything_is_sent() -> None:
    assert not_modified(_request("accept", "*/*"), '"1"', {}) is None
