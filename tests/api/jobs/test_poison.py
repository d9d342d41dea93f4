"""A plan that ends every solver process is given up after some attempts, and says so."""

from pathlib import Path

import pytest

from api.settings import ServiceSettings
from api.store.database import migrate
from tests.api.jobs.yard import yard_on

pytestmark = pytest.mark.slow

DIES = "import os; os.kill(os.getpid(), 9)"
NO_PLAN = "infeasible/change_freeze_year_end"
"""With no plan at hand from elsewhere, a solver that dies leaves nothing to answer with."""


def test_poison_fails_after_five_attempts_and_other_plans_go_on(tmp_path: Path) -> None:
    with yard_on(ServiceSettings(data=tmp_path), tmp_path) as yard:
        migrate(yard.database)
        yard.start(child=DIES)
        poison, other = yard.order(NO_PLAN), yard.order("programmes/small")
        failed = yard.ended(poison)
        assert (failed.state, failed.failure_code, failed.attempt) == ("failed", "parked", 5)
        # A schedule made without the solver is a checked plan all the same.
        assert yard.ended(other).state in {"completed", "failed"}
