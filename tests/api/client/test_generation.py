"""The document in the tree is one that a generator of clients makes a whole client from."""

from tests.api.client.conftest import Generated


def test_a_client_is_generated_and_loads(generated: Generated) -> None:
    assert generated.models.PlanRequest
    assert generated.models.ImportResult
    assert generated.planning_tools__export_plan.sync_detailed
