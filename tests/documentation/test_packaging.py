"""The lock files hold what pyproject.toml asks for, with hashes, and nothing of one machine."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.architecture.source_tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUN = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["build"]
DEVELOP = RUN + PROJECT["dependency-groups"]["dev"]


def pinned(lock: str) -> dict[str, list[Version]]:
    """Return the versions a lock file pins; several where Pythons differ."""
    found: dict[str, list[Version]] = {}
    text = (ROOT / lock).read_text("utf-8")
    for name, version in re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)", text, re.MULTILINE):
        found.setdefault(name, []).append(Version(version))
    return found


@pytest.mark.parametrize(
    ("lock", "wanted"), [("requirements.lock", RUN), ("requirements-dev.lock", DEVELOP)]
)
def test_a_lock_meets_every_requirement(lock: str, wanted: list[str]) -> None:
    pins = pinned(lock)
    for line in wanted:
        requirement = Requirement(line)
        assert requirement.name in pins, f"{lock} lacks {line}; run .ci/lock"
        for version in pins[requirement.name]:
            assert version in requirement.specifier, f"{lock}: {line}, but {version}"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_pin_has_hashes_and_no_line_has_an_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    for block in re.split(r"\n(?=\w)", text.strip()):
        assert " --hash=sha256:" in block.replace("\n", ""), block


def test_tests_run_with_the_versions_people_get() -> None:
    develop = pinned("requirements-dev.lock")
    for name, versions in pinned("requirements.lock").items():
        assert develop[name] == versions
