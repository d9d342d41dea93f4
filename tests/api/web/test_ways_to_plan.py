"""A plan can be asked for otherwise than usual, and says so wherever it is listed."""

from urllib.parse import urlencode

import pytest

from tests.api.routes.service import Service
from tests.api.web.test_changing import FORM
from tests.api.web.visitor import Page, visit


def ask(service: Service, programme: str, **given: str) -> tuple[int, str]:
    """Send the form; return the status and where it leads, or what is answered."""
    answer = service.client.post(
        f"/programmes/{programme}/plans", content=urlencode(given), headers=FORM
    )
    return answer.status_code, answer.headers.get("Location", answer.text)


def offered(page: Page, field: str) -> list[str]:
    """Return the values of a list."""
    place = next(i for i, tag in enumerate(page.tags) if tag.attributes.get("id") == field)
    values = []
    for tag in page.tags[place + 1 :]:
        if tag.name != "option":
            break
        values.append(tag.attributes["value"])
    return values


@pytest.mark.parametrize("profile", ["", "safest", "calmest", "cheapest", "earliest"])
@pytest.mark.parametrize("durations", ["", "max"])
def test_what_is_chosen_is_what_is_planned(
    service_on_sqlite: Service, profile: str, durations: str
) -> None:
    service = service_on_sqlite
    programme = service.programme()
    page = visit(service, f"/programmes/{programme}")
    assert profile in offered(page, "profile")
    assert durations in offered(page, "durations")
    status, place = ask(service, programme, profile=profile, durations=durations, time="longest")
    assert status == 303
    settings = service.read(place.removeprefix("/plans/"))["settings"]
    assert (settings["profile"], settings["durations"]) == (profile or None, durations or None)
    assert settings["time_limit_seconds"] == service.services.settings.longest_search_seconds
    listed = visit(service, f"/programmes/{programme}").text
    assert ("the longest durations" in listed) == bool(durations)


def test_a_button_alone_asks_for_a_plan_as_usual(service_on_sqlite: Service) -> None:
    _, place = ask(service_on_sqlite, service_on_sqlite.programme())
    settings = service_on_sqlite.read(place.removeprefix("/plans/"))["settings"]
    assert (settings["profile"], settings["durations"], settings["time_limit_seconds"]) == (
        None,
        None,
        120,
    )


@pytest.mark.parametrize("given", [{"profile": "wildest"}, {"durations": "median"}])
def test_what_is_not_offered_is_refused(service_on_sqlite: Service, given: dict[str, str]) -> None:
    service = service_on_sqlite
    assert ask(service, service.programme(), **given)[0] in {400, 422}
    assert service.client.get("/v1/plans").json()["plans"] == []
