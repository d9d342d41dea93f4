"""Rule templates and selections, written out as rules about named activities."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TypeVar, get_args, get_type_hints

from scheduler.domain.activities import CUTOVER, Activity, Selection
from scheduler.domain.planning_rules import (
    ComponentStop,
    ConsumableUse,
    Continuity,
    Decision,
    Placement,
    Rule,
    RuleTemplate,
    SourcingChoice,
    TeamCapacity,
    Waves,
)
from scheduler.domain.programme import Programme
from scheduler.domain.services import Service
from scheduler.expansion.choices import cannot_hold
from scheduler.expansion.selection import group_in, selected, service_in, staff_group_in

Value = TypeVar("Value")


def expand_rule_template(template: RuleTemplate, document: Programme) -> list[Rule]:
    """Return one rule for each scope of the template, placeholders filled in.

    None where the rule holds only under a choice that the group does not offer.
    """
    made: list[Rule] = []
    values = {f.name: getattr(template.rule, f.name) for f in fields(template.rule)}
    unfilled = {name: value for name, value in values.items() if _holds_placeholder(value)}
    for scope_id, names in _scopes(template, document):
        changes = {name: _filled(value, names) for name, value in unfilled.items()}
        filled = replace(template.rule, **{**changes, "id": f"{template.id}.{scope_id}"})
        if not cannot_hold(filled, document):
            made.append(filled)
    return made


def with_selections_resolved(rules: Iterable[Rule], document: Programme) -> Iterator[Rule]:
    """Yield the rules with every selection written out as ids.

    A rule of continuity or waves that names no technical cutovers speaks of all of its service's; a
    decision without a paper deadline has that of its meetings.
    """
    cutovers = _cutovers(document)
    for rule in rules:
        yield _with_selections_resolved(rule, document, cutovers)


def _with_selections_resolved(
    rule: Rule, document: Programme, cutovers: Mapping[str, list[str]]
) -> Rule:
    if isinstance(rule, Decision) and rule.paper_deadline_calendar_days is None:
        rule = replace(rule, paper_deadline_calendar_days=_paper_deadline(rule.meeting, document))
    if isinstance(rule, Continuity | Waves) and not rule.cutovers:
        return replace(rule, cutovers=tuple(cutovers.get(rule.service, ())))
    changes = {
        name: Selection(activities=selected(selection, document))
        for name, selection in selections(rule)
    }
    return replace(rule, **changes) if changes else rule  # type: ignore[arg-type]  # all Selections


def selections(rule: Rule) -> Iterator[tuple[str, Selection]]:
    """Yield the selections of a rule with the field that holds each."""
    for name in _selecting(type(rule)):  # type: ignore[arg-type]  # a class has a hash
        value = getattr(rule, name)
        if isinstance(value, Selection):
            yield name, value


@cache
def _selecting(kind: type[Rule]) -> tuple[str, ...]:
    """Return the fields of a kind that can hold a selection."""
    types = get_type_hints(kind)
    names = (f.name for f in fields(kind))
    return tuple(n for n in names if Selection in (types[n], *get_args(types[n])))


def _paper_deadline(meeting: str, document: Programme) -> int:
    """Return the paper deadline of the date set that a meeting is chosen from; 0 for none."""
    sets = {date_set.id: date_set for date_set in document.date_sets}
    for activity in document.activities:
        if activity.id == meeting and activity.dates in sets:
            return sets[activity.dates].paper_deadline_calendar_days or 0
    return 0


def default_rules(document: Programme) -> list[Rule]:
    """Return the rules that hold unwritten: placement, choice, capacity, use, components."""
    made: list[Rule] = []
    if not any(isinstance(r, Placement) for r in document.rules):
        made.append(Placement(id="placement", basis="technical", reason="What a plan is."))
    chosen = {r.group for r in document.rules if isinstance(r, SourcingChoice)}
    made += [
        SourcingChoice(
            id=f"choice.{group.id}",
            basis="policy",
            group=group.id,
            options=tuple(option.id for option in group.options),
            reason="One of the options put forward.",
        )
        for group in document.service_groups
        if group.id not in chosen
    ]
    limited = {r.team for r in document.rules if isinstance(r, TeamCapacity)}
    made += [
        TeamCapacity(
            id=f"capacity.{team.id}",
            basis="estimate",
            team=team.id,
            reason="People on the programme at one time.",
        )
        for team in document.teams
        if team.id not in limited
    ]
    counted = {r.consumable for r in document.rules if isinstance(r, ConsumableUse)}
    made += [
        ConsumableUse(
            id=f"amount.{consumable.id}",
            basis="estimate",
            consumable=consumable.id,
            reason="All there is for the programme.",
        )
        for consumable in document.consumables
        if consumable.id not in counted
    ]
    kept = {r.component for r in document.rules if isinstance(r, ComponentStop)}
    made += [
        ComponentStop(
            id=f"component.{component.id}",
            basis="technical",
            component=component.id,
            reason="Somebody uses it until the last consumer has left.",
        )
        for component in document.shared_components
        if component.id not in kept
    ]
    return made


def _scopes(template: RuleTemplate, document: Programme) -> Iterator[tuple[str, dict[str, str]]]:
    waves = _cutovers(document)
    match template.for_each:
        case "group":
            for group in document.service_groups:
                if group_in(template.where, group, document):
                    yield group.id, {"group": group.id}
        case "staff_group":
            for staff in document.staff_groups:
                if staff_group_in(template.where, staff):
                    yield staff.id, {"staff_group": staff.id, "group": staff.group}
        case "service":
            for service in document.services:
                if service_in(template.where, service, document):
                    yield service.id, _service_names(service, waves)
        case "staffed_service":
            yield from _staffed_services(template, document, waves)
        case "consecutive_waves":
            yield from _consecutive_waves(template, document, waves)


def _staffed_services(
    template: RuleTemplate, document: Programme, waves: Mapping[str, list[str]]
) -> Iterator[tuple[str, dict[str, str]]]:
    for staff in document.staff_groups:
        for service in document.services:
            if service.id in staff.services and service_in(template.where, service, document):
                names = _service_names(service, waves)
                yield f"{staff.id}.{service.id}", {**names, "staff_group": staff.id}


def _consecutive_waves(
    template: RuleTemplate, document: Programme, waves: Mapping[str, list[str]]
) -> Iterator[tuple[str, dict[str, str]]]:
    for service in document.services:
        if not service_in(template.where, service, document):
            continue
        names = _service_names(service, waves)
        for number, (earlier, later) in enumerate(pairwise(waves.get(service.id, [])), 1):
            yield f"{service.id}_{number}", {**names, "earlier": earlier, "later": later}


def _service_names(service: Service, waves: Mapping[str, list[str]]) -> dict[str, str]:
    names = {"service": service.id, "group": service.group}
    own = waves.get(service.id)
    if own:
        names |= {"first_cutover": own[0], "last_cutover": own[-1]}
    return names


def _cutovers(document: Programme) -> Mapping[str, list[str]]:
    """Return the waves of each service, in order."""
    waves: defaultdict[str, list[Activity]] = defaultdict(list)
    for activity in document.activities:
        if activity.kind == CUTOVER and activity.service is not None:
            waves[activity.service].append(activity)
    return {
        service: [a.id for a in sorted(found, key=lambda a: a.wave or 0)]
        for service, found in waves.items()
    }


def _holds_placeholder(value: object) -> bool:
    """Tell whether any string in a value has something to be filled in."""
    if isinstance(value, str):
        return "{" in value
    if isinstance(value, tuple):
        return any(map(_holds_placeholder, value))
    if is_dataclass(value):
        return any(_holds_placeholder(getattr(value, f.name)) for f in fields(value))
    return False


def _filled(value: Value, names: Mapping[str, str]) -> Value:
    """Return the value with placeholders replaced in every string it holds."""
    if isinstance(value, str):
        text: str = value
        for name, meaning in names.items():
            text = text.replace("{" + name + "}", meaning)
        return text  # type: ignore[return-value]  # a str for a str
    if isinstance(value, tuple):
        return tuple(_filled(item, names) for item in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        changes = {f.name: _filled(getattr(value, f.name), names) for f in fields(value)}
        return replace(value, **changes)
    return value
