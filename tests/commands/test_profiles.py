"""`plan --profile` plans with the levels of a profile and says so."""

import pytest

from scheduler.domain.built_in_profiles import BUILT_IN_PROFILES
from scheduler.domain.objectives import ObjectiveProfile
from tests.commands.command_line import SMALL, answer_of, run

QUICK = ("--workers", "1", "--no-baselines", "--json")


@pytest.mark.parametrize("profile", BUILT_IN_PROFILES, ids=lambda profile: profile.id)
def test_a_profile_gives_the_plan_its_levels(profile: ObjectiveProfile) -> None:
    name, levels = profile.id, profile.levels
    made = run("plan", SMALL, "--profile", name, *QUICK)
    assert made.returncode == 0, made.stderr
    document = answer_of(made)
    assert [level["name"] for level in document["objectives"]] == [level.key for level in levels]
    assert all(level["proved"] for level in document["objectives"])
    assert document["solve"]["profile"] == name


def test_an_unknown_profile_is_refused_with_those_there_are() -> None:
    made = run("plan", SMALL, "--profile", "calmer", *QUICK)
    assert made.returncode == 2
    assert "calmest" in made.stderr
