"""What the README tells people to type is what works, and what exists is told."""

import re
import subprocess
import sys

import pytest

from scheduler.answers import Claim
from scheduler.pictures.outcome_tables import objectives_table
from tests.architecture.source_tree import ROOT, tracked_files

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PAGES = [path for path in tracked_files() if path.endswith(".md")]


@pytest.mark.parametrize("block", BLOCKS[:2], ids=["run", "test"])
def test_the_first_two_blocks_hold_one_line_that_starts_from_nothing(block: str) -> None:
    assert block.count("\n") == 1
    assert block.startswith("python3 -m venv .venv && ")
    assert "--require-hashes" in block


def test_the_first_block_serves_and_the_second_tests() -> None:
    run, test = BLOCKS[:2]
    assert run.endswith(" && .venv/bin/phased-exit serve --demo\n")
    assert " && .venv/bin/pytest" in test


@pytest.mark.parametrize("page", PAGES)
def test_links_within_the_repository_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (ROOT / page).parent.joinpath(target).exists(), f"{page}: {target}"


def test_every_command_is_in_the_table_and_every_command_of_the_table_exists() -> None:
    told = set(re.findall(r"^\| `phased-exit (\w+)", README, re.MULTILINE))
    assert told == commands()


def commands() -> set[str]:
    answer = subprocess.run(
        [sys.executable, "-m", "api.cli", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(re.findall(r"^    (\w+)(?:  |$)", answer.stdout, re.MULTILINE))


def test_every_claim_is_explained_as_it_is_worded() -> None:
    for claim in Claim:
        name = claim.value.replace("_", " ").replace("feasible checked", "feasible and checked")
        name = name.replace("by solver", "by the solver").replace("by second", "by a second")
        shown = next(iter(objectives_table([{"claim": claim.value}]).columns[-1].cells))
        assert f"| {name} | {shown} |" in README


def test_the_changelog_has_a_place_for_what_comes_next() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert changelog.startswith("# Changelog\n")
    assert "\n## " in changelog
