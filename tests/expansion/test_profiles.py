"""The levels of the profile that is named are those of the programme."""

from dataclasses import replace

import pytest

from scheduler.domain.built_in_profiles import BUILT_IN_PROFILES
from scheduler.domain.objectives import ObjectiveLevel, ObjectiveProfile
from scheduler.expansion.expand import expand
from scheduler.validation import find_issues
from tests.rules.easter import programme

OWN = ObjectiveProfile(id="safest", levels=(ObjectiveLevel(name="risk"),))


def test_without_a_profile_the_levels_of_the_programme_stand() -> None:
    document = programme().document
    assert expand(document).document.objectives == document.objectives


@pytest.mark.parametrize("profile", BUILT_IN_PROFILES, ids=lambda profile: profile.id)
def test_a_built_in_profile_takes_their_place(profile: ObjectiveProfile) -> None:
    expanded = expand(replace(programme().document, profile=profile.id))
    assert expanded.document.objectives == profile.levels
    assert expand(expanded.document).document == expanded.document
    assert all(level.reason for level in profile.levels)


@pytest.mark.parametrize("profile", BUILT_IN_PROFILES, ids=lambda profile: profile.id)
def test_a_built_in_profile_could_be_written_in_a_programme(profile: ObjectiveProfile) -> None:
    _, issues = find_issues(replace(programme().document, profiles=(profile,)))
    assert [issue for issue in issues if issue.path.startswith("/profiles")] == []


def test_a_profile_of_the_programme_comes_before_a_built_in_one() -> None:
    document = replace(programme().document, profiles=(OWN,), profile="safest")
    assert expand(document).document.objectives == OWN.levels
