"""The pages there are, and how each is come to: its address, or the page where a form led."""

from collections.abc import Callable

from scheduler.interchange.risk_json import risk_to_jsonable
from scheduler.simulation.assess import RiskSettings, assess
from tests.api.programmes import SMALL
from tests.api.routes.changing import in_force, stayed_near
from tests.api.routes.elsewhere import broken, kept
from tests.api.routes.played_worker import small
from tests.api.routes.service import Service
from tests.api.web.arriving_at_analyses import (
    analysis_begun,
    analysis_ended,
    analysis_of_no_plan,
    analysis_waiting,
    assessed,
    contingency_priced,
    held,
    simulated,
    slipped,
    ways_out_of_none,
    weighed,
)
from tests.api.web.guided import (
    FIRST,
    SECOND,
    exported_plan,
    project_file,
    reply,
    send_file,
)
from tests.api.web.visitor import Page, press, pressed

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


def for_the_board(service: Service) -> str:
    _, before, made = stayed_near(service)
    analysis = service.analyse(before, "risk").json()["id"]
    programme, plan = small()
    settings = RiskSettings(samples=200)
    service.work(analysis).know(risk_to_jsonable(assess(programme, plan, settings)))
    return f"/plans/{made}/board"


def for_the_board_in_public(service: Service) -> str:
    return f"{for_the_board(service)}?audience=public"


def first_for_the_board(service: Service) -> str:
    return f"{finished(service)}/board"


def none_for_the_board(service: Service) -> str:
    plan = service.plan()
    service.work(plan).find_none()
    return f"/plans/{plan}/board"


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


def brought_from_elsewhere(service: Service) -> str:
    at = programme(service).removeprefix("/programmes/")
    return f"/plans/{kept(service, at, small()[1])['id']}"


def brought_and_breaking_rules(service: Service) -> str:
    at = programme(service).removeprefix("/programmes/")
    kept(service, at, small()[1])
    return f"/plans/{kept(service, at, broken())['id']}"


def compared_with_one_that_breaks_rules(service: Service) -> str:
    at = programme(service).removeprefix("/programmes/")
    sound, unsound = (kept(service, at, one)["id"] for one in (small()[1], broken()))
    return f"/plans/{unsound}/compare?with={sound}"


def not_carried(service: Service) -> str:
    return f"{finished(service)}/not-carried?format=xer"


def handed_over_with_a_calendar(service: Service) -> str:
    _, plan = in_force(service)
    pressed(service, f"/plans/{plan}/accept")
    return f"/plans/{plan}/hand-over"


def subscriptions_to_a_calendar(service: Service) -> str:
    return f"{programme(service)}/calendar"


def subscribed_to_a_calendar(service: Service) -> Page:
    at = f"{programme(service)}/calendar"
    press(service, at, None, name="Board", shown="published", lasts="90")
    return Page(press(service, at, None, name="Office", shown="all", lasts="").text, at)


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


def to_be_weighed(service: Service) -> str:
    return f"{finished(service)}/weigh"


def to_be_asked(service: Service) -> str:
    return f"{finished(service)}/ask/hold"


def to_be_asked_what_slips(service: Service) -> str:
    return f"{finished(service)}/ask/slip?activity=NET.transfer"


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
        brought_from_elsewhere,
        brought_and_breaking_rules,
        compared_with_one_that_breaks_rules,
        not_carried,
        handed_over_with_a_calendar,
        subscriptions_to_a_calendar,
        subscribed_to_a_calendar,
        looked_at,
        handed_over,
        published,
        kept_exempt,
        for_the_board,
        for_the_board_in_public,
        first_for_the_board,
        none_for_the_board,
        what_can_change,
        one_change,
        how_far,
        what_it_holds,
        impossible,
        failed,
        stopped,
        analysed,
        to_be_weighed,
        to_be_asked,
        to_be_asked_what_slips,
        weighed,
        simulated,
        assessed,
        near,
        analysis_waiting,
        analysis_begun,
        analysis_ended,
        contingency_priced,
        slipped,
        held,
        analysis_of_no_plan,
        ways_out_of_none,
        nowhere,
    )
}
