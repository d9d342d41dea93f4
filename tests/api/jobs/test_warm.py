import os
from pathlib import Path

import pytest

from api.jobs.warm import NICENESS, WarmProcesses
from scheduler.errors import SolverFailed
from scheduler.solver import process


def test_a_solver_process_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "COMMAND", ("sleep", "60"))
    warm = WarmProcesses(1)
    taken = warm.take()
    try:
        pid = taken.process.pid
        assert os.getpriority(os.PRIO_PROCESS, pid) >= NICENESS
        group = Path(f"/proc/{pid}/autogroup")
        if group.exists() and (said := group.read_text("ascii")).startswith("/autogroup"):
            assert said.split()[-1] == str(NICENESS)
    finally:
        taken.close()
        warm.close()


def test_where_none_can_be_started_it_may_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "COMMAND", ("/nowhere/at-all",))
    with pytest.raises(SolverFailed, match="no solver process can be started"):
        WarmProcesses(1).take()
