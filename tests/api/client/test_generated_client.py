"""The whole flow, driven by a client that knows the service by its OpenAPI document alone."""

import io
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from scheduler.demo import demo_programmes
from scheduler.interchange.programme_json import programme_hash, read_programme
from tests.api.client.conftest import PATIENCE_SECONDS, Generated

pytestmark = pytest.mark.slow

SHIPPED = {demo.id: demo.document for demo in demo_programmes()}


@pytest.fixture(scope="session")
def client(generated: Generated, served: str) -> Iterator[Any]:
    made = generated.client.Client(
        base_url=served, raise_on_unexpected_status=True, timeout=PATIENCE_SECONDS
    )
    with made as client:
        yield client


@pytest.fixture(scope="session")
def stored(generated: Generated, client: Any) -> Any:
    """Facts of the programme `small`, taken from the demo programmes and stored."""
    read = generated.catalogue__read_demo_programme
    programme = read.sync("small", client=client)
    answer = generated.programmes__create_programme.sync_detailed(client=client, body=programme)
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/programmes/{answer.parsed.id}"
    return answer.parsed


@pytest.fixture(scope="session")
def planned(generated: Generated, client: Any, stored: Any) -> Any:
    """The finished plan of it."""
    answer = generated.plans__create_plan.sync_detailed(
        stored.id,
        client=client,
        body=generated.models.PlanRequest(compare=True),
        prefer="wait=60",
        idempotency_key="plan-once",
    )
    assert answer.status_code == 200, answer.content
    return answer.parsed


def test_demo_programmes_are_listed_as_shipped(generated: Generated, client: Any) -> None:
    told = generated.catalogue__list_demo_programmes.sync(client=client)
    assert {programme.id for programme in told.demo_programmes} == set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_programme_survives_the_client(generated: Generated, client: Any, name: str) -> None:
    programme = generated.catalogue__read_demo_programme.sync(name, client=client)
    back = json.dumps(programme.to_dict()).encode()
    assert programme_hash(read_programme(back)) == programme_hash(read_programme(SHIPPED[name]))


def test_a_stored_programme_reads_back_and_is_listed(
    generated: Generated, client: Any, stored: Any
) -> None:
    assert (stored.revision, stored.parent, stored.origin) == (1, None, "created")
    back = generated.programmes__read_programme.sync(stored.id, client=client)
    assert back.name == stored.name
    page = generated.programmes__list_programmes.sync(client=client)
    assert stored.id in [programme.id for programme in page.programmes]


def test_changes_make_revisions_that_can_be_compared(
    generated: Generated, client: Any, stored: Any
) -> None:
    other = generated.catalogue__read_demo_programme.sync("small", client=client)
    own = generated.programmes__create_programme.sync(client=client, body=other)
    change = generated.programmes__change_programme
    merge = generated.models.MergePatch.from_dict({"name": "Three services leave"})
    renamed = change.sync(own.id, client=client, body=merge, if_match='"1"')
    assert (renamed.revision, renamed.parent, renamed.origin) == (2, 1, "merge_patch")
    # Somebody else's change, based on what they have seen before, is refused.
    late = change.sync(own.id, client=client, body=merge, if_match='"1"')
    assert (late.code, late.current) == ("revision_moved", 2)
    patch = [{"op": "replace", "path": "/services[id=NET]/criticality", "value": 4}]
    answer = client.get_httpx_client().patch(
        f"/v1/programmes/{own.id}",
        json=patch,
        headers={"Content-Type": "application/json-patch+json", "If-Match": '"2"'},
    )
    assert answer.json()["revision"] == 3
    compared = generated.revisions__compare_revisions.sync(own.id, client=client, from_=1, to=3)
    assert [(c.op, c.path, c.value, c.was) for c in compared.changes] == [
        ("replace", "/name", "Three services leave", stored.name),
        ("replace", "/services[id=NET]/criticality", 4, 5),
    ]
    page = generated.revisions__list_revisions.sync(own.id, client=client)
    assert [revision.revision for revision in page.revisions] == [3, 2, 1]


def test_a_plan_is_found_proved_and_read_back(
    generated: Generated, client: Any, stored: Any, planned: Any
) -> None:
    assert (planned.state, planned.outcome) == ("completed", "plan")
    assert planned.programme == stored.id
    assert all(level.proved for level in planned.objectives)
    assert set(planned.plan.services.additional_properties) == {"NET", "PAY", "CSC"}
    back = generated.plans__read_plan.sync(planned.id, client=client)
    assert back.to_dict() == planned.to_dict()
    listed = generated.plans__list_plans.sync(client=client, programme=stored.id)
    assert [plan.id for plan in listed.plans] == [planned.id]


def test_asking_again_with_the_same_key_makes_no_second_plan(
    generated: Generated, client: Any, stored: Any, planned: Any
) -> None:
    answer = generated.plans__create_plan.sync_detailed(
        stored.id,
        client=client,
        body=generated.models.PlanRequest(compare=True),
        idempotency_key="plan-once",
    )
    assert answer.headers["idempotency-replayed"] == "true"
    assert answer.parsed.id == planned.id


def test_validation_alone_answers_at_once(generated: Generated, client: Any, stored: Any) -> None:
    body = generated.models.PlanRequest.from_dict({"operation": "validate"})
    told = generated.plans__create_plan.sync(stored.id, client=client, body=body)
    assert isinstance(told, generated.models.ValidationResult)
    assert told.valid


def test_events_are_told_from_first_to_last(
    generated: Generated, client: Any, planned: Any
) -> None:
    text = generated.plans__follow_plan.sync(planned.id, client=client)
    types = [line.removeprefix("event: ") for line in text.splitlines() if line.startswith("event")]
    assert types[0] == "queued"
    assert types[-1] == "finished"
    assert {"started", "plan", "level"} <= set(types)
    numbers = [
        int(line.removeprefix("id: ")) for line in text.splitlines() if line.startswith("id")
    ]
    assert numbers == list(range(1, len(numbers) + 1))
    rest = generated.plans__follow_plan.sync(
        planned.id, client=client, last_event_id=str(numbers[-2])
    )
    assert rest.count("event: ") == 1


def test_a_plan_is_analysed_row_by_row(generated: Generated, client: Any, planned: Any) -> None:
    answer = generated.analyses__create_analysis.sync_detailed(
        planned.id,
        client=client,
        body=generated.models.AnalysisRequest.from_dict({"kind": "latest", "workers": 1}),
        idempotency_key="latest-once",
    )
    assert answer.status_code == 202
    analysis = answer.parsed
    generated.analyses__follow_analysis.sync(analysis.id, client=client)
    found = generated.analyses__read_analysis.sync(analysis.id, client=client)
    assert (found.state, found.outcome) == ("completed", "complete")
    assert found.plan == planned.id
    assert found.document.to_dict()["feasible"] is True
    assert len(found.rows) >= len(found.document.to_dict()["decisions"])
    listed = generated.analyses__list_analyses.sync(planned.id, client=client)
    assert [one.id for one in listed.analyses] == [analysis.id]
    again = generated.analyses__cancel_analysis.sync_detailed(analysis.id, client=client)
    assert (again.status_code, again.parsed.state) == (200, "completed")


def test_a_plan_is_drawn(generated: Generated, client: Any, planned: Any) -> None:
    for draw in (generated.pictures__draw_gantt, generated.pictures__draw_heat_map):
        answer = draw.sync_detailed(planned.id, client=client)
        assert answer.status_code == 200
        assert b"<svg" in answer.content


def test_a_plan_is_checked_by_id_and_written_out(
    generated: Generated, client: Any, stored: Any, planned: Any
) -> None:
    check, ask = generated.check__check_plan, generated.models.CheckRequest
    by_id = check.sync(client=client, body=ask(plan_id=planned.id))
    assert (by_id.ok, by_id.violations) == (True, [])
    whole = ask.from_dict(
        {"programme_id": stored.id, "revision": 1, "plan": planned.plan.to_dict()}
    )
    assert check.sync(client=client, body=whole).ok
    late = json.loads(json.dumps(planned.plan.to_dict()))
    del late["services"]
    cutover = next(a for a in late["activities"] if a["id"] == "NET.cutover_1")
    cutover["start"] = cutover["finish"] = "2024-03-30"
    broken = check.sync(
        client=client, body=ask.from_dict({"programme_id": stored.id, "plan": late})
    )
    assert not broken.ok
    assert broken.violations[0].statement


def test_a_plan_is_stopped_and_its_best_kept(generated: Generated, client: Any) -> None:
    read, models = generated.plans__read_plan, generated.models
    programme = generated.catalogue__read_demo_programme.sync("lincolnshire", client=client)
    own = generated.programmes__create_programme.sync(client=client, body=programme)
    body = models.PlanRequest(time_limit_seconds=300.0, compare=False)
    answer = generated.plans__create_plan.sync_detailed(own.id, client=client, body=body)
    assert answer.status_code == 202
    plan = answer.parsed
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not plan.plans_checked and time.monotonic() < deadline:
        time.sleep(0.2)
        plan = read.sync(plan.id, client=client)
    stopping = generated.plans__cancel_plan.sync_detailed(plan.id, client=client)
    assert stopping.status_code in (200, 202)
    while plan.state not in ("cancelled", "completed") and time.monotonic() < deadline:
        time.sleep(0.2)
        plan = read.sync(plan.id, client=client)
    assert plan.state == "cancelled"
    assert plan.outcome == "plan"
    checked = generated.check__check_plan.sync(
        client=client, body=models.CheckRequest(plan_id=plan.id)
    )
    assert checked.ok


def test_a_problem_is_a_value_like_any_other(generated: Generated, client: Any) -> None:
    told = generated.plans__read_plan.sync("pln_" + "a" * 20, client=client)
    assert isinstance(told, generated.models.Problem)
    assert (told.status, told.code) == (404, "no_such_plan")


def test_what_can_be_said_and_be_wrong_is_told(generated: Generated, client: Any) -> None:
    kinds = generated.catalogue__list_rule_kinds.sync(client=client)
    assert "change_freeze" in [kind.kind for kind in kinds.rules]
    codes = generated.catalogue__list_issue_codes.sync(client=client)
    assert "test_failed" in [issue.code for issue in codes.issues]
    assert generated.operation__read_health.sync(client=client).status == "alive"
    # The service answers before its worker has loaded the solver.
    until = time.monotonic() + PATIENCE_SECONDS
    while not (ready := generated.operation__read_readiness.sync(client=client)).workers:
        assert time.monotonic() < until, ready
        time.sleep(0.2)


def test_a_plan_goes_to_a_planning_tool_and_comes_back(
    generated: Generated, client: Any, planned: Any
) -> None:
    sent = generated.planning_tools__export_plan.sync_detailed(planned.id, client=client)
    assert sent.status_code == 200
    assert sent.content.startswith(b"<?xml")
    file = generated.types.File(payload=io.BytesIO(sent.content), file_name="plan.xml")
    body = generated.models.ImportFileBody(file=file, programme_id=planned.programme)
    found = generated.planning_tools__import_file.sync(client=client, body=body)
    assert found.format_ == "mspdi"
    assert list(found.violations) == []
    assert found.plan is not None
