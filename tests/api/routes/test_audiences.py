"""What the public reads of analyses over HTTP, in JSON, in events and on pages."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from api.store.database import Database
from scheduler.interchange.valid_programme import valid_programme
from tests.api.programmes import SMALL, problem
from tests.api.routes.real_server import following, serving
from tests.api.routes.service import Service
from tests.api.web.analysed import WHY_NONE, held_plan, tell_dates
from tests.api.web.visitor import visit

PROGRAMME = valid_programme(SMALL).expanded
OPTIONS = [option for group in PROGRAMME.document.service_groups for option in group.options]
SECRET = re.compile(
    "|".join(rf"\b{re.escape(word)}\b" for one in OPTIONS for word in (one.id, one.name)) + "|£"
)
LATEST: dict[str, Any] = {
    "feasible": True,
    "decisions": [],
    "givens": [],
    "options": [{"group": "PAYROLL", "option": "SHR", "decision": None, "alive": True}],
    "calendar": [{"day": "2023-01-24", "alive": {"PAYROLL": ["SHR"]}, "count": 1}],
}


@pytest.fixture
def served(database: Database) -> Iterator[Service]:
    """The service behind a real server, on either kind of database."""
    with serving(database) as found:
        yield found


def for_all(service: Service, analysis: str) -> dict[str, Any]:
    answer = service.client.get(f"/v1/analyses/{analysis}?audience=public")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_rows_and_documents_are_told_to_the_public_without_options(
    either_service: Service,
) -> None:
    analysis = either_service.analysis()
    worker = either_service.work(analysis)
    tell_dates(worker)
    running = for_all(either_service, analysis)
    assert [row["row"] for row in running["rows"]] == ["latest_date"]
    assert len(either_service.read_analysis(analysis)["rows"]) == 2
    worker.know(LATEST)
    found = for_all(either_service, analysis)
    assert found["document"] == {
        "audience": "public",
        "feasible": True,
        "decisions": [],
        "givens": [],
        "options": [],
        "calendar": [],
        "withheld": ["options", "calendar"],
    }
    assert SECRET.search(json.dumps(found)) is None
    # Whoever does not say who reads gets all of it.
    assert either_service.read_analysis(analysis)["document"] == LATEST
    exempt = either_service.client.get(f"/v1/analyses/{analysis}?audience=exempt")
    assert exempt.json()["document"] == LATEST


def test_what_holds_the_dates_is_told_without_what_is_exempt(service: Service) -> None:
    analysis = service.analysis("explanation")
    service.work(analysis).know(held_plan())
    told = for_all(service, analysis)["document"]
    assert SECRET.search(json.dumps(told)) is None
    assert told["activities"].keys() == held_plan()["activities"].keys()
    assert all(told["services"].values())
    assert all(held["words"] for held in told["activities"].values())
    shown = visit(service, f"/analyses/{analysis}?audience=public")
    assert SECRET.search(shown.text) is None
    for paragraph in told["services"].values():
        assert " ".join(paragraph.split()) in shown.text


def test_why_there_is_no_plan_is_told_without_what_would_help(service: Service) -> None:
    plan = service.plan()
    service.work(plan).find_none()
    analysis = service.analyse(plan, "explanation").json()["id"]
    recovery = {"changes": [], "price": 4711, "patch": [], "plan": {"options": {"PAYROLL": "SHR"}}}
    clash = {"rules": ["choice.PAYROLL", "freeze-christmas"], "statements": ["by SHR", "frozen"]}
    clashes = [{**WHY_NONE["clashes"][0], **clash}]
    service.work(analysis).know({**WHY_NONE, "clashes": clashes, "recovery_options": [recovery]})
    told = for_all(service, analysis)["document"]
    assert "4711" not in json.dumps(told)
    assert told["clashes"][0]["rules"] == [None, "freeze-christmas"]
    assert told["withheld"] == ["clashes", "recovery_options"]
    shown = visit(service, f"/analyses/{analysis}?audience=public")
    assert "Told in the exempt version." in shown.text
    assert SECRET.search(shown.text) is None


def test_the_page_leads_from_one_version_to_the_other(service: Service) -> None:
    analysis = service.analysis()
    tell_dates(service.work(analysis))
    exempt = visit(service, f"/analyses/{analysis}")
    assert "Expiry of sourcing options" in exempt.text
    (there,) = [tag for tag in exempt.all("a") if "public version" in tag.text]
    public = visit(service, there.attributes["href"])
    assert "24 January 2023" in public.text
    assert "Expiry of sourcing options" not in public.text
    assert SECRET.search(public.text) is None
    (following_it,) = [tag for tag in public.tags if "data-events" in tag.attributes]
    assert following_it.attributes["data-events"].endswith("events?after=5&audience=public")
    (back,) = [tag for tag in public.all("a") if "exempt version" in tag.text]
    assert back.attributes["href"] == f"/analyses/{analysis}"
    links = {tag.attributes["href"] for tag in public.all("a")}
    assert f"/v1/analyses/{analysis}?audience=public" in links
    assert f"/v1/analyses/{analysis}" not in links


def test_a_table_of_options_is_no_public_page(service: Service) -> None:
    analysis = service.analysis("options")
    document = {"feasible": True, "best": {"levels": []}, "options": []}
    service.work(analysis).know(document)
    shown = visit(service, f"/analyses/{analysis}?audience=public")
    assert "Nothing that is told in public; the exempt version has it." in shown.text


def test_events_that_are_exempt_are_not_sent_to_the_public(served: Service) -> None:
    analysis = served.analysis()
    worker = served.work(analysis)
    tell_dates(worker)
    worker.know(LATEST)
    address = f"/v1/analyses/{analysis}/events?audience=public"
    sent = served.client.get(address).text
    assert re.findall(r"^event: (\w+)$", sent, re.MULTILINE) == [
        "queued",
        "started",
        "row",
        "progress",
        "finished",
    ]
    assert '"latest_date"' in sent
    assert SECRET.search(sent) is None
    with following(served, analysis) as events:
        assert [event.type for event in events].count("row") == 2


def test_why_one_failed_is_told_by_its_code(service: Service) -> None:
    analysis = service.analysis()
    service.work(analysis).fail()
    assert for_all(service, analysis)["failure"] == {"code": "unsound_plan", "detail": None}


def test_there_are_two_audiences(service: Service) -> None:
    analysis = service.analysis()
    for address in (f"/v1/analyses/{analysis}", f"/v1/analyses/{analysis}/events"):
        problem(service.client.get(f"{address}?audience=press"), 422, "malformed_parameter")
