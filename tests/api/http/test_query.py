import pytest
from httpx import Client

from tests.api.programmes import UNKNOWN, issues, problem


@pytest.fixture
def dialect() -> str:
    """Queries are refused before any database is asked."""
    return "sqlite"


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=1.0",
        "limit=%2B1",
        "limit=1_0",
        "limit=+5",
        "limit=%D9%A3",
        "limit=0x10",
        "limit=",
        "limit=01",
        "limit=99999999999999999999999",
        "limit=NaN",
        "limit=1%00",
        "limit=%ED%A0%80",
        "limit=%FF",
    ],
)
def test_a_number_is_written_in_decimal_digits_within_limits(client: Client, query: str) -> None:
    response = client.get(f"/v1/programmes?{query}")
    problem(response, 422, "malformed_parameter")
    assert issues(response) == [("malformed_parameter", "query/limit")]


def test_a_number_beyond_its_limits_is_told_in_words(client: Client) -> None:
    response = client.get("/v1/programmes?limit=0")
    assert response.json()["detail"] == 'query/limit: "0" is not allowed: at least 1'
    response = client.get("/v1/plans?state=done")
    assert '"done" is not allowed: one of queued, running, ' in response.json()["detail"]


@pytest.mark.parametrize("limit", [1, 200])
def test_limits_are_within_the_range(client: Client, limit: int) -> None:
    assert client.get(f"/v1/programmes?limit={limit}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/v1/programmes",
        f"/v1/programmes/{UNKNOWN}",
        f"/v1/programmes/{UNKNOWN}/diff",
        "/v1/rules",
        "/v1/plans",
        "/healthz",
    ],
)
def test_an_unknown_parameter_is_refused(client: Client, path: str) -> None:
    for name in ("limitt", "%00", "%ED%A0%80", "%FF", "", "programme_id", "x" * 5000):
        response = client.get(f"{path}?{name}=1")
        problem(response, 422, "malformed_parameter")
        assert response.json()["issues"][0]["code"] == "unknown_parameter"


def test_a_repeated_parameter_is_refused(client: Client) -> None:
    response = client.get("/v1/programmes?limit=1&limit=2")
    problem(response, 422, "malformed_parameter")
    assert issues(response) == [("repeated_parameter", "query/limit")]


def test_advice_is_given_where_a_name_is_close(client: Client) -> None:
    assert "Maybe limit is meant." in client.get("/v1/programmes?limits=1").json()["detail"]


def test_a_body_route_takes_no_parameters(client: Client) -> None:
    problem(client.post("/v1/validate?dry=1", content=b"{}"), 422, "malformed_parameter")
