"""Forms of a guided import, filled in as a browser does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import httpx

from scheduler.exchange.child import answer_of
from scheduler.exchange.limited import Refusal
from scheduler.exchange.mspdi.write import write_mspdi
from scheduler.exchange.project_schedule import (
    OFFICE_DAY,
    Link,
    ProjectCalendar,
    ProjectSchedule,
    Task,
)
from tests.api.routes.service import Service
from tests.api.web.visitor import BROWSER, Page

OURS = {**BROWSER, "Origin": "http://service", "Sec-Fetch-Site": "same-origin"}
OFF: tuple[()] = ()


def _task(id: str, name: str, parent: str | None, days: tuple[int, int] | None = None) -> Task:
    task = Task(id=id, name=name, kind="summary", parent=parent)
    if days is None:
        return task
    milestone = days[0] == days[1]
    first, last = (datetime.combine(date(2023, 5, day), time(8)) for day in days)
    return replace(
        task,
        kind="milestone" if milestone else "task",
        start=first.replace(hour=17 if milestone else 8),
        finish=last.replace(hour=17),
        duration=0 if milestone else (days[1] - days[0] + 1) * 480,
    )


def project(services: tuple[str, ...] = ("Payroll", "Network")) -> ProjectSchedule:
    """Return a task list: of each service its work and the milestone on which it is over."""
    tasks: list[Task] = []
    links: list[Link] = []
    for place, name in enumerate(services):
        first = 10 * place + 1
        summary, build, done = (str(first + n) for n in range(3))
        tasks += [
            _task(summary, name, None),
            _task(build, f"Build {name}", summary, (1, 5)),
            _task(done, "Go live", summary, (5, 5)),
        ]
        links.append(Link(predecessor=build, successor=done))
    week = (OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFF, OFF)
    return ProjectSchedule(
        name="Leaving",
        calendars=(ProjectCalendar(id="1", name="Standard", week=week),),
        calendar="1",
        start=datetime.combine(date(2023, 5, 1), time(8)),
        tasks=tuple(tasks),
        links=tuple(links),
    )


def project_file(services: tuple[str, ...] = ("Payroll", "Network")) -> bytes:
    """Return the task list as Microsoft Project XML."""
    return write_mspdi(project(services)).content


def import_here(
    file: bytes, mapping: bytes = b"", programme: bytes = b"", format_id: str | None = None
) -> dict[str, Any] | Refusal:
    """Read a file as its own process does, in this one."""
    parts = {"file": file, "mapping": mapping, "programme": programme}
    found: dict[str, Any] = json.loads(json.dumps(answer_of(parts, format_id), default=str))
    if "refused" in found:
        issues, reason = tuple(found["issues"]), found["reason"]
        return Refusal(message=found["refused"], issues=issues, reason=reason)
    return found


def send_file(
    service: Service,
    file: bytes,
    name: str = "ours.xml",
    at: str = "/programmes/import",
    **data: str,
) -> httpx.Response:
    """Choose a file and send it."""
    return service.client.post(
        at, data={"key": "k1", "text": "", **data}, files={"file": (name, file)}, headers=OURS
    )


def exported_plan(service: Service, format_id: str = "mspdi") -> tuple[str, bytes]:
    """Return where dates come back to, and a plan as a planning tool has it."""
    plan = service.planned()
    sent = service.client.get(f"/v1/plans/{plan}/export?format={format_id}")
    assert sent.status_code == 200, sent.text
    return f"/programmes/{service.read(plan)['programme']}/dates", sent.content


def fields_of(page: Page) -> dict[str, str]:
    """Return what travels in the form of a page, hidden."""
    return {
        tag.attributes["name"]: tag.attributes.get("value", "")
        for tag in page.all("input")
        if tag.attributes.get("type") == "hidden"
    }


def asked_of(page: Page) -> dict[str, str]:
    """Return the path of each question with its name in the form."""
    return {path: f"a{n}" for n, path in enumerate(json.loads(fields_of(page)["asked"]))}


def reply(
    service: Service,
    page: Page,
    answers: Mapping[str, str | tuple[str, ...]],
    *,
    at: str = "/programmes/import",
    **further: str,
) -> httpx.Response:
    """Fill in the questions of a page by their paths, and send it."""
    names = asked_of(page) if "asked" in fields_of(page) else {}
    given: dict[str, str] = {}
    for path, answer in answers.items():
        if isinstance(answer, str):
            given[names[path]] = answer
        else:
            given |= {f"{names[path]}-{n}": one for n, one in enumerate(answer)}
    sent = {**fields_of(page), **given, **further}
    return service.client.post(
        f"{at}/answers",
        files={name: (None, value) for name, value in sent.items()},
        headers=OURS,
    )


FIRST = {
    "/supplier": "Serco",
    "/contract_end": "2024-03-31",
    "/services": '{"outline_level": 1}',
    "/groups": '{"outline_level": 1}',
}
IN_HOUSE = '[{"id": "INH", "model": "in_house"}]'
SHARED = '[{"id": "SHR", "model": "shared_service"}]'
SECOND: dict[str, str | tuple[str, ...]] = {
    "/options/*": (IN_HOUSE,),
    "/transfers/Payroll": "3",
    "/transfers/*": "Go live",
    "/criticality/*": "3",
    "/criticality/Network": "5",
}


def programmes(service: Service) -> int:
    """Return how many programmes are stored."""
    return len(service.client.get("/v1/programmes").json()["programmes"])


def asked(service: Service, file: bytes = b"", at: str = "/programmes/import") -> Page:
    """Return the first questions about a file."""
    answer = send_file(service, file or project_file(), at=at, revision="1")
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def outcome(service: Service, page: Page) -> Page:
    """Answer all questions; return what comes of the file."""
    second = reply(service, page, FIRST)
    assert second.status_code == 200, second.text
    last = reply(service, Page(second.text), SECOND)
    assert last.status_code == 200, last.text
    return Page(last.text)


def marked(page: Page) -> list[str]:
    """Return the errors that stand at fields."""
    return [tag.text for tag in page.tags if tag.attributes.get("class") == "error"]
