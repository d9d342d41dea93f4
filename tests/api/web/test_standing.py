"""Lists mark the plan in force and those approved; approving is not putting into force."""

from api.access import OF_ROLE
from api.http.caller import Caller
from api.store.approvals import approved_among
from api.web.hand_over_page import _DEEDS, hand_over_page
from api.web.opened_plan import stored_plan
from tests.api.routes.changing import name_plan, stayed_near
from tests.api.routes.elsewhere import kept
from tests.api.routes.played_worker import small
from tests.api.routes.service import Service
from tests.api.web.visitor import Page, pressed, visit


def marks_of(page: Page, plan: str) -> list[str]:
    """Return the tags of the card of a plan."""
    place = next(
        at
        for at, tag in enumerate(page.tags)
        if tag.name == "a" and tag.attributes["href"] == f"/plans/{plan}"
    )
    cards = [at for at, tag in enumerate(page.tags) if tag.attributes.get("class") == "card"]
    after = min((at for at in cards if at > place), default=len(page.tags))
    return [t.text for t in page.tags[place:after] if t.attributes.get("class", "")[:4] == "tag "]


def test_lists_mark_the_plan_in_force_and_those_approved(service: Service) -> None:
    programme, before, made = stayed_near(service)
    pressed(service, f"/plans/{before}/accept")
    pressed(service, f"/plans/{made}/decisions", decision="approved")
    page = visit(service, f"/programmes/{programme}")
    assert marks_of(page, before) == ["Plan found", "In force"]
    assert marks_of(page, made) == ["Plan found", "Approved"]
    start = visit(service, "/")
    tags = [tag.text for tag in start.all("strong") if "tag" in tag.attributes.get("class", "")]
    assert tags == ["Plan found", "Approved"]
    assert f"/plans/{before}" in [link.attributes["href"] for link in start.all("a")]
    (compared,) = visit(service, f"/plans/{made}/compare").all("option")
    assert compared.text.endswith("plan found, in force")
    offered = visit(service, f"/programmes/{programme}/change/freeze").all("option")
    assert [o.text.rpartition(", ")[2] for o in offered if "Plan of" in o.text] == [
        "approved",
        "in force",
    ]
    pressed(service, f"/plans/{made}/decisions", decision="withdrawn")
    page = visit(service, f"/programmes/{programme}")
    assert marks_of(page, made) == ["Plan found"]


def test_the_last_decision_on_a_plan_counts(service: Service) -> None:
    _, before, made = stayed_near(service)
    for plan, decision in (
        (before, "approved"),
        (made, "approved"),
        (before, "withdrawn"),
    ):
        pressed(service, f"/plans/{plan}/decisions", decision=decision)
    with service.database.reading() as connection:
        assert approved_among(connection, "default", [before, made]) == {made}
        assert approved_among(connection, "default", [before]) == set()
        assert approved_among(connection, "another", [before, made]) == set()


def test_approving_a_plan_that_is_not_in_force_says_so_and_offers_to_make_it_so(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    _, before, made = stayed_near(service)
    pressed(service, f"/plans/{before}/accept")
    over = f"/plans/{made}/hand-over"
    assert "It is not the plan in force: another one is" in visit(service, over).text
    assert pressed(service, f"/plans/{made}/decisions", decision="approved") == over
    page = visit(service, over)
    assert "It is approved, but it is not the plan in force." in page.text
    assert "but it is not the plan in force" in visit(service, f"/plans/{made}").text
    (form,) = [f for f in page.all("form") if f.attributes["action"].endswith("/accept")]
    assert form.text == "Make it the plan in force"
    pressed(service, form.attributes["action"])
    assert "It is the plan in force" in visit(service, over).text
    assert "but it is not" not in visit(service, over).text + visit(service, f"/plans/{made}").text


def test_who_may_approve_alone_is_told_who_can_put_it_in_force(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    plan = service.planned()
    with service.database.reading() as connection:
        opened = stored_plan(connection, Caller(), plan).opened(service.services)
    for role, can in (("approver", False), ("planner", True)):
        may_plan = "plan" in OF_ROLE[role]  # type: ignore[index]
        over = hand_over_page(opened, (), (), in_force="", may_plan=may_plan)
        assert over.can_put_in_force is can


def test_who_accepted_and_discarded_a_plan_stands_in_its_history(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    programme, before, made = stayed_near(service)
    pressed(service, f"/plans/{before}/accept")
    pressed(service, f"/plans/{made}/decisions", decision="approved")
    pressed(service, f"/plans/{made}/accept")
    name_plan(service, programme, "another-name", before)
    assert history(service, before) == [
        "no longer in force, another plan took its place",
        "accepted, made the plan in force",
        "finished",
        "asked for",
    ]
    assert history(service, made)[:2] == ["accepted, made the plan in force", "approved"]
    pressed(service, f"/plans/{before}/accept")
    pressed(service, f"/plans/{made}/discard")
    assert history(service, made)[:2] == [
        "discarded, its change taken back",
        "no longer in force, another plan took its place",
    ]
    assert history(service, before)[0] == "accepted, made the plan in force"
    service.client.delete(f"/v1/programmes/{programme}/baselines/in-force")
    assert history(service, before)[0] == "no longer in force"
    assert history(service, made)[0] == "discarded, its change taken back"


def test_who_stopped_a_plan_stands_in_its_history(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    plan = service.plan()
    service.work(plan).find()
    pressed(service, f"/plans/{plan}/stop")
    assert history(service, plan)[0] == "asked to stop, the best plan kept"


def test_what_a_plan_changes_is_said_of_the_plan_in_force_only_while_it_is(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    programme, before, made = stayed_near(service)

    def heading() -> str:
        page = visit(service, f"/plans/{made}")
        (told,) = [tag.text for tag in page.all("h2") if tag.attributes["id"] == "differences"]
        assert ("At once: The plan in force" in page.text) == (told == NOW)
        return told

    assert heading() == NOW
    pressed(service, f"/plans/{before}/accept")
    assert heading() == NOW
    pressed(service, f"/plans/{made}/accept")
    assert heading() == "What it changed of the plan in force before it"
    other = kept(service, programme, small()[1])["id"]
    pressed(service, f"/plans/{other}/accept")
    assert heading() == "What it changes of the plan that was in force when it was made"


NOW = "What changes of the plan in force"


def history(service: Service, plan: str) -> list[str]:
    """Return what happened to a plan, newest first, each with who did it."""
    page = visit(service, f"/plans/{plan}/hand-over")
    cells = [tag.text for tag in page.all("td")]
    told = page.text
    assert "What happened to this plan, newest first" in told
    known = [*_DEEDS.values()]
    return [words for words in cells if words in known]
