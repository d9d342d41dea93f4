"""Defects of rules about what is used up."""

from tests.agreement.defect import defects_of

DEFECTS = defects_of(
    "rules.consumable",
    ("used += mode.consumes[rule.consumable]", "used = mode.consumes[rule.consumable]"),
    ("if used > amount:", "if used >= amount:"),
    ("shortfall=used - amount", "shortfall=used"),
    ("for name in plan.placed:", "for name in list(plan.placed)[:1]:"),
    ("- give <= amount))", "- give < amount))"),
    ("- give <= amount))", "- give <= amount + 1))"),
    ("used + always - give", "used - give"),
    ("always += activity.modes[0]", "always = activity.modes[0]"),
    ("under[group, option] += mode", "under[group, option] = mode"),
    ("activity.mode_under(option)", "activity.modes[0]"),
    ("by.bind(build.model.add(used", "(build.model.add(used"),
)
