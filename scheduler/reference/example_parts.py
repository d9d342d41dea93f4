"""What the examples of planning rules speak of and the programme `small` does not declare."""

from collections.abc import Mapping
from typing import Any

EXAMPLES_REST_ON: Mapping[str, Mapping[str, Any]] = {
    "consumables": {
        "id": "ASSISTANCE",
        "name": "Days of termination assistance",
        "amount": 400,
        "source": "assumption, because the example needs some amount",
    },
    "activities": {"id": "DIRECTORY.stop", "kind": "component_stop", "form": "event"},
    "shared_components": {
        "id": "DIRECTORY",
        "name": "Directory of the incumbent",
        "stop": "DIRECTORY.stop",
        "consumers": {"kinds": ["cutover"]},
        "cost": {"pence": 240000, "per": "month"},
    },
    "budgets": {
        "id": "FY2023",
        "name": "2023/24",
        "first": "2023-04-01",
        "last": "2024-03-31",
        "amount": {"pence": 95000000},
    },
    "baseline": {
        "name": "Plan of March 2023",
        "dates": {"PAY.transfer": {"start": "2023-09-16", "finish": "2023-09-16"}},
    },
}
"""By the field of the programme it belongs in."""
