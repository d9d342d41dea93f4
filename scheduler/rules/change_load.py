"""Change load: how much disruption people carry at once.

Rule    for each ISO week: sum over events of points x profile[weeks since the event's] <= at_most.
Units   load points; the profile is the programme's, from the ISO week of the event's date.
Source  Disruption peaks in the second week after a go-live: see fixtures/README.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ChangeLoad
from scheduler.rules.easing import Easing, Looser
from scheduler.rules.rule import Breach, RuleKind

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: ChangeLoad, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    group = programme.user_groups[rule.user_group]
    return f"{group.name or group.id} carry at most {rule.at_most} load points in any week."


def check(rule: ChangeLoad, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Add up the weeks by ISO year and week number."""
    load: Counter[tuple[int, int]] = Counter()
    behind: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for activity in programme.loading.get(rule.user_group, ()):
        points = activity.change_load[rule.user_group]
        placed = plan.placed.get(activity.id)
        if placed is None:
            continue
        for week, weight in enumerate(programme.document.load_profile):
            when = (placed.start + ONE_DAY * (7 * week)).isocalendar()
            if weight:
                load[(when.year, when.week)] += points * weight
                behind[(when.year, when.week)].append(activity.id)
    for iso_week, carried in sorted(load.items()):
        if carried > rule.at_most:
            yield Breach(
                activities=tuple(behind[iso_week]),
                measured=carried,
                allowed=rule.at_most,
                shortfall=carried - rule.at_most,
            )


def post(rule: ChangeLoad, build: ModelBuild, by: Enforcement) -> None:
    """Bound the load of every week that any event could load."""
    for load, most in build.weekly_load(rule.user_group).values():
        if most > rule.at_most:
            give = by.give(most)
            by.bind(build.model.add(load <= rule.at_most + give))


RULE = RuleKind(
    declares=ChangeLoad,
    statement=statement,
    check=check,
    post=post,
    unit="load point",
    easing=Easing(
        fields=(Looser(field="at_most", way="more", by=(10, 25, 50, 100), percent=True),)
    ),
)
