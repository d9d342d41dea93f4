"""From a programme to a model with its rules posted."""

from collections.abc import Iterable

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Rule
from scheduler.model.enforcement import Enforcement
from scheduler.model.model_build import ModelBuild
from scheduler.rules import RULES
from scheduler.rules.conditional import post_rule

_READING_ORDER = {kind.declares: i for i, kind in enumerate(RULES)}

_BAR_DATES_ONLY = (
    "sourcing_choice",
    "allowed_dates",
    "change_freeze",
    "date_limit",
    "fallback_slot",
    "target_date",
)
"""Kinds that narrow where activities may lie; posted first, so that fewer variables are made."""


def build_model(
    programme: ExpandedProgramme, *, exact: bool = False, feasibility_only: bool = False
) -> ModelBuild:
    """Post every rule of a programme.

    With `feasibility_only` soft rules are left out: a plan can always meet them at a price.
    """
    build = ModelBuild(programme, exact=exact)
    post_hard(build, (rule for rule in programme.document.rules if rule.price is None))
    if not feasibility_only:
        for rule in programme.document.rules:
            if rule.price is not None:
                by = build.add_priced(rule)
                post_rule(rule, build, by)
                if by.shortfalls:
                    build.priced.append((rule.price.points, sum(by.shortfalls)))
    return build


def post_hard(build: ModelBuild, rules: Iterable[Rule]) -> None:
    """Post rules that are never given up, those that only bar dates first."""
    for rule in sorted(rules, key=posting_order):
        post_rule(rule, build, Enforcement(build.model))


def bars_dates_only(rule: Rule) -> bool:
    """Tell whether a rule narrows where activities may lie without relating them.

    One that holds under some choices only relates an activity to those choices.
    """
    return rule.kind in _BAR_DATES_ONLY and not rule.when


def posting_order(rule: Rule) -> tuple[bool, int]:
    """Return where a rule comes when rules are posted."""
    return not bars_dates_only(rule), _READING_ORDER[type(rule)]
