"""What goes wrong on a page is told as a page; tools always get problem+json."""

import pytest

from api.errors import DatabaseUnavailable
from tests.api.routes.service import Service
from tests.api.web.visitor import BROWSER, press, visit


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/nothing", "There is nothing at this address Pages are reached from /"),
        ("/programmes/none", "There is no programme"),
        ("/plans/<b>", "There is no plan"),
        ("/plans/pln_aaaaaaaaaaaaaaaaaaaa", "There is no plan"),
    ],
)
def test_what_is_not_there_is_told_in_words(service: Service, address: str, words: str) -> None:
    page = visit(service, address, 404)
    assert words in page.text
    assert not page.all("b")


def test_a_parameter_that_cannot_be_is_told(service: Service) -> None:
    plan = service.plan()
    assert "detail" in visit(service, f"/plans/{plan}?detail=everything", 422).text


def test_a_form_for_what_is_not_there_is_told(service: Service) -> None:
    for address in ("/demo-programmes/none", "/programmes/none/plans", "/plans/none/stop"):
        answer = press(service, address)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"].startswith("text/html")


def test_an_address_that_only_takes_forms_says_so(service: Service) -> None:
    answer = service.client.get("/plans/x/stop", headers=BROWSER)
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert answer.headers["Content-Type"].startswith("text/html")


def test_tools_get_problems_wherever_they_ask(service: Service) -> None:
    for address, headers in (("/nothing", {}), ("/v1/plans/none", BROWSER), ("/v1/none", BROWSER)):
        answer = service.client.get(address, headers=headers)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_database_that_is_away_is_told_in_words(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise DatabaseUnavailable("gone")

    monkeypatch.setattr(service.services.database, "reading", away)
    answer = service.client.get("/", headers=BROWSER)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "1"
    assert "cannot be reached or is too busy" in answer.text
