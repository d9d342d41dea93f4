"""Some readers see some service groups only, and no options; plans are approved by name and role."""

from tests.api.access.council import Shared
from tests.api.programmes import problem
from tests.api.routes.changing import in_force


def test_a_key_for_some_groups_reads_views_of_them_alone(sharing: Shared) -> None:
    service = sharing.of("north")
    _, plan = in_force(service)
    whole = service.client.get(f"/v1/plans/{plan}/view?audience=exempt").json()
    assert whole["groups"] is None
    groups = sorted(whole["options"])
    assert len(groups) > 1
    bidder = sharing.client(sharing.key("north", "viewer", (groups[0],)))
    view = bidder.get(f"/v1/plans/{plan}/view").json()
    assert view["groups"] == [groups[0]]
    assert view["options"] is None
    assert {each["group"] for each in view["activities"]} == {groups[0]}
    assert {of["group"] for of in view["services"].values()} == {groups[0]}
    other = bidder.get(f"/v1/plans/{plan}/view?groups={groups[1]}").json()
    assert (other["services"], other["activities"]) == ({}, [])
    problem(bidder.get(f"/v1/plans/{plan}/view?audience=exempt"), 403, "not_allowed")
    for address in (
        f"/v1/plans/{plan}",
        "/v1/plans",
        "/v1/programmes",
        f"/v1/plans/{plan}/gantt.svg",
    ):
        problem(bidder.get(address), 403, "not_allowed")
    evaluator = sharing.client(sharing.key("north", "approver", (groups[0],)))
    exempt = evaluator.get(f"/v1/plans/{plan}/view?audience=exempt").json()
    assert list(exempt["options"]) == [groups[0]]


def test_the_public_view_tells_no_option(sharing: Shared) -> None:
    service = sharing.of("north")
    _, plan = in_force(service)
    whole = service.client.get(f"/v1/plans/{plan}/view?audience=exempt").json()
    public = service.client.get(f"/v1/plans/{plan}/view").json()
    assert public["options"] is None
    names = {each["id"] for each in public["activities"]}
    assert names <= {each["id"] for each in whole["activities"]}
    unknown = service.client.get(f"/v1/plans/{plan}/view?groups=nobody")
    problem(unknown, 422, "malformed_parameter")


def test_plans_are_approved_by_name_and_role(sharing: Shared) -> None:
    _, plan = in_force(sharing.of("north"))
    address = f"/v1/plans/{plan}/decisions"
    approver = sharing.client(sharing.key("north", "approver"))
    planner = sharing.client(sharing.key("north", "planner"))
    problem(planner.post(address, json={"decision": "approved"}), 403, "not_allowed")
    made = approver.post(address, json={"decision": "approved", "comment": "Board, item 4."})
    assert made.status_code == 201
    facts = made.json()
    assert (facts["by"], facts["role"], facts["number"]) == ("approver of north", "approver", 1)
    assert planner.get(address).json()["approved"] is True
    assert approver.post(address, json={"decision": "withdrawn"}).json()["number"] == 2
    told = planner.get(address).json()
    assert (told["approved"], len(told["decisions"])) == (False, 2)


def test_only_final_plans_are_approved(sharing: Shared) -> None:
    service = sharing.of("north")
    waiting = service.plan()
    answer = service.client.post(f"/v1/plans/{waiting}/decisions", json={"decision": "approved"})
    problem(answer, 409, "plan_not_final")
