"""Budgets and consumables of which whatever is planned takes more than there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduler.answers import Cause
from scheduler.domain.planning_rules import ConsumableUse, WithinBudget
from scheduler.explaining.grounds import Ground, rules_behind
from scheduler.explaining.least_cost import Ledger, Payer
from scheduler.explaining.options_left import OptionsLeft
from scheduler.explaining.seen import Seen
from scheduler.explaining.windows import Windows
from scheduler.rules.words import groups_listed, money


def too_much_used(left: OptionsLeft) -> Iterator[Seen]:
    """Yield the consumables of which every choice of options uses more than there is."""
    programme = left.programme
    for rule in left.rules:
        why = left.holds(rule)
        if not isinstance(rule, ConsumableUse) or why is None:
            continue
        always, under = 0, Counter[tuple[str, str]]()
        users: dict[str, None] = {}
        for activity in programme.document.activities:
            if not any(mode.consumes.get(rule.consumable) for mode in activity.modes):
                continue
            users[activity.id] = None
            group = programme.group_of(activity)
            for option in (None,) if group is None else left.of[group].options:
                mode = activity.mode_under(option)
                used = 0 if mode is None else mode.consumes.get(rule.consumable, 0)
                if group is None or option is None:
                    always += used
                else:
                    under[group, option] += used
        least = {
            group: min(under[group, option] for option in left.of[group].options)
            for group in {group for group, _ in under}
        }
        needed = always + sum(least.values())
        consumable = programme.consumables[rule.consumable]
        if needed <= consumable.amount:
            continue
        groups = tuple(group for group in programme.groups if least.get(group))
        chosen = f" for {groups_listed(groups, programme)}" if groups else ""
        words = (
            f"{consumable.name or consumable.id}: whatever is chosen{chosen}, {needed:,} are used "
            f"at least; there are {consumable.amount:,}: {needed - consumable.amount:,} short."
        )
        cause = Cause(
            kind="amount",
            words=words,
            activities=tuple(users),
            groups=groups,
            needed=needed,
            there=consumable.amount,
            short=needed - consumable.amount,
            unit="units",
        )
        yield Seen(cause, (rule.id, *sorted(why | left.why(groups))))


def too_dear(windows: Windows) -> Iterator[Seen]:
    """Yield the budgets that are too small for whatever is planned."""
    document = windows.programme.document
    for rule in document.rules:
        if not isinstance(rule, WithinBudget) or rule.id not in windows.because:
            continue
        budgets = [b for b in document.budgets if rule.budget in (None, b.id)]
        amount = sum(budget.amount.pence for budget in budgets)
        payers = tuple(Ledger(windows, budgets).payers())
        every = {ground for payer in payers for ground in payer.grounds}
        if not budgets or sum(payer.least(every) for payer in payers) <= amount:
            continue
        needed, grounds = _fewest(payers, every, amount, windows)
        years = " and ".join(budget.name or budget.id for budget in budgets)
        words = (
            f"{years}{' together' if len(budgets) > 1 else ''}: whatever is chosen and planned "
            f"costs {money(needed, document.currency)} at least; there is "
            f"{money(amount, document.currency)}: {money(needed - amount, document.currency)} "
            "short."
        )
        cause = Cause(
            kind="amount",
            words=words,
            first=min(budget.first for budget in budgets),
            last=max(budget.last for budget in budgets),
            needed=needed,
            there=amount,
            short=needed - amount,
            unit="pence",
        )
        rules = dict.fromkeys(windows.because[rule.id])
        for ground in sorted(grounds):
            rules.update(dict.fromkeys(rules_behind(ground, windows)))
        yield Seen(cause, tuple(rules))


def _fewest(
    payers: tuple[Payer, ...], every: set[Ground], amount: int, windows: Windows
) -> tuple[int, set[Ground]]:
    """Return what is needed by as few grounds as will do, those with most rules left out first."""
    kept = set(every)
    costs = {number: payer.least(kept) for number, payer in enumerate(payers)}
    of: dict[Ground, list[int]] = {}
    for number, payer in enumerate(payers):
        for ground in payer.grounds:
            of.setdefault(ground, []).append(number)

    def rather_left_out(ground: Ground) -> tuple[int, bool, Ground]:
        return -len(rules_behind(ground, windows)), ground[0] == "continuity", ground

    for ground in sorted(every, key=rather_left_out):
        without = {number: payers[number].least(kept - {ground}) for number in of[ground]}
        if sum((costs | without).values()) > amount:
            costs |= without
            kept.discard(ground)
    return sum(costs.values()), kept
