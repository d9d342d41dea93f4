"""Objective levels of a small world: what each is worth by dates, and by the posting at its best."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import cycle
from typing import Any

from ortools.sat.python import cp_model

from scheduler.domain.activities import CUTOVER, TRANSFER, Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.programme import Programme
from scheduler.domain.resources import UserGroup
from scheduler.domain.services import Service, ServiceGroup, SourcingOption
from scheduler.domain.standing import FIRMEST_FIRST, Baseline, Commitment, DatesInForce
from scheduler.objectives.term import Term
from scheduler.solver.build import build_model
from tests.agreement.harness import checker_plans, plan_of, primary_decisions

MOST_PLANS = 12
"""Of a world with more, as many evenly spread over all are looked at."""


def value_disagreement(programme: ExpandedProgramme, terms: Sequence[Term]) -> str:
    """Return how a term differs between dates and posting over the plans; nothing when none does.

    With a plan's dates fixed the solver makes every posted expression as good as it can. Each has
    variables of its own, so that all can be asked for at once.
    """
    build = build_model(programme)
    posted = [term.post(build) for term in terms]
    build.model.minimize(sum(term.sign * value for term, value in zip(terms, posted, strict=True)))
    for plan in spread(programme):
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.fix_variables_to_their_hinted_value = True
        build.model.clear_hints()
        for variable, value in primary_decisions(build, plan):
            build.model.add_hint(variable, value)
        status = solver.solve(build.model)
        if status != cp_model.OPTIMAL:
            return f"{plan} was refused: {solver.status_name(status)}"
        for term, expression in zip(terms, posted, strict=True):
            by_dates, by_posting = term.measure(programme, plan), solver.value(expression)
            if by_dates != by_posting:
                return f"{term.name} of {plan} is {by_posting} by posting, {by_dates} by dates"
    return ""


def spread(programme: ExpandedProgramme) -> list[Plan]:
    """Return some plans of a world, spread over all of them."""
    keys = sorted(checker_plans(programme))
    step = -(-len(keys) // MOST_PLANS) or 1
    return [plan_of(key) for key in keys[::step]]


ADDED = (
    ServiceGroup(id="ADDED", options=(SourcingOption(id="OWN"), SourcingOption(id="BOUGHT"))),
    ServiceGroup(id="MORE", options=(SourcingOption(id="BOUGHT"),)),
)
OPTIONS: tuple[dict[str, Any], ...] = (
    {"model": "in_house", "appraisal": 3, "risk": 4},
    {"model": "incumbent", "style": "customised", "appraisal": 0, "risk": 9},
    {"model": "specialist_provider", "provider": " incumbent", "style": "off_the_shelf"},
    {"model": "shared_service", "provider": "Neighbour", "style": "customised", "risk": 1},
    {"provider": "NEIGHBOUR"},
    {"model": "specialist_provider", "appraisal": 7},
)
"""Groups with a service each, of the same name, to which events of nothing are given."""


def enriched(programme: ExpandedProgramme) -> ExpandedProgramme:
    """Return a world with all that levels look at: options, services, load, a plan in force."""
    document = programme.document
    options = cycle(OPTIONS)
    criticalities = cycle((5, 4, 2))
    services = tuple(
        replace(service, criticality=next(criticalities))
        for service in (
            *document.services,
            *(Service(id=group.id, group=group.id, criticality=1) for group in ADDED),
        )
    )
    names = ("EVERYBODY", "SOME")
    known = {group.id for group in document.user_groups}
    document = replace(document, activities=tuple(_enriched(document)))
    return ExpandedProgramme(
        replace(
            document,
            status_date=document.plan_from - timedelta(days=_AGO[len(document.id) % len(_AGO)]),
            baseline=document.baseline or _baseline(document),
            commitments=tuple(_commitments(document)),
            service_groups=tuple(
                replace(
                    group,
                    options=tuple(replace(o, **next(options)) for o in group.options),
                )
                for group in (*document.service_groups, *ADDED)
            ),
            services=services,
            user_groups=(
                *document.user_groups,
                *(UserGroup(id=name) for name in names if name not in known),
            ),
        )
    )


_AGO = (82, 0, 26)
"""Days from the status date to the horizon: what a shift weighs then changes within it."""
_IN_FORCE = (1, 4, 2, 7, 3)
"""Days from the first of the horizon to the baseline's dates: a weekend or a holiday among them."""


def _baseline(document: Programme) -> Baseline:
    starts = cycle(document.plan_from + timedelta(days=n) for n in _IN_FORCE)
    dates = {name: next(starts) for name in ("NO-SUCH", *(a.id for a in document.activities))}
    return Baseline(
        options={"ADDED": "BOUGHT", "NO-SUCH": "OWN"}
        | {group.id: group.options[-1].id for group in document.service_groups},
        dates={name: DatesInForce(start=on, finish=on) for name, on in dates.items()},
    )


def _commitments(document: Programme) -> Iterator[Commitment]:
    levels, starts = cycle(FIRMEST_FIRST), cycle(_IN_FORCE[1:])
    for points, activity in enumerate(document.activities, start=1):
        start = document.plan_from + timedelta(days=next(starts))
        yield Commitment(
            id=f"date-{points}",
            level=next(levels),
            activity=activity.id,
            start=start,
            points=points,
        )
    for points, group in enumerate((*document.service_groups, *ADDED), start=10):
        option = group.options[0].id
        yield Commitment(
            id=f"choice-{points}", level=next(levels), group=group.id, option=option, points=points
        )


def _enriched(document: Programme) -> Iterator[Activity]:
    loads: Iterator[dict[str, int]] = cycle(({"EVERYBODY": 3}, {"EVERYBODY": 2, "SOME": 5}, {}))
    # Worlds are small: two cutovers and a transfer seldom fit into one.
    kinds = cycle(
        (TRANSFER, CUTOVER) if len(document.id) % 2 == 0 else (CUTOVER, CUTOVER, TRANSFER)
    )
    services = cycle(("ADDED", "ADDED", "MORE", "MORE"))
    for activity in document.activities:
        if activity.form != "event":
            yield activity
            continue
        loaded = replace(activity, change_load=activity.change_load or next(loads))
        if activity.service or activity.group or activity.staff_group:
            yield loaded
        else:
            yield replace(loaded, kind=next(kinds), service=next(services))
