"""Small programmes that have changed: a plan in force, what was promised, and every plan there is."""

from dataclasses import dataclass, replace
from random import Random

from scheduler.domain.activities import CUTOVER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.programme import Programme
from scheduler.domain.standing import FIRMEST_FIRST, Commitment
from scheduler.expansion.expand import expand
from scheduler.objectives import term_of
from scheduler.regenerating.in_force import baseline_of, stability_levels, with_stability_first
from tests.agreement.harness import checker_plans, plan_of
from tests.agreement.random_programmes import Draw

MOST_PLANS = 1_500


@dataclass(frozen=True)
class ChangedWorld:
    """A programme before and after a change, small enough to list every plan."""

    before: Programme
    after: Programme
    """With the plan in force as its baseline, and promises."""
    in_force: Plan
    plans: tuple[Plan, ...]
    """Every plan of the programme after the change."""

    @property
    def programme(self) -> ExpandedProgramme:
        """After the change, stability first."""
        return with_stability_first(expand(self.after))

    def changed_by(self, plan: Plan) -> tuple[int, ...]:
        """Return what a plan changes, level by level."""
        programme = self.programme
        levels = stability_levels(programme.document)
        return tuple(term_of(level).measure(programme, plan) for level in levels)

    @property
    def least(self) -> tuple[int, ...] | None:
        """What the plan that changes least changes; None where there is no plan."""
        return min((self.changed_by(plan) for plan in self.plans), default=None)


def changed_world(seed: int, promised: float = 0.6) -> ChangedWorld | None:
    """Return a random world in which one or two rules came or went; None where it is too large."""
    random = Random(seed)
    whole = Draw(seed).programme()
    kinds = ("build", CUTOVER, CUTOVER)
    activities = tuple(
        replace(a, kind=random.choice(kinds)) if a.form == "event" else a for a in whole.activities
    )
    whole = replace(whole, activities=activities)
    if not whole.rules:
        return None
    new = random.sample(whole.rules, k=min(len(whole.rules), random.choice((1, 1, 2))))
    before = replace(whole, rules=tuple(rule for rule in whole.rules if rule not in new))
    old_plans = sorted(checker_plans(expand(before)))
    if not old_plans or len(old_plans) > MOST_PLANS:
        return None
    still = checker_plans(expand(whole))
    broken = [key for key in old_plans if key not in still]
    # Most changes that anybody minds break the plan in force.
    in_force = plan_of(random.choice(broken if broken and random.random() < 0.9 else old_plans))
    after = replace(
        whole,
        baseline=baseline_of(in_force),
        commitments=tuple(_promises(in_force, random, promised)),
    )
    plans = tuple(plan_of(key) for key in sorted(still))
    return ChangedWorld(before, after, in_force, plans)


def _promises(plan: Plan, random: Random, share: float) -> list[Commitment]:
    made = [
        Commitment(
            id=f"promise_{number}",
            level=random.choice(FIRMEST_FIRST[1:3]),
            activity=name,
            start=at.start,
            points=random.choice((1, 1, 2)),
        )
        for number, (name, at) in enumerate(sorted(plan.placed.items()))
        if random.random() < share
    ]
    made += [
        Commitment(id=f"choice_{group}", level="contracted", group=group, option=option)
        for group, option in sorted(plan.options.items())
        if random.random() < share / 2
    ]
    return made
