"""What is paid to teams with a day rate, as an expression over activities, in whole pence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from scheduler.domain.activities import Activity, Mode
from scheduler.model.counted_days import CountedDays

if TYPE_CHECKING:
    from scheduler.model.expressions import Expression
    from scheduler.model.model_build import ModelBuild
    from scheduler.model.placed_variables import Stretch


def paid_to_teams(build: ModelBuild, days: CountedDays) -> Iterator[Expression]:
    """Yield what each activity pays on the days that count."""
    for activity in build.programme.document.activities:
        amounts = [_a_day(mode.demands, build) for mode in activity.modes]
        if not any(amounts):
            continue
        if activity.form != "event":
            yield _of_stretch(activity, amounts, build, days)
            continue
        for asked in build.off_axis_asking(activity):
            if days.between(asked.day, asked.day):
                yield _a_day(asked.demands, build) * asked.literal


def _a_day(demands: Mapping[str, int], build: ModelBuild) -> int:
    return sum(build.programme.teams[team].pence_for(asked) for team, asked in demands.items())


def _of_stretch(
    activity: Activity, amounts: list[int], build: ModelBuild, days: CountedDays
) -> Expression:
    model, of = build.model, build.stretch(activity.id)
    worked = _worked(activity, of, build, days)
    ways: list[tuple[Mode, int]] = list(zip(activity.modes, amounts, strict=True))
    if of.performed is True and len(set(amounts)) == 1:
        return amounts[0] * worked
    most = build.axis.size
    made = model.new_int_var(
        min(0, *amounts) * most, max(0, *amounts) * most, f"paid for {activity.id}"
    )
    for mode, amount in ways:
        equal = model.add(made == amount * worked)
        chosen = build.chosen(activity, mode)
        if chosen is not True:
            equal.only_enforce_if(chosen)
    if of.performed is not True:
        model.add(made == 0).only_enforce_if(~of.performed)
    return made


def _worked(activity: Activity, of: Stretch, build: ModelBuild, days: CountedDays) -> Expression:
    """Return how many of the axis days under way count."""
    total: Expression = 0
    for first, over in days.positions():
        total += _worked_before(over, activity, of, build)
        total -= _worked_before(first, activity, of, build)
    return total


def _worked_before(position: int, activity: Activity, of: Stretch, build: ModelBuild) -> Expression:
    """Return how many of the axis days under way lie before a position."""
    model, size = build.model, build.axis.size
    if position <= 0:
        return 0
    if position >= size:
        return of.finish - of.start
    finish = model.new_int_var(0, size, f"finish of {activity.id}")
    model.add(finish == of.finish)
    begun = model.new_int_var(0, position, f"start of {activity.id} before {position}")
    ended = model.new_int_var(0, position, f"finish of {activity.id} before {position}")
    model.add_min_equality(begun, [of.start, position])
    model.add_min_equality(ended, [finish, position])
    return ended - begun
