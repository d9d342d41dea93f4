"""Small rules that keep the house readable, each with its reason.

An exception is made by adding it to the table here, where a reviewer sees it.
"""

import ast
from pathlib import PurePosixPath

import pytest

from tests.architecture.source_tree import Module, imported, modules, tracked_files

MODULES = (*modules("scheduler"), *modules("api"))
MOST_LINES = 400
MEDIAN_LINES = 120
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "base", "misc"}

MAY_COUNT_IN_TIMEDELTA = (
    "scheduler/domain/calendars.py",  # owns the step of one day
    "scheduler/exchange/mspdi/",  # another tool's dates and minutes
    "scheduler/expansion/dates.py",  # writes out date patterns
    "scheduler/generation/",  # invents dates
    "scheduler/exchange/",
    "scheduler/interchange/",  # other tools' dates
    "scheduler/pictures/",  # axis ticks
    "scheduler/timeline/",  # dates to axis days
)

SUFFIXES = (".py", ".md", ".json", ".typed")
SUFFIXES_OF = {
    "api/deployment/": (".yaml",),
    "api/web/static/": (".css", ".js", ".svg"),
    "api/web/templates/": (".html",),
}
"""Beyond Python and what describes it; the wheel carries all of it."""

TOP_LEVEL = {
    ".ci",
    ".dockerignore",
    ".editorconfig",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "DECISIONS.md",
    "Dockerfile",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "api",
    "compose.yaml",
    "fixtures",
    "pyproject.toml",
    "requirements-dev.lock",
    "requirements.lock",
    "scheduler",
    "tests",
}


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.name)
def test_a_module_fits_on_a_few_screens(module: Module) -> None:
    lines = len(module.path.read_text("utf-8").splitlines())
    assert lines <= MOST_LINES, f"{module.place} has {lines} lines; divide it by concern"


@pytest.mark.parametrize("path", [p for p in tracked_files() if p.endswith(".py")])
def test_a_name_says_what_is_inside(path: str) -> None:
    parts = set(PurePosixPath(path).with_suffix("").parts)
    assert not parts & VAGUE, path


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.name)
def test_whole_days_are_counted_in_few_places(module: Module) -> None:
    # Why: an off-by-one in dates hides best where anybody may add days.
    if "datetime.timedelta" in imported(module.tree):
        assert module.place.startswith(MAY_COUNT_IN_TIMEDELTA), module.place


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.name)
def test_everything_public_says_what_it_is(module: Module) -> None:
    assert ast.get_docstring(module.tree), f"{module.place}: the module"
    for owner, node in _definitions(module.tree):
        if not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{module.place}: {owner}{node.name}"


def _definitions(
    tree: ast.Module | ast.ClassDef, owner: str = ""
) -> list[tuple[str, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]]:
    found: list[tuple[str, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]] = []
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found.append((owner, node))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            found += _definitions(node, f"{node.name}.")
    return found


def test_the_top_level_holds_only_what_belongs_there() -> None:
    assert {PurePosixPath(path).parts[0] for path in tracked_files()} <= TOP_LEVEL


def test_packages_in_the_wheel_hold_no_stray_files() -> None:
    for path in tracked_files():
        if path.startswith(("scheduler/", "api/")):
            more = (
                end
                for folder, ends in SUFFIXES_OF.items()
                if path.startswith(folder)
                for end in ends
            )
            assert path.endswith((*SUFFIXES, *more)), path


def test_half_of_the_modules_are_short() -> None:
    sizes = sorted(
        len(m.path.read_text("utf-8").splitlines()) for m in MODULES if len(m.tree.body) > 1
    )
    assert sizes[len(sizes) // 2] <= MEDIAN_LINES
