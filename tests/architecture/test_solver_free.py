"""Reading, checking, drawing and exporting work where no solver is installed.

Why: a plan is believed because something that shares no code with the solver checked it, and the
service must not carry the solver in its own process.
"""

import json
import subprocess
import sys

import pytest

from tests.architecture.source_tree import ROOT, Module, imported, modules

SOLVER_SIDE = (
    "scheduler.model",
    "scheduler.solver",
    "scheduler.asking.child",
    "scheduler.asking.in_process",
    "scheduler.asking.kept_model",
    "scheduler.asking.lever_model",
    "scheduler.asking.some_rules",
    "scheduler.benchmarks.solvers",
)
"""Packages that may import ortools."""

PARENT_SIDE = (
    "scheduler.solver",
    "scheduler.solver.clock",
    "scheduler.solver.gather",
    "scheduler.solver.kinds",
    "scheduler.solver.messages",
    "scheduler.solver.narrowing",
    "scheduler.solver.process",
    "scheduler.solver.settings",
    "scheduler.solver.tightness",
    "scheduler.solver.trials",
)
"""Modules of the solver that the parent of the child process uses."""

BLOCKED = "import sys; sys.modules['ortools'] = None; "


def is_solver_side(name: str) -> bool:
    return name.startswith(SOLVER_SIDE) and name not in PARENT_SIDE


SOLVER_FREE = tuple(
    m for m in (*modules("scheduler"), *modules("api")) if not is_solver_side(m.name)
)


@pytest.mark.parametrize("module", SOLVER_FREE, ids=lambda m: m.name)
def test_only_the_solver_side_names_ortools(module: Module) -> None:
    named = {n for n in imported(module.tree, at_run_time_only=True) if n.startswith("ortools")}
    assert not named, f"{module.place}: {named}"


def test_every_other_module_can_be_imported_without_ortools() -> None:
    names = [m.name for m in SOLVER_FREE if not m.name.endswith("__main__")]
    program = BLOCKED + (
        "import importlib, json\n"
        "failed = {}\n"
        f"for name in {names!r}:\n"
        "    try: importlib.import_module(name)\n"
        "    except ImportError as error: failed[name] = str(error)\n"
        "print(json.dumps(failed))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(answer.stdout) == {}
