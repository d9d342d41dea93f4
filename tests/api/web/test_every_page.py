"""What holds for every page: it is whole, can be used by everybody, and stays on this host."""

import re
from collections.abc import Callable
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

import pytest

from scheduler.interchange.risk_json import risk_to_jsonable
from scheduler.quality.assess import assess as assess_quality
from scheduler.simulation.assess import RiskSettings, assess
from tests.api.programmes import SMALL
from tests.api.routes.changing import in_force, stayed_near
from tests.api.routes.played_worker import small
from tests.api.routes.service import Service
from tests.api.web.analysed import WAYS_OUT, WHY_NONE, held_plan, tell_dates
from tests.api.web.guided import (
    FIRST,
    SECOND,
    exported_plan,
    project_file,
    reply,
    send_file,
)
from tests.api.web.visitor import Page, pressed, visit

Arrive = Callable[[Service], str | Page]


def start_empty(_: Service) -> str:
    return "/"


def start(service: Service) -> str:
    service.work(service.plan()).find()
    service.programme(SMALL.replace(b"Three services", b"A few services"))
    return "/"


def programme(service: Service) -> str:
    plan = service.plan()
    service.work(plan).finish()
    return f"/programmes/{service.read(plan)['programme']}"


def waiting(service: Service) -> str:
    return f"/plans/{service.plan()}"


def begun(service: Service) -> str:
    plan = service.plan()
    service.work(plan)
    return f"/plans/{plan}"


def found(service: Service) -> str:
    plan = service.plan()
    worker = service.work(plan)
    worker.find()
    worker.progress(60, 70)
    return f"/plans/{plan}"


def finished(service: Service) -> str:
    plan = service.plan()
    worker = service.work(plan)
    worker.find()
    worker.finish()
    return f"/plans/{plan}"


def activities(service: Service) -> str:
    return f"{finished(service)}?detail=activities"


def timeline(service: Service) -> str:
    return f"{finished(service)}/timeline?open=all&zoom=weeks&links=all"


def timeline_filtered(service: Service) -> str:
    return f"{finished(service)}/timeline?q=transfer&as=table"


def timeline_of_nothing(service: Service) -> str:
    return f"{finished(service)}/timeline?q=nothing-is-called-so"


def one_activity(service: Service) -> str:
    return f"{finished(service)}/activities/NET.transfer"


def load(service: Service) -> str:
    return f"{finished(service)}/load?users=OFF&week=2023-10-04"


def decisions(service: Service) -> str:
    return f"{finished(service)}/decisions"


def compared(service: Service) -> str:
    other = finished(service)
    programme = service.read(other.removeprefix("/plans/"))["programme"]
    made = service.client.post(f"/v1/programmes/{programme}/plans", json={}).json()["id"]
    worker = service.work(made)
    worker.find()
    worker.finish()
    return f"/plans/{made}/compare?with={other.removeprefix('/plans/')}"


def handed_over(service: Service) -> str:
    return f"{finished(service)}/hand-over"


def published(service: Service) -> str:
    return f"{finished(service)}/public?steps=shown"


def kept_exempt(service: Service) -> str:
    return f"{finished(service)}/exempt"


def what_can_change(service: Service) -> str:
    return f"{programme(service)}/change"


def what_it_holds(service: Service) -> str:
    return f"{programme(service)}/contents"


def how_far(service: Service) -> str:
    finished(service)
    (plan, *_) = service.client.get("/v1/plans").json()["plans"]
    return f"/programmes/{plan['programme']}/progress?day=2023-06-01"


def one_change(service: Service) -> str:
    return f"{programme(service)}/change/duration"


def sheet(_: Service) -> str:
    return "/programmes/new"


def file_to_begin_with(_: Service) -> str:
    return "/programmes/import"


def file_to_go_on_with(service: Service) -> str:
    return f"{programme(service)}/import"


def asked_about(service: Service) -> Page:
    answer = send_file(service, project_file())
    return Page(answer.text, "/programmes/import")


def asked_about_services(service: Service) -> Page:
    answer = reply(service, asked_about(service), FIRST)
    return Page(answer.text, "/programmes/import/answers")


def what_comes_of_a_file(service: Service) -> Page:
    answer = reply(service, asked_about_services(service), SECOND)
    return Page(answer.text, "/programmes/import/answers")


def dates_to_bring_back(service: Service) -> str:
    return f"{programme(service)}/dates"


def dates_that_came_back(service: Service) -> Page:
    address, file = exported_plan(service)
    return Page(send_file(service, file, at=address).text, address)


def not_carried(service: Service) -> str:
    return f"{finished(service)}/not-carried?format=xer"


def handed_over_with_a_calendar(service: Service) -> str:
    _, plan = in_force(service)
    pressed(service, f"/plans/{plan}/accept")
    return f"/plans/{plan}/hand-over"


def looked_at(service: Service) -> str:
    return f"{programme(service)}?remarks=shown"


def compared_with_none(service: Service) -> str:
    return f"{finished(service)}/compare"


def compared_without_a_plan(service: Service) -> str:
    programme, _ = in_force(service)
    made = service.ask(programme).json()["id"]
    service.work(made).find_none()
    return f"/plans/{made}/compare"


def compared_too_early(service: Service) -> str:
    return f"{waiting(service)}/compare"


def approved_and_not_in_force(service: Service) -> str:
    _, before, made = stayed_near(service)
    pressed(service, f"/plans/{before}/accept")
    pressed(service, f"/plans/{made}/decisions", decision="approved")
    return f"/plans/{made}/hand-over"


def impossible(service: Service) -> str:
    plan = service.plan()
    service.work(plan).find_none()
    return f"/plans/{plan}"


def failed(service: Service) -> str:
    plan = service.plan()
    service.work(plan).fail()
    return f"/plans/{plan}"


def stopped(service: Service) -> str:
    plan = service.plan()
    service.client.post(f"/v1/plans/{plan}/cancel")
    return f"/plans/{plan}"


def analysed(service: Service) -> str:
    plan = service.planned()
    for kind in ("latest", "latest", "explanation"):
        service.analyse(plan, kind)
    return f"/plans/{plan}"


def near(service: Service) -> str:
    return f"/plans/{stayed_near(service)[2]}"


def analysis_waiting(service: Service) -> str:
    return f"/analyses/{service.analysis()}"


def analysis_begun(service: Service) -> str:
    analysis = service.analysis()
    tell_dates(service.work(analysis))
    return f"/analyses/{analysis}"


def analysis_ended(service: Service) -> str:
    analysis = service.analysis("explanation")
    service.work(analysis).know(held_plan())
    return f"/analyses/{analysis}"


def contingency_priced(service: Service) -> str:
    analysis = service.analysis("contingency")
    row = {"weeks": 26, "last_day": "2023-10-02", "fits": False, "kept_free": None}
    row |= {"last_transfer": None, "values": None, "difference": None}
    row |= {"proved": True, "confirmed": True, "plan": None}
    service.work(analysis).know({"feasible": True, "aims": [], "rows": [row]})
    return f"/analyses/{analysis}"


def simulated(service: Service) -> str:
    analysis = service.analysis("risk")
    programme, plan = small()
    settings = RiskSettings(samples=200, with_slips=True)
    service.work(analysis).know(risk_to_jsonable(assess(programme, plan, settings)))
    return f"/analyses/{analysis}"


def assessed(service: Service) -> str:
    analysis = service.analysis("quality")
    programme, plan = small()
    found = assess_quality(programme.document, programme, plan)
    service.work(analysis).know(found.to_jsonable())
    return f"/analyses/{analysis}"


def analysis_of_no_plan(service: Service) -> str:
    plan = service.plan()
    service.work(plan).find_none()
    analysis = service.analyse(plan, "explanation").json()["id"]
    service.work(analysis).know(WHY_NONE)
    return f"/analyses/{analysis}"


def ways_out_of_none(service: Service) -> str:
    plan = service.plan()
    service.work(plan).find_none()
    analysis = service.analyse(plan, "explanation").json()["id"]
    service.work(analysis).know(WAYS_OUT)
    return f"/plans/{plan}"


def nowhere(_: Service) -> str:
    return "/plans/none"


PAGES = {
    arrive.__name__: arrive
    for arrive in (
        start_empty,
        start,
        programme,
        waiting,
        begun,
        found,
        finished,
        activities,
        timeline,
        timeline_filtered,
        timeline_of_nothing,
        one_activity,
        load,
        decisions,
        compared,
        compared_with_none,
        compared_without_a_plan,
        compared_too_early,
        approved_and_not_in_force,
        sheet,
        file_to_begin_with,
        file_to_go_on_with,
        asked_about,
        asked_about_services,
        what_comes_of_a_file,
        dates_to_bring_back,
        dates_that_came_back,
        not_carried,
        handed_over_with_a_calendar,
        looked_at,
        handed_over,
        published,
        kept_exempt,
        what_can_change,
        one_change,
        how_far,
        what_it_holds,
        impossible,
        failed,
        stopped,
        analysed,
        simulated,
        assessed,
        near,
        analysis_waiting,
        analysis_begun,
        analysis_ended,
        contingency_priced,
        analysis_of_no_plan,
        ways_out_of_none,
        nowhere,
    )
}


@pytest.fixture(params=list(PAGES))
def arrive(request: pytest.FixtureRequest) -> Arrive:
    return PAGES[request.param]


def seen(service: Service, arrive: Arrive) -> Page:
    found = arrive(service)
    if isinstance(found, Page):
        return found
    return visit(service, found, 404 if arrive is nowhere else 200)


@pytest.fixture
def live(service_on_sqlite: Service, arrive: Arrive) -> Page:
    """A page whose service is still there."""
    return seen(service_on_sqlite, arrive)


_KNOWN: dict[str, Page] = {}


@pytest.fixture
def page(request: pytest.FixtureRequest, arrive: Arrive) -> Page:
    """A page by itself, made once for all that is asked of it."""
    if arrive.__name__ not in _KNOWN:
        _KNOWN[arrive.__name__] = seen(request.getfixturevalue("service_on_sqlite"), arrive)
    return _KNOWN[arrive.__name__]


def test_it_meets_its_own_content_security_policy(page: Page) -> None:
    for tag in page.tags:
        assert "style" not in tag.attributes, tag
        assert not [name for name in tag.attributes if name.startswith("on")], tag
        assert tag.name not in {"style", "iframe", "object", "embed", "base"}
    for script in page.all("script"):
        assert script.attributes["src"].startswith("/static/")
        assert script.text == ""


def test_its_addresses_are_all_of_this_host_and_lead_somewhere(
    service_on_sqlite: Service, live: Page
) -> None:
    page = live
    for tag in page.tags:
        for name in ("href", "src", "action", "data-events", "data-picture"):
            address = tag.attributes.get(name)
            if address is None:
                continue
            parts = urlsplit(address)
            assert not parts.scheme, address
            assert not parts.netloc, address
            if parts.fragment and not parts.path and not parts.query:
                assert parts.fragment in {t.attributes.get("id") for t in page.tags}
            elif name not in {"action", "data-events"}:
                from_here = urljoin(page.address, address)
                assert service_on_sqlite.client.get(from_here).status_code == 200, address
    assert set(re.findall(r"https?://[^/\s\"<]+", page.html)) <= {"http://service"}


def test_it_can_be_read_aloud_and_used_by_keyboard(page: Page) -> None:
    (root,) = page.all("html")
    assert root.attributes["lang"] == "en-GB"
    # Titles within pictures are the words of their parts.
    titles = [title for title in page.all("title") if "svg" not in title.inside]
    assert len(page.all("h1")) == len(page.all("main")) == len(titles) == 1
    assert page.all("header", "footer", "nav")
    first = page.all("a")[0]
    assert first.attributes == {"class": "skip", "href": "#main"}
    levels = [int(tag.name[1]) for tag in page.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for image in page.all("img"):
        assert len(image.attributes["alt"].split()) > 5
    for link in page.all("a", "button"):
        assert link.text or link.attributes.get("aria-label"), link
    ids = [tag.attributes["id"] for tag in page.tags if "id" in tag.attributes]
    assert len(ids) == len(set(ids))
    for tag in page.tags:
        assert set(tag.attributes.get("aria-labelledby", "main").split()) <= {*ids, "main"}


def test_its_tables_have_captions_and_every_heading_a_scope(page: Page) -> None:
    assert len(page.all("table")) == len(page.all("caption"))
    for caption in page.all("caption"):
        assert caption.text
    for heading in page.all("th"):
        assert heading.attributes["scope"] in {"col", "row"}
        assert heading.text or heading.attributes["scope"] == "row"


def test_links_of_the_same_words_lead_to_the_same_place(page: Page) -> None:
    seen: dict[str, str] = {}
    for link in page.all("a"):
        words = link.attributes.get("aria-label") or link.text
        assert seen.setdefault(words, link.attributes["href"]) == link.attributes["href"], words


def test_only_forms_that_change_something_are_sent_by_post(page: Page) -> None:
    for form in page.all("form"):
        address = form.attributes["action"]
        assert urlsplit(address).path.startswith("/")
        if form.attributes["method"] != "post":
            # It asks for the page that it stands on.
            assert urlsplit(address).path.rpartition("/")[2] in {
                "timeline",
                "load",
                "decisions",
                "compare",
                "progress",
            }


def test_every_field_has_a_label(page: Page) -> None:
    named = {label.attributes.get("for") for label in page.all("label")}
    for field in page.all("input", "select", "textarea"):
        if field.attributes.get("type") != "hidden":
            assert field.attributes["id"] in named
