"""The look-ups of an expanded programme say what its document says."""

from datetime import date, timedelta

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from tests.agreement.worlds import World, file_worlds

WORLDS = tuple(file_worlds())


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_activities_are_found_by_what_they_share(world: World) -> None:
    programme = world.programme
    activities = programme.document.activities
    for team in programme.teams:
        asking = [a for a in activities if any(mode.demands.get(team) for mode in a.modes)]
        assert list(programme.asking.get(team, ())) == asking
    for user_group in programme.user_groups:
        loading = [a for a in activities if a.change_load.get(user_group)]
        assert list(programme.loading.get(user_group, ())) == loading


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_moves_are_found_by_the_teams_on_both_sides(world: World) -> None:
    programme = world.programme
    for team in programme.teams:
        moves = [
            (staff, move)
            for staff in programme.document.staff_groups
            for move in staff.moves
            if team in (move.from_team, move.to_team)
        ]
        assert list(programme.moves.get(team, ())) == moves


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_days_are_worked_as_the_calendars_say_within_the_horizon_and_beyond(world: World) -> None:
    programme = world.programme
    for day in _days_around(programme):
        for name, calendar in programme.calendars.items():
            assert programme.is_working(day, name) is calendar.is_working(day)
        assert programme.is_working(day) is programme.default_calendar.is_working(day)


def _days_around(programme: ExpandedProgramme) -> list[date]:
    first = programme.document.plan_from - timedelta(days=9)
    last = programme.document.plan_until + timedelta(days=9)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_working_days_are_those_met_by_walking(world: World) -> None:
    programme, day = world.programme, timedelta(days=1)
    document = programme.document
    inside = [document.plan_from + day * n for n in (0, 2, 3)]
    last = document.plan_until
    pairs = [(a, b) for a in inside for b in (a - day, a, a + 4 * day, last, last + 9 * day)]
    pairs.append((document.plan_from - 9 * day, inside[1]))
    for name in (None, *programme.calendars):
        for first, final in pairs:
            walked = [
                first + day * n
                for n in range((final - first).days + 1)
                if programme.is_working(first + day * n, name)
            ]
            assert list(programme.working_days_from(first, final, name)) == walked
