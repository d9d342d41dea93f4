"""Consumables: nothing uses more than there is."""

from collections.abc import Iterator

from scheduler.domain.issues import Issue
from scheduler.domain.planning_rules import ConsumableUse
from scheduler.validation.lookup import Written
from scheduler.validation.wording import error, quoted


def find_use_beyond_amount(written: Written) -> Iterator[Issue]:
    """Report activities that use more of a consumable than there is, however they are done."""
    expanded = written.expanded
    amounts = {
        rule.consumable: expanded.consumables[rule.consumable].amount
        for rule in expanded.document.rules
        if isinstance(rule, ConsumableUse)
        and rule.price is None
        and not rule.when
        and rule.consumable in expanded.consumables
    }
    for activity in expanded.document.activities:
        for name, there in amounts.items():
            least = min((mode.consumes.get(name, 0) for mode in activity.modes), default=0)
            if least <= there:
                continue
            message = f"there is {there:,} of {quoted(name)}; {quoted(activity.id)} uses "
            message += f"{least:,} at least"
            path = written.path_of_activity(activity.id)
            yield error("use_beyond_amount", path, message, least, consumable=name, amount=there)
