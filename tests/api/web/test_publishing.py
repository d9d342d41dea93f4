"""What is published tells nothing that is exempt, in words, pictures or addresses."""

import json
import re
from dataclasses import replace

import pytest

from api.routes.plan_views import view_of
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.explaining.audience import Audience, Discretion
from scheduler.explaining.public_analyses import public_document
from scheduler.explaining.public_plan import public_plan
from scheduler.interchange.valid_programme import valid_programme
from scheduler.pictures.gantt_svg import gantt_svg
from tests.api.routes.played_worker import small
from tests.api.routes.service import Service
from tests.api.web.analysed import held_plan
from tests.api.web.visitor import pressed, visit
from tests.architecture.source_tree import ROOT


def telling(programme: ExpandedProgramme) -> re.Pattern[str]:
    """Return what must not be said: options and their names, providers, what is hidden, money."""
    supplier = programme.document.contract.supplier
    words = {
        word
        for g in programme.document.service_groups
        for o in g.options
        for word in (o.id, o.name, o.provider)
        if word and word != supplier
    }
    words |= Discretion(programme).hidden
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w.-])(?:{pattern})(?![\w-])|[£€$]")


AUDIENCES: tuple[Audience, ...] = ("public", "exempt")


def placed_anywhere(programme: ExpandedProgramme) -> Plan:
    """Return a plan of the first options with everything on one day: enough for a picture."""
    document = programme.document
    day = Placed(start=document.plan_from, finish=document.plan_from)
    return Plan(
        options={group.id: group.options[0].id for group in document.service_groups},
        placed={activity.id: day for activity in document.activities},
    )


def final(service: Service) -> str:
    return f"/plans/{service.planned()}"


def test_both_versions_are_reached_from_where_a_plan_is_approved(service: Service) -> None:
    place = final(service)
    over = visit(service, f"{place}/hand-over")
    links = {a.text: a.attributes["href"] for a in over.all("a")}
    assert links["Public version"] == f"{place}/public"
    assert links["Exempt version"] == f"{place}/exempt"
    page = visit(service, f"{place}/public")
    assert "Draft: this plan is not approved." in page.text
    assert "All services transferred by" in page.text
    assert page.all("form") == []


def test_the_public_version_tells_no_option_price_or_provider(service: Service) -> None:
    place = final(service)
    programme, _ = small()
    secret = telling(programme)
    page = visit(service, f"{place}/public?steps=shown")
    assert secret.search(page.text) is None
    assert "Staff transfer" not in page.text
    for picture in (a.attributes["src"] for a in page.all("img")):
        for detail in ("", "&detail=activities"):
            drawn = service.client.get(picture + detail)
            assert drawn.status_code == 200
            assert secret.search(re.sub(r"<style.*?</style>", "", drawn.text)) is None
    exempt = visit(service, f"{place}/exempt?steps=shown")
    assert secret.search(exempt.text) is not None
    assert "Not for publication" in exempt.text


def test_who_approved_is_told_in_the_exempt_version_alone(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    place = final(service)
    answer = service.client.post(
        f"/v1{place}/decisions", json={"decision": "approved", "comment": "Cabinet"}
    )
    assert answer.status_code == 201, answer.text
    assert "Approved on" in visit(service, f"{place}/public").text
    assert "Cabinet" not in visit(service, f"{place}/public").text
    assert "Approved by local" in visit(service, f"{place}/exempt").text


def test_every_step_is_shown_when_asked_for(service_on_sqlite: Service) -> None:
    place = final(service_on_sqlite)
    for audience in ("public", "exempt"):
        told = service_on_sqlite.client.get(f"/v1{place}/view?audience={audience}").json()
        page = visit(service_on_sqlite, f"{place}/{audience}?steps=shown")
        names = {one["name"] for one in told["activities"]}
        assert len(names) > 10
        assert names <= {tag.text for tag in page.all("th")}


def test_a_plan_that_is_not_final_is_not_published(service_on_sqlite: Service) -> None:
    plan = service_on_sqlite.plan()
    service_on_sqlite.work(plan).find()
    visit(service_on_sqlite, f"/plans/{plan}/public", 409)
    assert "Public version" not in visit(service_on_sqlite, f"/plans/{plan}/hand-over").text
    pressed(service_on_sqlite, f"/plans/{plan}/stop")


@pytest.mark.parametrize("name", ["small", "lincolnshire"])
def test_a_picture_for_the_public_tells_nothing_that_is_exempt(name: str) -> None:
    document = (ROOT / f"fixtures/programmes/{name}.json").read_bytes()
    programme = valid_programme(document).expanded
    told, left = public_plan(programme, placed_anywhere(programme))
    drawn = gantt_svg(told, left, title=told.document.name, detail="activities")
    assert telling(programme).search(re.sub(r"<style.*?</style>", "", drawn)) is None
    assert not Discretion(programme).hidden & set(left.placed)
    assert len(left.placed) > 10


def test_the_view_for_the_public_tells_no_date_of_staff_as_its_page_does_not() -> None:
    document = (ROOT / "fixtures/programmes/lincolnshire.json").read_bytes()
    programme = valid_programme(document).expanded
    plan = placed_anywhere(programme)
    moving = {a.id for a in programme.document.activities if a.staff_group or "staff" in a.kind}
    assert len(moving) > 5
    public, exempt = (view_of(programme, plan, a) for a in AUDIENCES)
    names = {one["id"] for one in public["activities"]}
    shown, _ = public_plan(programme, plan)
    assert names == {a.id for a in shown.document.activities}
    assert not moving & names
    assert moving <= {one["id"] for one in exempt["activities"]}
    assert {one["staff_transfer"] for one in public["services"].values()} == {None}
    assert {one["staff_transfer"] for one in exempt["services"].values()} != {None}


def test_what_holds_the_dates_tells_the_public_no_date_of_staff() -> None:
    programme, _ = small()
    document = programme.document
    of_staff = tuple(
        replace(a, kind="staff_transfer") if a.id == "NET.build" else a for a in document.activities
    )
    moving = ExpandedProgramme(replace(document, activities=of_staff))
    told, kept = (public_document("explanation", held_plan(), of) for of in (programme, moving))
    assert "NET.build" in told["activities"]
    assert set(told["activities"]) - set(kept["activities"]) == {"NET.build"}
    assert "NET.build" not in json.dumps(kept["activities"])
