"""Imports of the service point one way, too, and the API process carries no solver and no engine.

Why: whoever mends a route must not have to know how jobs run, and a page must not reach into
tables behind the routes' backs. To move a package, change the table here and in api/README.md.
"""

import re

import pytest

from tests.architecture.source_tree import ROOT, Module, imported, modules

LAYERS = (
    ("settings", "errors", "access", "deployment", "outside", "processes", "telemetry"),
    ("store",),
    ("jobs", "schemas"),
    ("http",),
    ("routes",),
    ("web",),
    ("app", "openapi", "mcp_server"),
    ("commands",),
    ("cli",),
)
LINE_OF = {package: line for line, packages in enumerate(LAYERS) for package in packages}

WORKER_SIDE = ("api.jobs", "api.commands.worker")
"""Modules that run in worker processes only."""


@pytest.mark.parametrize("module", modules("api"), ids=lambda m: m.name)
def test_a_module_imports_only_from_its_own_package_and_the_lines_above(module: Module) -> None:
    if module.name == "api":
        return
    assert module.package in LINE_OF, f"{module.package} is missing from the table of layers"
    for name in imported(module.tree):
        if name.startswith("api."):
            other = name.split(".")[1]
            allowed = other == module.package or LINE_OF[other] < LINE_OF[module.package]
            assert allowed, f"{module.place}: {name}"


@pytest.mark.parametrize("module", modules("api"), ids=lambda m: m.name)
def test_only_workers_name_the_job_engine(module: Module) -> None:
    if module.name.startswith(WORKER_SIDE):
        return
    for name in imported(module.tree, at_run_time_only=True):
        assert not name.startswith(("dbos", "api.jobs")), f"{module.place}: {name}"


def test_the_map_shows_this_table() -> None:
    text = (ROOT / "api/README.md").read_text("utf-8")
    rows = re.findall(r"^\| \d+ \| (.+?) \|", text, re.MULTILINE)
    assert tuple(tuple(re.findall(r"`(\w+)`", row)) for row in rows) == LAYERS
