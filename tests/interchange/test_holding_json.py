"""What holds a plan survives its way through JSON."""

import json
from dataclasses import replace
from datetime import date

from scheduler.analysis.holding import TrueSlack
from scheduler.explaining.holding import explain_plan
from scheduler.interchange.holding_json import holding_from_jsonable, holding_to_jsonable
from tests.api.routes.played_worker import small


def test_what_is_written_reads_back() -> None:
    programme, plan = small()
    holding = explain_plan(programme, plan, later=True)
    name, held = next(iter(holding.activities.items()))
    slack = TrueSlack(
        activity=name,
        start=held.start,
        earliest=date(2023, 1, 3),
        earliest_known="claimed",
        latest=date(2023, 2, 3),
        latest_known="proved",
        earlier_working_days=4,
        later_working_days=19,
    )
    holding = replace(
        holding, activities={**holding.activities, name: replace(held, true_slack=slack)}
    )
    written = json.loads(json.dumps(holding_to_jsonable(holding)))
    assert holding_from_jsonable(written) == holding
