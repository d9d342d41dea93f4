"""A programme is deleted over HTTP, and nothing answers for it any more."""

from tests.api.programmes import UNKNOWN, problem
from tests.api.routes.service import Service


def test_a_programme_is_deleted_with_all_that_was_made_of_it(either_service: Service) -> None:
    service = either_service
    analysis = service.analysis()
    about = service.read_analysis(analysis)
    plan, programme = about["plan"], about["programme"]
    worker = service.work(analysis)
    at = f"/v1/programmes/{programme}"
    problem(service.client.delete(at), 409, "plan_at_work")
    assert service.read(plan)["state"] == "completed"
    worker.fail()
    made = service.client.delete(at)
    assert made.status_code == 200, made.text
    gone = {each["table"]: each["rows"] for each in made.json()["tables"]}
    assert gone["plans"] == 2
    assert gone["programmes"] == gone["revisions"] == 1
    newest = service.client.get("/v1/audit?limit=1").json()["entries"][0]
    assert (newest["number"], newest["action"]) == (
        made.json()["audit_number"],
        "programme.deleted",
    )
    problem(service.client.delete(at), 404, "no_such_programme")
    problem(service.client.get(at), 404, "no_such_programme")
    problem(service.client.get(f"/v1/plans/{plan}"), 404, "no_such_plan")
    problem(service.client.get(f"/v1/analyses/{analysis}"), 404, "no_such_analysis")
    assert service.client.get("/v1/audit/verification").json()["holds"]


def test_what_is_not_there_is_not_deleted(service: Service) -> None:
    problem(service.client.delete(f"/v1/programmes/{UNKNOWN}"), 404, "no_such_programme")
    problem(service.client.delete("/v1/programmes/x"), 404, "no_such_programme")
