"""Mistakes that could be made about shared components and budgets."""

from tests.agreement.defect import Defect, defects_of

DEFECTS: tuple[Defect, ...] = (
    *defects_of(
        "rules.shared_component",
        ("last = max(used", "last = min(used"),
        ("if stop.start < allowed:", "if stop.start <= allowed:"),
        ("if component.incumbents and stop.start > end:", "if stop.start > end:"),
        ("lambda day: day > end", "lambda day: day >= end"),
        ("if component.incumbents and not by.per_unit:", "if False:"),
        ("used.ordinal + wait", "used.ordinal"),
        (">= used.ordinal + wait), *both)", ">= used.ordinal + wait))"),
        ("give = by.give(axis.calendar_days + wait)", "give = by.give(wait)"),
        ("axis.ordinal(end)), stop.performed)", "axis.ordinal(end) + 1), stop.performed)"),
        (
            "shortfall=(allowed - stop.start).days,",
            "shortfall=(allowed - stop.start).days + 1,",
        ),
    ),
    *defects_of(
        "rules.budget",
        ("if spent > allowed:", "if spent >= allowed:"),
        ("if spent > allowed:", "if spent > allowed + 100:"),
        ("-((allowed - spent) // PENCE)", "(spent - allowed) // PENCE"),
        ("give <= amount)", "give < amount)"),
        (
            "[b for b in build.programme.document.budgets if rule.budget in (None, b.id)]",
            "list(build.programme.document.budgets)",
        ),
    ),
    *defects_of(
        "model.counted_days",
        ("self.total - self.until(day - ONE_DAY)", "self.total - self.until(day)"),
        ("first <= day <= last for", "first <= day < last for"),
        ("self.axis.position_after(last))", "self.axis.position(last))"),
    ),
    *defects_of(
        "model.costs",
        ("max(0, at_end - days.until(last))", "at_end - days.until(last)"),
        ("worth(day - ONE_DAY)", "worth(day)"),
        ("at_end * (1 - moved)", "at_end * moved"),
        (
            "document.contract.end_date if component.incumbents else",
            "document.plan_until if component.incumbents else",
        ),
        (
            "model.add(made == otherwise).only_enforce_if(~stopped)",
            "model.add(made <= otherwise).only_enforce_if(~stopped)",
        ),
        ("at_once * due + a_day * running", "a_day * running"),
        ("equal.only_enforce_if(chosen)", "equal.only_enforce_if(chosen, due)"),
        ("base + slope * axis.ordinal(day) == amount", "slope >= 0"),
        ("(amount - usual) * of.on[day]", "amount * of.on[day]"),
    ),
    *defects_of(
        "model.team_costs",
        ("total -= _worked_before(first", "total += 0 * _worked_before(first"),
        ("if position >= size:", "if position >= size - 2:"),
        ("model.add(made == 0).only_enforce_if(~of.performed)", "pass"),
        ("if days.between(asked.day, asked.day):", "if True:"),
        ("of.performed is True and len(set(amounts)) == 1", "len(set(amounts)) == 1"),
    ),
)
