"""Pages say what is known in words, and their forms do what their buttons say."""

import json

import pytest

from scheduler.answers import Answer
from scheduler.demo import demo_programmes
from tests.api.programmes import SMALL
from tests.api.routes.changing import LIGHT, NEW_NAME, change, in_force, stayed_near
from tests.api.routes.played_worker import FACTS, small
from tests.api.routes.service import Service
from tests.api.web.visitor import press, pressed, visit

HOSTILE = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{ 7*7 }} & co"


def test_an_empty_store_offers_programmes_to_try(service: Service) -> None:
    page = visit(service, "/")
    assert "None is stored yet" in page.text
    assert len(page.all("form")) == len(demo_programmes())
    address = page.all("form")[0].attributes["action"]
    programme = pressed(service, address)
    shown = visit(service, programme)
    assert demo_programmes()[0].name in shown.text
    assert "31 March 2024" in shown.text
    # Pressed again it leads to the same programme.
    assert pressed(service, address) == programme
    assert "Contract ends 31 March 2024 · Revision 1 No plan yet." in visit(service, "/").text


def test_a_plan_is_asked_for_watched_stopped_and_kept(service: Service) -> None:
    programme = service.programme()
    address = pressed(service, f"/programmes/{programme}/plans")
    plan = address.removeprefix("/plans/")
    assert (
        "Waiting to begin. It is next, and begins within seconds." in visit(service, address).text
    )
    worker = service.work(plan)
    assert "No plan has passed the check yet." in visit(service, address).text
    assert "looking for a first plan" in visit(service, address).text
    worker.find()
    worker.progress(60, 70)
    shown = visit(service, address)
    assert "Being made" in shown.text
    assert "1 plan checked so far." in shown.text
    assert "Schedule contingency 60 70 10" in shown.text
    (following,) = [tag for tag in shown.tags if "data-events" in tag.attributes]
    assert following.attributes["data-events"].startswith(f"/v1/plans/{plan}/events?after=")
    scripts = [script.attributes["src"] for script in shown.all("script")]
    assert scripts == ["/static/png.js", "/static/progress.js"]
    (fresh,) = [tag for tag in shown.all("meta") if "http-equiv" in tag.attributes]
    assert "noscript" in fresh.inside
    assert pressed(service, f"{address}/stop") == address
    assert "Stopping" in visit(service, address).text
    worker.finish("cancelled")
    ended = visit(service, address)
    assert "Stopped, best plan kept" in ended.text
    assert "/static/progress.js" not in [s.attributes["src"] for s in ended.all("script")]
    assert not [tag for tag in ended.all("meta") if "http-equiv" in tag.attributes]


def test_a_finished_plan_says_what_a_terminal_says(service: Service) -> None:
    plan = service.plan()
    worker = service.work(plan)
    worker.find()
    worker.finish()
    page = visit(service, f"/plans/{plan}")
    for words in (
        "Plan found",
        service.read(plan)["summary"]["headline"],
        "Every hard planning rule is met, checked by dates alone.",
        "Last service transfer",
        "Schedule contingency",
        "Peak change load",
        "A better plan may exist",
        "Service dates, by time",
        "Sourcing option per service group",
        "Aims, most important first",
    ):
        assert words in page.text
    names = [service.name for service in small()[0].document.services]
    assert all(name in page.text for name in names)
    other = visit(service, f"/plans/{plan}?detail=activities")
    sources = [image.attributes["src"] for image in other.all("img")]
    assert f"/v1/plans/{plan}/gantt.svg?detail=activities" in sources
    assert "Plan found" in visit(service, "/").text


def test_where_no_plan_exists_the_clash_and_the_way_on_are_told(service: Service) -> None:
    plan = service.plan()
    service.work(plan).find_none()
    page = visit(service, f"/plans/{plan}")
    for words in (
        "No plan exists",
        "No plan meets every planning rule; calculated on",
        "What stands in the way",
        "No plan meets both of these",
        "What you can do next",
        "Change what can be otherwise in a form",
    ):
        assert words in page.text
    assert not page.all("img")


def test_a_failure_is_called_one(service: Service) -> None:
    plan = service.plan()
    worker = service.work(plan)
    worker.fail()
    page = visit(service, f"/plans/{plan}")
    assert "Failed The search failed and gave no plan. …" in page.text
    assert "the log of the worker says why" in page.text
    other = service.plan()
    worker = service.work(other)
    worker.find()
    worker.fail()
    page = visit(service, f"/plans/{other}")
    assert "The search failed before it was done." in page.text
    assert len(page.all("img")) == 2


def test_a_plan_stopped_while_it_waited_says_that_nothing_was_searched(service: Service) -> None:
    plan = service.plan()
    assert pressed(service, f"/plans/{plan}/stop") == f"/plans/{plan}"
    page = visit(service, f"/plans/{plan}")
    assert "Stopped without a plan Stopped while it was waiting: nothing was searched." in page.text
    form = page.all("form")[0]
    assert form.text == "Make a plan of the latest revision"


def test_a_plan_of_an_older_revision_says_that_there_is_a_newer_one(service: Service) -> None:
    plan = service.plan()
    words = "The programme has changed since: revision 2 is the latest"
    assert words not in visit(service, f"/plans/{plan}").text
    programme = service.read(plan)["programme"]
    changed = service.client.patch(
        f"/v1/programmes/{programme}",
        json={"name": "Another name"},
        headers={"If-Match": '"1"', "Content-Type": "application/merge-patch+json"},
    )
    assert changed.status_code == 200
    assert words in visit(service, f"/plans/{plan}").text


def test_an_undecided_search_can_be_given_more_time(service: Service) -> None:
    plan = service.plan()
    nothing = Answer(outcome="undecided", claim=None, solve=FACTS)
    service.work(plan)._end("completed", nothing)
    page = visit(service, f"/plans/{plan}")
    assert "Undecided" in page.text
    form = page.all("form")[0]
    assert form.text == "Search for up to 15 minutes"
    (hidden, *_) = [field.attributes for field in page.all("input")]
    fields = {hidden["name"]: hidden["value"]}
    longer = pressed(service, form.attributes["action"], **fields).removeprefix("/plans/")
    assert service.read(longer)["settings"]["time_limit_seconds"] == 900


def test_a_plan_behind_others_says_how_many(service: Service) -> None:
    service.plan()
    assert "1 other is before it." in visit(service, f"/plans/{service.plan()}").text


def test_the_caution_speaks_of_the_durations_asked_for(service: Service) -> None:
    plan = service.plan({"durations": "max"})
    service.work(plan).find()
    assert "calculated on maximum durations" in visit(service, f"/plans/{plan}").text


def test_hostile_names_are_words(service: Service) -> None:
    document = json.loads(SMALL)
    document["name"] = document["description"] = HOSTILE
    for service_ in document["services"]:
        service_["name"] = HOSTILE
    document["contract"]["supplier"] = HOSTILE
    programme = service.programme(json.dumps(document).encode())
    plan = pressed(service, f"/programmes/{programme}/plans")
    worker = service.work(plan.removeprefix("/plans/"))
    worker.find()
    worker.finish()
    for address in ("/", f"/programmes/{programme}", plan):
        page = visit(service, address)
        assert HOSTILE in page.text
        scripts = page.all("script")
        assert all(script.attributes["src"].startswith("/static/") for script in scripts)
        assert not any(script.words for script in scripts)
        assert all(image.attributes["src"].startswith("/v1/") for image in page.all("img"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://service"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://service"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://elsewhere"},
        {"Origin": "http://service.elsewhere"},
        {"Origin": "null"},
        {"Origin": ""},
    ],
)
def test_forms_of_other_sites_do_nothing(service: Service, headers: dict[str, str]) -> None:
    plan = service.plan()
    programme = service.read(plan)["programme"]
    for address in (
        "/demo-programmes/small",
        f"/programmes/{programme}/plans",
        f"/plans/{plan}/stop",
    ):
        answer = press(service, address, headers)
        assert answer.status_code == 403
        assert "another site" in answer.text
    assert service.read(plan)["state"] == "queued"
    assert len(service.client.get("/v1/plans").json()["plans"]) == 1


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "http://service"}, {"Origin": "https://service"}]
)
def test_forms_of_ours_are_taken_behind_a_proxy_and_without_a_browser(
    service: Service, headers: dict[str, str]
) -> None:
    assert press(service, "/demo-programmes/small", headers).status_code == 303


def test_more_programmes_than_a_page_holds_are_a_link_away(service: Service) -> None:
    document = json.loads(SMALL)
    for number in range(21):
        service.programme(json.dumps({**document, "name": f"Exit {number:02}"}).encode())
    page = visit(service, "/")
    assert "Exit 20" in page.text
    assert "Exit 00" not in page.text
    (older,) = [link for link in page.all("a") if link.text == "Older programmes"]
    assert "Exit 00" in visit(service, older.attributes["href"]).text


def test_the_page_of_a_plan_that_stayed_near_says_what_it_changes(service: Service) -> None:
    _, before, made = stayed_near(service)
    page = visit(service, f"/plans/{made}")
    for words in (
        f"At once: {LIGHT['words']}",
        "What changes of the plan in force",
        "1 activity has other dates, 0 of them transfers or technical cutovers",
        "Other activities with other dates",
        "Who must be told",
    ):
        assert words in page.text
    assert "What changes of the plan in force" not in visit(service, f"/plans/{before}").text


def test_a_plan_that_stays_near_shows_its_light_while_it_is_made(service: Service) -> None:
    programme, plan = in_force(service)
    made = change(service, programme, {**NEW_NAME, "plan": plan}).json()["plan"]["id"]
    worker = service.work(made)
    assert "At once" not in visit(service, f"/plans/{made}").text
    worker.tell("traffic_light", LIGHT)
    page = visit(service, f"/plans/{made}")
    assert f"At once: {LIGHT['words']}" in page.text
    assert "Dates moved" in page.text


def test_a_programme_with_two_plans_shows_how_they_moved(service: Service) -> None:
    plan = service.planned()
    programme = service.read(plan)["programme"]
    picture = f"/v1/programmes/{programme}/churn.svg"
    assert picture not in visit(service, f"/programmes/{programme}").html
    again = service.ask(programme).json()["id"]
    worker = service.work(again)
    worker.find()
    worker.finish()
    assert picture in visit(service, f"/programmes/{programme}").html


def test_a_plan_says_who_approved_it(service: Service) -> None:
    plan = service.planned()
    decided = {"decision": "approved", "comment": "Board of <4 October>"}
    assert service.client.post(f"/v1/plans/{plan}/decisions", json=decided).status_code == 201
    page = visit(service, f"/plans/{plan}")
    assert "Approved by local (administrator) on" in page.text
    assert "&lt;4 October&gt;" in page.html


def test_what_a_programme_holds_is_told_in_tables(service: Service) -> None:
    document = json.loads(SMALL)
    page = visit(service, f"/programmes/{service.programme()}/contents")
    for assumption in document["assumptions"]:
        assert assumption["text"] in page.text
        assert assumption["owner"] in page.text
    for rule in document["rules"]:
        assert rule["id"] in page.text
    for name in (*document["teams"], *document["services"], *document["user_groups"]):
        assert name["name"] in page.text


def test_a_plan_with_the_longest_durations_says_where_to_see_how_far_it_is_beyond(
    service_on_sqlite: Service,
) -> None:
    words = "how many days after it"
    for durations, told in (("max", True), ("likely", False)):
        plan = service_on_sqlite.plan({"durations": durations})
        service_on_sqlite.work(plan).find_none()
        assert (words in visit(service_on_sqlite, f"/plans/{plan}").text) is told
