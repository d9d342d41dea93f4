import pytest
from starlette.requests import Request

from api.http.prefer import applied, wait_seconds


def _request(*values: str) -> Request:
    headers = [(b"prefer", value.encode("latin-1")) for value in values]
    return Request({"type": "http", "headers": headers})


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        (["wait=10"], 10),
        (["wait=0"], 0),
        (["respond-async, wait=20"], 20),
        (["respond-async", "wait=20"], 20),
        (["Wait = 7 ; foo=bar"], 7),
        (['wait="5"'], 5),
        (["wait=5, wait=9"], 5),
        (["wait=61"], 60),
        (["wait=999999999"], 60),
        ([], None),
        (["return=minimal"], None),
        (["wait"], None),
        (["wait="], None),
        (["wait=-1"], None),
        (["wait=1.5"], None),
        (["wait=\xb2"], None),
        (["wait=99999999999999999999"], None),
        (["\xff\x01wait=3"], None),
        (["waiting=3"], None),
    ],
)
def test_a_wish_to_wait_is_read(headers: list[str], seconds: int | None) -> None:
    assert wait_seconds(_request(*headers)) == seconds


def test_the_wait_that_was_granted_is_said() -> None:
    assert wait_seconds(_request("wait=50"), most=2) == 2
    assert applied(2) == {"Preference-Applied": "wait=2"}
    assert applied(None) == {}
