"""From a programme to a model with its rules posted."""

from collections.abc import Iterable

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Rule
from scheduler.model.enforcement import Enforcement
from scheduler.model.model_build import ModelBuild
from scheduler.rules.conditional import post_rule
from scheduler.solver.kinds import posting_order


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
