"""The tree as the architecture tests see it: modules, what they import, what is tracked."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """A Python file of the packages, parsed."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def package(self) -> str:
        """The package under `scheduler`, or the module right beneath it."""
        return self.name.split(".")[1] if "." in self.name else self.name

    @property
    def place(self) -> str:
        """The path from the root, for messages."""
        return self.path.relative_to(ROOT).as_posix()


@cache
def modules(package: str = "scheduler") -> tuple[Module, ...]:
    """Return every module of an import package."""
    found = []
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Module(name, path, ast.parse(path.read_text("utf-8"))))
    return tuple(found)


def imported(tree: ast.AST, *, at_run_time_only: bool = False) -> Iterator[str]:
    """Yield the dotted name of everything imported anywhere in a tree.

    Imports for the type checker alone are left out on demand; imports within functions count.
    """
    for node in ast.iter_child_nodes(tree):
        if at_run_time_only and _is_for_type_checker(node):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        else:
            yield from imported(node, at_run_time_only=at_run_time_only)


def _is_for_type_checker(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
    )


@cache
def tracked_files() -> tuple[str, ...]:
    """Return the paths git tracks; everything present where there is no git."""
    listing = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=False
    )
    if listing.returncode == 0:
        names = listing.stdout.decode().split("\0")
        return tuple(name for name in names if name and (ROOT / name).is_file())
    ignored = {".venv", "__pycache__", ".git", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return tuple(path.as_posix() for path in found if not ignored & set(path.parts))
