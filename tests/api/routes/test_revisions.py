import json

import pytest
from httpx import Client

from scheduler.interchange.json_patch import apply_patch
from tests.api.programmes import UNKNOWN, merge, patch, problem, put, small, stored


@pytest.fixture
def at(client: Client) -> str:
    """A programme with three revisions."""
    at = stored(client)
    put(client, at, small(name="Second"), '"1"')
    patch(client, at, [{"op": "replace", "path": "/services[id=NET]/name", "value": "N"}], '"2"')
    return at


def test_revisions_are_listed_newest_first(client: Client, at: str) -> None:
    listed = client.get(f"{at}/revisions").json()
    assert listed["next"] is None
    told = [(r["revision"], r["parent"], r["origin"]) for r in listed["revisions"]]
    assert told == [(3, 2, "json_patch"), (2, 1, "replaced"), (1, None, "created")]


def test_revisions_go_page_by_page(client: Client, at: str) -> None:
    page = client.get(f"{at}/revisions?limit=2").json()
    assert ([r["revision"] for r in page["revisions"]], page["next"]) == ([3, 2], 2)
    page = client.get(f"{at}/revisions?limit=2&before={page['next']}").json()
    assert ([r["revision"] for r in page["revisions"]], page["next"]) == ([1], None)


def test_an_adjustment_is_a_revision_and_so_is_taking_it_back(client: Client) -> None:
    at = stored(client)
    before = client.get(at).json()
    people = {
        "id": "more",
        "kind": "extra_capacity",
        "team": before["teams"][0]["id"],
        "hundredths": 100,
        "first": "2023-09-04",
        "last": "2023-12-15",
    }
    add = [{"op": "add", "path": "/adjustments", "value": [people]}]
    assert patch(client, at, add, '"1"').status_code == 200
    assert client.get(at).json()["adjustments"] == [people]
    patch(client, at, [{"op": "remove", "path": "/adjustments[id=more]"}], '"2"')
    after = client.get(at).json()
    assert after.pop("adjustments", []) == []
    assert after == before


def test_a_long_patch_is_left_out_of_the_list(client: Client, at: str) -> None:
    merge(client, at, {"description": "x" * 1999}, '"3"')
    assert client.get(f"{at}/revisions").json()["revisions"][0]["change"] is None


def test_each_revision_stays_readable(client: Client, at: str) -> None:
    names = []
    for number in (1, 2, 3):
        response = client.get(f"{at}/revisions/{number}")
        assert response.headers["ETag"] == f'"{number}"'
        assert response.headers["Content-Location"] == f"{at}/revisions/{number}"
        names.append(response.json()["name"])
    assert names == ["Three services leave one supplier", "Second", "Second"]
    unchanged = client.get(f"{at}/revisions/2", headers={"If-None-Match": '"2"'})
    assert unchanged.status_code == 304


@pytest.mark.parametrize(
    "number", ["4", "0", "-1", "01", "1.0", "x", "9" * 30, "%00", "%D9%A1", "1%0A"]
)
def test_there_is_no_other_revision(client: Client, at: str, number: str) -> None:
    response = client.get(f"{at}/revisions/{number}")
    assert response.status_code == 404
    assert response.json()["code"] in {"no_such_revision", "not_found"}


def test_an_unknown_programme_has_no_revisions(client: Client) -> None:
    for path in ("revisions", "revisions/1", "revisions/x", "diff", "diff?from=1&to=2"):
        problem(client.get(f"/v1/programmes/{UNKNOWN}/{path}"), 404, "no_such_programme")


def test_what_changed_is_a_patch(client: Client, at: str) -> None:
    told = client.get(f"{at}/diff?from=1&to=3").json()
    assert (told["from"], told["to"]) == (1, 3)
    assert told["changes"] == [
        {
            "op": "replace",
            "path": "/name",
            "value": "Second",
            "was": "Three services leave one supplier",
        },
        {"op": "replace", "path": "/services[id=NET]/name", "value": "N", "was": "Network"},
    ]
    first, last = (json.loads(client.get(f"{at}/revisions/{n}").text) for n in (1, 3))
    assert apply_patch(first, told["changes"]) == last
    back = client.get(f"{at}/diff?from=3&to=1").json()["changes"]
    assert apply_patch(last, back) == first


def test_a_comparison_is_of_the_latest_with_its_parent(client: Client, at: str) -> None:
    told = client.get(f"{at}/diff").json()
    assert (told["from"], told["to"], len(told["changes"])) == (2, 3, 1)
    told = client.get(f"{at}/diff?to=1").json()
    assert (told["from"], told["to"], told["changes"]) == (1, 1, [])


def test_what_is_not_there_cannot_be_compared(client: Client, at: str) -> None:
    problem(client.get(f"{at}/diff?from=1&to=9"), 404, "no_such_revision")
    problem(client.get(f"{at}/diff?from=9&to=1"), 404, "no_such_revision")
    for query in ("from=0", "from=x", "to=%00", "to=99999999999999999999", "from=1&from=2"):
        problem(client.get(f"{at}/diff?{query}"), 422, "malformed_parameter")
