"""The search is compiled once, for one signature each, with or without a folder to keep it in."""

import os
import subprocess
import sys
from pathlib import Path
from types import CodeType, FunctionType

from scheduler.exit_search.compiled import entry
from scheduler.exit_search.search import ExitSearch
from scheduler.exit_search.warm import ENTRIES, make_ready
from scheduler.expansion.expand import expand
from scheduler.generation.generate import generate
from tests.architecture.source_tree import ROOT


def test_where_machine_code_cannot_be_kept_it_works_from_memory() -> None:
    # Numba finds no folder for a function without a file, as in a read-only installation.
    program = compile("def doubled(x): return 2 * x", "<nowhere>", "exec")
    code = next(part for part in program.co_consts if isinstance(part, CodeType))
    doubled = entry(FunctionType(code, {}, "doubled"))
    assert doubled(21) == 42


def test_what_is_made_ready_is_all_that_a_search_compiles() -> None:
    make_ready()
    told: list[str] = []
    assert make_ready(lambda: told.append("compiling")) == 0.0
    assert not told
    search = ExitSearch(expand(generate(services=5, seed=1)))
    search.settle()
    search.improve(100, 20.0)
    search.recount()
    search.least_cost()
    assert all(len(function.signatures) == 1 for function, _ in ENTRIES)


def test_whether_it_is_compiled_is_told_without_compiling(tmp_path: Path) -> None:
    make_ready()
    look = "from scheduler.exit_search.warm import is_compiled; print(is_compiled())"
    for folder, said in ({"NUMBA_CACHE_DIR": str(tmp_path)}, "False"), ({}, "True"):
        told = subprocess.run(
            [sys.executable, "-c", look],
            cwd=ROOT,
            env={**os.environ, **folder},
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.strip() == said
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
