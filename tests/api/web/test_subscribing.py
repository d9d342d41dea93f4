"""A calendar program is given an address of the plan in force, told once, and loses it again."""

from __future__ import annotations

import re

import httpx

from tests.api.routes.changing import in_force, name_plan
from tests.api.routes.service import Service
from tests.api.web.visitor import Page, press, pressed, visit


def ask(service: Service, at: str, **given: str) -> httpx.Response:
    return press(service, at, None, **{"name": "Board", "shown": "all", "lasts": "", **given})


def followed(service: Service) -> str:
    programme, plan = in_force(service)
    name_plan(service, programme, "in-force", plan)
    return f"/programmes/{programme}/calendar"


def rows(page: Page) -> list[str]:
    return [tag.text for tag in page.all("tr")[1:]]


def test_an_address_is_told_once_read_without_a_key_and_revoked(service: Service) -> None:
    at = followed(service)
    made = ask(service, at)
    assert made.status_code == 200, made.text
    assert made.headers["Cache-Control"] == "no-store"
    page = Page(made.text)
    (told,) = [tag.text for tag in page.all("pre")]
    assert re.fullmatch(r"http://service/v1/calendars/pc_[0-9a-f]{12}_[0-9a-f]{64}\.ics", told)
    (opens,) = [a for a in page.all("a") if a.attributes["href"].startswith("webcal:")]
    assert opens.attributes["href"] == told.replace("http://", "webcal://")
    place = told.removeprefix("http://service")
    assert service.client.get(place).text.startswith("BEGIN:VCALENDAR")
    again = visit(service, at)
    assert place not in again.html
    (row,) = rows(again)
    assert row.startswith("Board All dates of the plan")
    assert "In force" in row
    (form,) = [tag for tag in again.all("form") if tag.attributes["action"].endswith("/revoke")]
    assert pressed(service, form.attributes["action"]) == at
    assert service.client.get(place).status_code == 404
    (row,) = rows(visit(service, at))
    assert "Revoked" in row
    assert not [tag for tag in visit(service, at).all("form") if "revoke" in str(tag.attributes)]


def test_who_reads_it_must_be_said(service_on_sqlite: Service) -> None:
    at = followed(service_on_sqlite)
    answer = ask(service_on_sqlite, at, name=" ")
    assert answer.status_code == 422
    page = Page(answer.text)
    assert next(tag.text for tag in page.all("title")).startswith("Error: ")
    assert "Say who will read it." in page.text
    assert rows(visit(service_on_sqlite, at)) == []


def test_a_form_that_is_not_ours_makes_nothing(service_on_sqlite: Service) -> None:
    at = followed(service_on_sqlite)
    for given in ({"shown": "secret"}, {"lasts": "99999"}, {"lasts": "x"}):
        assert ask(service_on_sqlite, at, **given).status_code == 422
    elsewhere = press(service_on_sqlite, at, {"Origin": "http://other"}, name="Board")
    assert elsewhere.status_code == 403
    assert rows(visit(service_on_sqlite, at)) == []
    assert press(service_on_sqlite, f"{at}/sub_000000000000/revoke").status_code == 404


def test_how_long_it_lasts_is_told_and_a_plan_that_is_missing_is_said(
    service_on_sqlite: Service,
) -> None:
    programme = service_on_sqlite.read(service_on_sqlite.planned())["programme"]
    at = f"/programmes/{programme}/calendar"
    assert "No plan is in force yet" in visit(service_on_sqlite, at).text
    page = Page(ask(service_on_sqlite, at, lasts="90").text)
    assert re.search(r"Until \d{1,2} \w{3} \d{4}", rows(page)[0])
    assert "No plan is in force yet" in page.text
