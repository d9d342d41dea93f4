"""Synthetic exit programmes of any size, feasible by construction.

A plan is laid out first, with one sourcing option per group; capacities, caps, limits, deadlines
and the contract end are then set around it. The plan is not written into the file; `witness` gives
it to tests.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduler.domain.activities import CUTOVER, Selection
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import DateLimit, Precedence, Rule, RuleTemplate
from scheduler.domain.programme import Programme
from scheduler.expansion.choices import with_choices_resolved
from scheduler.expansion.expand import expand
from scheduler.expansion.rules import expand_rule_template
from scheduler.generation.calendar_dates import month_end, work_calendars
from scheduler.generation.capacities import LEAVE, fitted_teams
from scheduler.generation.components import stops
from scheduler.generation.draws import Draws
from scheduler.generation.exit_rules import exit_templates
from scheduler.generation.fit import fit_of
from scheduler.generation.fitted_rules import Fitted
from scheduler.generation.fitted_templates import FittedTemplates
from scheduler.generation.fixed_rules import (
    avoided_elections,
    freezes,
    platforms,
    quiet_weekends,
    service_templates,
)
from scheduler.generation.hidden_plan import contract_end, lay_out
from scheduler.generation.layout import Layout
from scheduler.generation.sketch import Sketch, sketch
from scheduler.generation.sourcing_rules import sourcing_rules
from scheduler.generation.spending import enough, with_budgets
from scheduler.generation.waits import WAITS, once_in_order

MOST_SERVICES = 650
"""Just under 10,000 activities."""


def generate(*, services: int, seed: int) -> Programme:
    """Return a programme of so many services, the same for the same seed everywhere.

    Raises ValueError for a number of services outside 1 to MOST_SERVICES.
    """
    return _make(services, seed).programme


def witness(*, services: int, seed: int) -> Plan:
    """Return the plan that the programme of the same arguments was built around.

    Raises ValueError for a number of services outside 1 to MOST_SERVICES.
    """
    return _make(services, seed).plan


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    programme: Programme
    plan: Plan


def _make(services: int, seed: int) -> _Made:
    if not 1 <= services <= MOST_SERVICES:
        message = f"{services} services; possible are 1 to {MOST_SERVICES}"
        raise ValueError(message)
    draws = Draws(seed)
    drawn = sketch(services, seed, draws)
    fit = fit_of(draws)
    expanded = expand(drawn.document)
    templates, waits = _waits(expanded)
    ordered = (
        *once_in_order(),
        *(rule for council in drawn.councils for rule in platforms(council, drawn)),
    )
    layout = Layout(
        expanded,
        drawn.options,
        (*waits, *ordered),
        freezes(expanded.document.plan_from, expanded.document.plan_until, expanded),
        (rule for rule in quiet_weekends(expanded) if rule.price is None),
    )
    lay_out(layout, drawn.opens)
    end = contract_end(layout, fit)
    layout.lay_out_close(end)
    plan = layout.plan()
    fitted = Fitted(expanded, plan, fit)
    until = month_end(
        max(placed.finish for placed in layout.placed.values())
        + timedelta(weeks=draws.between(4, 12))
    )
    document = replace(
        drawn.document,
        plan_until=until,
        contract=replace(drawn.document.contract, end_date=end),
        calendars=work_calendars(drawn.document.plan_from, until),
        leave_patterns=(LEAVE,),
        consumables=tuple(enough(c, expanded, plan) for c in drawn.document.consumables),
        rule_templates=(
            *templates,
            *service_templates(expanded),
            *fitted.latest_lags(),
            *_that_make_rules(exit_templates(expanded), expanded),
            *_that_make_rules(FittedTemplates(expanded, plan, fit).templates(), expanded),
        ),
        rules=(
            *ordered,
            *_dated(expanded, end, until),
            *_fitted(fitted, drawn, end, draws),
            *stops(drawn.document.shared_components),
            *sourcing_rules(expanded, plan, drawn.councils),
        ),
    )
    teams = fitted_teams(expanded, plan, until, fit, draws)
    return _Made(programme=with_budgets(replace(document, teams=teams), plan), plan=plan)


def _dated(expanded: ExpandedProgramme, end: date, until: date) -> Iterator[Rule]:
    """Yield what the years and the contract end ask of every programme."""
    first = expanded.document.plan_from
    yield from freezes(first, until, expanded)
    yield avoided_elections(first, until, expanded)
    yield from quiet_weekends(expanded)
    yield DateLimit(
        id="account-after-the-end",
        basis="contract",
        reason="The final account follows the contract end.",
        activities=Selection(activities=("final_account",)),
        start_not_before=end + ONE_DAY,
    )


def _fitted(fitted: Fitted, drawn: Sketch, end: date, draws: Draws) -> Iterator[Rule]:
    """Yield what is set around the hidden plan."""
    yield from fitted.choices(drawn.document.service_groups, draws)
    yield fitted.end_freeze(end)
    yield from fitted.rolling_limits(drawn.councils)
    yield from fitted.separations(drawn.councils)
    yield from fitted.contingencies()
    yield from fitted.change_loads()
    yield from fitted.date_limits(draws)
    yield from fitted.wished_dates()
    yield from fitted.together(drawn.councils)


def _waits(expanded: ExpandedProgramme) -> tuple[tuple[RuleTemplate, ...], tuple[Precedence, ...]]:
    """Return the templates that make any rule here, and the rules."""
    made = [(t, _made_by(t, expanded)) for t in WAITS]
    return (
        tuple(template for template, rules in made if rules),
        tuple(rule for _, rules in made for rule in rules if isinstance(rule, Precedence)),
    )


def _that_make_rules(
    templates: Iterable[RuleTemplate], expanded: ExpandedProgramme
) -> Iterator[RuleTemplate]:
    return (template for template in templates if _made_by(template, expanded))


def _made_by(template: RuleTemplate, expanded: ExpandedProgramme) -> list[Rule]:
    # Placeholders of services stand for cutovers only; without the rest they are found quickly.
    cutovers = tuple(a for a in expanded.document.activities if a.kind == CUTOVER)
    document = replace(expanded.document, activities=cutovers)
    made = expand_rule_template(template, document)
    return [with_choices_resolved(rule, document) for rule in made]
