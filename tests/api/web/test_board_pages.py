"""A board sees on one page how a plan stands, where it comes from, and what it must decide."""

from scheduler.interchange.risk_json import risk_to_jsonable
from scheduler.simulation.assess import RiskSettings, assess
from tests.api.routes.changing import stayed_near
from tests.api.routes.played_worker import small
from tests.api.routes.service import Service
from tests.api.web.visitor import pressed, visit


def simulate(service: Service, plan: str) -> None:
    analysis = service.analyse(plan, "risk").json()["id"]
    programme, found = small()
    answer = assess(programme, found, RiskSettings(samples=50))
    service.work(analysis).know(risk_to_jsonable(answer))


def test_versions_follow_each_other_and_stop_at_the_plan_at_hand(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    _, before, made = stayed_near(service)
    first, second = (visit(service, f"/plans/{plan}/board") for plan in (before, made))
    assert "first version" in first.text
    assert "Since version 1: the last transfer stays" in second.text
    assert {"Version 1", "Version 2"} <= {tag.text for tag in second.all("th")}
    for page in (first, second):
        titles = [tag.text for tag in page.all("h2")]
        assert titles[:3] == ["At a glance", "How the plan has moved", "Decisions sought"]
        assert titles[-1] == "The board paper"


def test_chance_is_told_once_simulated_and_in_the_exempt_version_alone(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    plan = service.planned()
    place = f"/plans/{plan}/board"
    wish = "How likely it is that every service is in time, transferred and accepted"
    assert wish in visit(service, place).text
    assert "Probability" not in visit(service, place).text
    simulate(service, plan)
    exempt, public = visit(service, place), visit(service, f"{place}?audience=public")
    assert "Probability that all services are in time" in exempt.text
    assert wish not in exempt.text
    assert "robability" not in public.text
    assert wish not in public.text
    for page, audience in ((exempt, "exempt"), (public, "public")):
        (paper,) = {
            a.attributes["href"] for a in page.all("a") if "format=board-html" in str(a.attributes)
        }
        assert paper.endswith(f"&audience={audience}")


def test_a_programme_leads_to_the_page_of_its_plan(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    programme, _, made = stayed_near(service)
    links = {a.attributes["href"] for a in visit(service, f"/programmes/{programme}").all("a")}
    assert [link for link in links if link.endswith("/board")] == [f"/plans/{made}/board"]


def test_a_board_is_told_why_there_is_no_plan(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    plan = service.plan()
    visit(service, f"/plans/{plan}/board", 409)
    service.work(plan).find_none()
    page = visit(service, f"/plans/{plan}/board")
    assert "Why there is no plan" in page.text
    assert f"/plans/{plan}/board" in {
        a.attributes["href"] for a in visit(service, f"/plans/{plan}").all("a")
    }


def test_a_plan_that_is_not_in_force_any_more_says_which_one_is(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    _, before, made = stayed_near(service)
    pressed(service, f"/plans/{before}/accept")
    assert "of the plan in force" in visit(service, f"/plans/{made}/board").text
    pressed(service, f"/plans/{made}/accept")
    for page in ("board", "public", "exempt"):
        old, new = (visit(service, f"/plans/{plan}/{page}") for plan in (before, made))
        assert "Another plan is in force since" in old.text
        assert f"/plans/{made}/{page}" in {a.attributes["href"] for a in old.all("a")}
        assert "Another plan is in force" not in new.text
        assert "on its date of the plan in force" not in new.text
    assert "of the baseline of its own revision" in visit(service, f"/plans/{made}/board").text
