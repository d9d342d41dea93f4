"""A result without a plan is compared with the plan in force, or says why it cannot be."""

from tests.api.routes.changing import change, closed_for_cutovers, in_force
from tests.api.routes.elsewhere import broken, kept
from tests.api.routes.played_worker import small
from tests.api.routes.service import Service
from tests.api.web.visitor import Page, pressed, visit


def changed_into_none(service: Service) -> tuple[str, str]:
    """Return the plan in force and the plan after a change that leaves none."""
    programme, before = in_force(service)
    patch = [{"op": "add", "path": "/rules/-", "value": closed_for_cutovers("NET.transfer")}]
    asked = {"title": "Closed", "patch": patch, "plan": before}
    made = change(service, programme, asked).json()["plan"]["id"]
    service.work(made).find_none()
    return before, made


def test_what_changed_and_what_the_plan_in_force_breaks_is_told(service: Service) -> None:
    before, made = changed_into_none(service)
    pressed(service, f"/plans/{before}/accept")
    overview = visit(service, f"/plans/{made}")
    assert f"/plans/{made}/compare" in [link.attributes["href"] for link in overview.all("a")]
    page = visit(service, f"/plans/{made}/compare")
    assert "No plan meets every planning rule of this revision" in page.text
    assert "With its dates 1 planning rule is broken as the programme is now." in page.text
    assert "planning rule closed added" in page.text
    assert page.all("caption")[0].text == "Planning rules that its dates break now"
    assert f"/plans/{before}" in [link.attributes["href"] for link in page.all("a")]
    # Asked for from the other side it is the same page.
    turned = service.client.get(f"/plans/{before}/compare?with={made}")
    assert turned.headers["Location"] == f"/plans/{made}/compare?with={before}"


def test_a_plan_that_still_holds_is_said_to(service_on_sqlite: Service) -> None:
    programme, before = in_force(service_on_sqlite)
    made = service_on_sqlite.ask(programme).json()["id"]
    service_on_sqlite.work(made).fail()
    page = visit(service_on_sqlite, f"/plans/{made}/compare")
    assert "The search failed and gave no plan" in page.text
    assert "That plan still meets every planning rule as it is now" in page.text
    assert "Nothing: both were asked of the same programme." in page.text
    (chosen,) = [option for option in page.all("option") if "selected" in option.attributes]
    assert chosen.attributes["value"] == before


def test_where_there_is_nothing_to_compare_with_the_next_step_is_told(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    alone = service.plan()
    live = visit(service, f"/plans/{alone}/compare").text
    assert "No plan has been found yet" in live
    assert "See how far it is" in live
    service.work(alone).find_none()
    page = visit(service, f"/plans/{alone}/compare")
    assert "No other plan of the programme has been found yet either." in page.text
    assert "what you can do next" in page.text


def test_plans_of_other_programmes_and_results_without_one_are_refused(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    none = service.plan()
    service.work(none).find_none()
    visit(service, f"/plans/{none}/compare?with={service.planned()}", 404)
    other = service.ask(service.read(none)["programme"]).json()["id"]
    service.work(other).find_none()
    visit(service, f"/plans/{none}/compare?with={other}", 409)


def test_a_plan_that_breaks_rules_is_compared_with_only_where_it_is_asked_for(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    before, made = changed_into_none(service)
    programme = service.read(made)["programme"]
    bad = kept(service, programme, broken())["id"]
    page = visit(service, f"/plans/{made}/compare")
    assert selected(page) == [before]
    # Of a plan that there is, the newest is offered first, and another is proposed.
    good = kept(service, programme, small()[1])["id"]
    page = visit(service, f"/plans/{good}/compare")
    assert page.all("option")[0].attributes["value"] == bad
    assert selected(page) == [before]
    asked = visit(service, f"/plans/{good}/compare?with={bad}")
    assert selected(asked) == [bad]
    assert "What is broken" in asked.text


def test_where_every_other_plan_breaks_rules_none_is_proposed(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    programme, only = in_force(service)
    bad = kept(service, programme, broken())["id"]
    page = visit(service, f"/plans/{only}/compare")
    assert [o.attributes["value"] for o in page.all("option")] == ["", bad]
    assert selected(page) == [""]
    none = service.ask(programme).json()["id"]
    service.work(none).find_none()
    assert visit(service, f"/plans/{none}/compare").text


def selected(page: Page) -> list[str]:
    return [o.attributes["value"] for o in page.all("option") if "selected" in o.attributes]
