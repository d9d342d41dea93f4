"""From a programme to a model with every rule posted."""

from collections.abc import Container

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.model.enforcement import Enforcement
from scheduler.model.model_build import ModelBuild
from scheduler.rules import RULES, kind_of


def build_model(
    programme: ExpandedProgramme,
    *,
    exact: bool = False,
    without: Container[str] = (),
    feasibility_only: bool = False,
) -> ModelBuild:
    """Post every rule, hard ones first so that dates they bar never become variables.

    Rules named in `without` are left out; with `feasibility_only` so are the soft ones, which a
    plan can always meet at a price.
    """
    build = ModelBuild(programme, exact=exact)
    order = {kind.declares: i for i, kind in enumerate(RULES)}
    kept = [rule for rule in programme.document.rules if rule.id not in without]
    hard = sorted(
        (rule for rule in kept if rule.price is None),
        key=lambda rule: (_makes_variables(rule.kind), order[type(rule)]),
    )
    for rule in hard:
        kind_of(rule).post(rule, build, Enforcement(build.model))
    if not feasibility_only:
        for rule in kept:
            if rule.price is not None:
                by = build.add_priced(rule)
                kind_of(rule).post(rule, build, by)
                if by.per_unit and by.shortfalls:
                    build.priced.append((rule.price.points, sum(by.shortfalls)))
    return build


def _makes_variables(kind: str) -> bool:
    """Tell whether a kind asks for variables; those that only bar dates come first."""
    return kind not in ("allowed_dates", "change_freeze", "date_limit", "sourcing_choice")
