"""Plans are given names, and the names are kept."""

from tests.api.programmes import UNKNOWN, issues, problem
from tests.api.routes.changing import in_force, name_plan
from tests.api.routes.service import Service

NO_PLAN = "pln_" + "a" * 20


def test_a_plan_has_a_name_until_another_gets_it(either_service: Service) -> None:
    service = either_service
    programme, plan = in_force(service)
    address = f"/v1/programmes/{programme}/baselines"
    first = name_plan(service, programme, "approved", plan)
    assert first.status_code == 201
    assert first.headers["Location"] == f"{address}/approved"
    assert service.client.get(f"{address}/approved").json() == first.json()
    second = service.ask(programme).json()["id"]
    worker = service.work(second)
    worker.find()
    worker.finish()
    again = name_plan(service, programme, "approved", second)
    assert (again.status_code, again.json()["plan"]) == (200, second)
    listed = service.client.get(address).json()
    assert [(each["name"], each["plan"]) for each in listed["baselines"]] == [("approved", second)]
    assert listed["next"] is None
    assert service.client.delete(f"{address}/approved").status_code == 204
    problem(service.client.get(f"{address}/approved"), 404, "no_such_baseline")
    problem(service.client.delete(f"{address}/approved"), 404, "no_such_baseline")
    assert service.read(second)["state"] == "completed"


def test_baselines_are_listed_page_by_page(service: Service) -> None:
    programme, plan = in_force(service)
    for name in ("b", "c", "a"):
        name_plan(service, programme, name, plan)
    address = f"/v1/programmes/{programme}/baselines?limit=2"
    page = service.client.get(address).json()
    assert ([each["name"] for each in page["baselines"]], page["next"]) == (["a", "b"], "b")
    last = service.client.get(f"{address}&after=b").json()
    assert ([each["name"] for each in last["baselines"]], last["next"]) == (["c"], None)


def test_only_final_plans_of_the_programme_have_names(service: Service) -> None:
    programme, plan = in_force(service)
    problem(name_plan(service, UNKNOWN, "approved", plan), 404, "no_such_programme")
    problem(name_plan(service, programme, "approved", NO_PLAN), 404, "no_such_plan")
    problem(name_plan(service, programme, "approved", service.planned()), 404, "no_such_plan")
    waiting = service.ask(programme).json()["id"]
    problem(name_plan(service, programme, "approved", waiting), 409, "plan_not_final")
    wrong = name_plan(service, programme, "0-approved", plan)
    problem(wrong, 422, "malformed_parameter")
    assert issues(wrong) == [("malformed_parameter", "path/name")]
