"""References: everything a document names must be declared in it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain.activities import Activity, ActivityTemplate, Scope
from scheduler.domain.issues import Issue
from scheduler.domain.planning_rules import (
    Acceptance,
    AllowedDates,
    ChangeLoad,
    ComponentStop,
    ConsumableUse,
    Continuity,
    FallbackSlot,
    ParallelRunning,
    PlanningRule,
    ServiceLevel,
    SourcingChoice,
    StaffTransfer,
    TeamCapacity,
    Waves,
)
from scheduler.domain.programme import Programme
from scheduler.domain.services import ServiceGroup, SourcingOption
from scheduler.domain.values import ThreePoint
from scheduler.validation.ids import HasId
from scheduler.validation.lookup import Written, template_path
from scheduler.validation.walk import Parts
from scheduler.validation.wording import error, listed, maybe, quoted


@dataclass(frozen=True, slots=True)
class Named:
    """A reference as written: where, to what, and what there is."""

    path: str
    what: str
    name: str
    known: Collection[str]


def find_unknown_references(parts: Parts) -> Iterator[Issue]:
    """Report every reference outside the planning rules to something that is not declared."""
    for named in _references(parts):
        yield from unknown(named)


_OF_ONE_KIND: Mapping[type[PlanningRule], tuple[str, str, str]] = {
    TeamCapacity: ("team", "team", "teams"),
    ConsumableUse: ("consumable", "consumable", "consumables"),
    AllowedDates: ("dates", "date set", "date_sets"),
    ParallelRunning: ("pay_periods", "date set", "date_sets"),
    FallbackSlot: ("dates", "date set", "date_sets"),
    Acceptance: ("pay_periods", "date set", "date_sets"),
    StaffTransfer: ("tranche_dates", "date set", "date_sets"),
    Continuity: ("service", "service", "services"),
    Waves: ("service", "service", "services"),
    ServiceLevel: ("service", "service", "services"),
    ComponentStop: ("component", "shared component", "components"),
    ChangeLoad: ("user_group", "user group", "user_groups"),
}
"""The field of a rule that names something that is no activity, what that is and where it stands.

A field that is left out names nothing.
"""


def find_unknown_in_rules(written: Written) -> Iterator[Issue]:
    """Report every group, service, team or the like that a written-out rule names in vain.

    Activities are looked at with what each kind of rule asks of them.
    """
    expanded = written.expanded
    for rule in expanded.document.rules:
        at = written.path_of_rule(rule.id)
        if type(rule) in _OF_ONE_KIND:
            field, what, place = _OF_ONE_KIND[type(rule)]
            name = getattr(rule, field)
            if name is not None:
                yield from unknown(Named(f"{at}/{field}", what, name, getattr(expanded, place)))
        match rule:
            case SourcingChoice():
                named = Named(f"{at}/group", "service group", rule.group, expanded.groups)
                yield from unknown(named)
                group = expanded.groups.get(rule.group)
                options = [option.id for option in group.options] if group else rule.options
                for option in rule.options:
                    what = f"sourcing option of {rule.group}"
                    yield from unknown(Named(f"{at}/options", what, option, options))
            case ServiceLevel(kpi=str() as name) if rule.service in expanded.services:
                kpis = [kpi.id for kpi in expanded.services[rule.service].kpis]
                yield from unknown(Named(f"{at}/kpi", f"KPI of {rule.service}", name, kpis))
            case _:
                pass


def unknown(named: Named) -> Iterator[Issue]:
    """Report a reference that finds nothing."""
    if named.name in named.known:
        return
    there = f"; there are {listed(named.known)}" if named.known else "; none is declared"
    message = f"there is no {named.what} {quoted(named.name)}{there}"
    message += maybe(named.name, named.known)
    yield error("unknown_reference", named.path, message, named.name, refers_to=named.what)


def _references(parts: Parts) -> Iterator[Named]:
    document = parts.document
    ids = _declared(document)
    yield Named("/default_calendar", "calendar", document.default_calendar, ids["calendar"])
    yield from _of_people_and_services(document, ids)
    for at, option in _options(document):
        if option.profile is not None:
            yield Named(f"{at}/profile", "option profile", option.profile, ids["option profile"])
        yield from _by_phase(f"{at}/demands", "team", option.demands, ids)
        yield from _by_phase(f"{at}/consumes", "consumable", option.consumes, ids)
        for outcome in option.outcomes:
            of = f"{at}/outcomes[id={outcome.id}]"
            yield from _by_phase(f"{of}/demands", "team", outcome.demands, ids)
            yield from _by_phase(f"{of}/consumes", "consumable", outcome.consumes, ids)
    for index, template in enumerate(document.activity_templates):
        yield from _of_template(template_path(document, index), template, ids)
    groups = _groups(document)
    for activity in document.activities:
        yield from _of_activity(activity, groups, ids)
    for at, scope in parts.of(Scope):
        yield from _of_scope(at, scope, ids)
    for at, value in parts.of(ThreePoint):
        if value.driver is not None:
            yield Named(f"{at}/driver", "driver", value.driver, ids["driver"])
    for commitment in document.commitments:
        if commitment.group is not None:
            at = f"/commitments[id={commitment.id}]/group"
            yield Named(at, "service group", commitment.group, ids["service group"])


def _of_people_and_services(
    document: Programme, ids: Mapping[str, Collection[str]]
) -> Iterator[Named]:
    for team in document.teams:
        if team.pool is not None:
            yield Named(f"/teams[id={team.id}]/pool", "pool", team.pool, ids["pool"])
    for leave in document.leave_patterns:
        yield from _all(f"/leave_patterns[id={leave.id}]/teams", "team", leave.teams, ids)
    for staff in document.staff_groups:
        at = f"/staff_groups[id={staff.id}]"
        yield Named(f"{at}/group", "service group", staff.group, ids["service group"])
        yield from _all(f"{at}/services", "service", staff.services, ids)
    for service in document.services:
        at = f"/services[id={service.id}]"
        yield Named(f"{at}/group", "service group", service.group, ids["service group"])
        yield from _all(f"{at}/user_groups", "user group", service.user_groups, ids)
        yield from _all(f"{at}/change_load", "user group", service.change_load, ids)
        yield from _by_phase(f"{at}/demands", "team", service.demands, ids)
        yield from _by_phase(f"{at}/consumes", "consumable", service.consumes, ids)


def _declared(document: Programme) -> Mapping[str, frozenset[str]]:
    lists: dict[str, Sequence[HasId]] = {
        "calendar": document.calendars,
        "date set": document.date_sets,
        "pool": document.pools,
        "team": document.teams,
        "consumable": document.consumables,
        "user group": document.user_groups,
        "staff group": document.staff_groups,
        "option profile": document.option_profiles,
        "service group": document.service_groups,
        "service": document.services,
        "driver": document.drivers,
    }
    return {what: frozenset(item.id for item in items) for what, items in lists.items()}


def _all(
    path: str, what: str, names: Iterable[str], ids: Mapping[str, Collection[str]]
) -> Iterator[Named]:
    for name in names:
        yield Named(path, what, name, ids[what])


def _by_phase(
    path: str,
    what: str,
    table: Mapping[str, Mapping[str, int]],
    ids: Mapping[str, Collection[str]],
) -> Iterator[Named]:
    for phase, names in table.items():
        yield from _all(f"{path}/{phase}", what, names, ids)


def _options(document: Programme) -> Iterator[tuple[str, SourcingOption]]:
    for profile in document.option_profiles:
        yield f"/option_profiles[id={profile.id}]", profile
    for group in document.service_groups:
        for option in group.options:
            yield f"/service_groups[id={group.id}]/options[id={option.id}]", option


def _of_template(
    at: str, template: ActivityTemplate, ids: Mapping[str, Collection[str]]
) -> Iterator[Named]:
    if template.calendar is not None:
        yield Named(f"{at}/calendar", "calendar", template.calendar, ids["calendar"])
    yield from _all(f"{at}/also_calendars", "calendar", template.also_calendars, ids)
    if template.dates is not None:
        yield Named(f"{at}/dates", "date set", template.dates, ids["date set"])
    yield from _all(f"{at}/demands", "team", template.demands, ids)
    yield from _all(f"{at}/consumes", "consumable", template.consumes, ids)


def _of_activity(
    activity: Activity,
    groups: Mapping[tuple[str, str], ServiceGroup],
    ids: Mapping[str, Collection[str]],
) -> Iterator[Named]:
    at = f"/activities[id={activity.id}]"
    for field, what, name in (
        ("service", "service", activity.service),
        ("group", "service group", activity.group),
        ("staff_group", "staff group", activity.staff_group),
        ("calendar", "calendar", activity.calendar),
        ("dates", "date set", activity.dates),
    ):
        if name is not None:
            yield Named(f"{at}/{field}", what, name, ids[what])
    yield from _all(f"{at}/also_calendars", "calendar", activity.also_calendars, ids)
    yield from _all(f"{at}/change_load", "user group", activity.change_load, ids)
    found = (
        groups.get(("group", activity.group or ""))
        or groups.get(("service", activity.service or ""))
        or groups.get(("staff_group", activity.staff_group or ""))
    )
    for index, mode in enumerate(activity.modes):
        yield from _all(f"{at}/modes[{index}]/demands", "team", mode.demands, ids)
        yield from _all(f"{at}/modes[{index}]/consumes", "consumable", mode.consumes, ids)
        if found is not None:
            options = [option.id for option in found.options]
            for option in mode.options:
                what = f"sourcing option of {found.id}"
                yield Named(f"{at}/modes[{index}]/options", what, option, options)


def _groups(document: Programme) -> Mapping[tuple[str, str], ServiceGroup]:
    """Return the service group behind each group, service and staff group."""
    by_id = {group.id: group for group in document.service_groups}
    found = {("group", name): group for name, group in by_id.items()}
    for field, members in (("service", document.services), ("staff_group", document.staff_groups)):
        for member in members:
            if member.group in by_id:
                found[field, member.id] = by_id[member.group]
    return found


def _of_scope(at: str, scope: Scope, ids: Mapping[str, Collection[str]]) -> Iterator[Named]:
    for field, what, names in (
        ("services", "service", scope.services),
        ("except_services", "service", scope.except_services),
        ("groups", "service group", scope.groups),
        ("except_groups", "service group", scope.except_groups),
        ("staff_groups", "staff group", scope.staff_groups),
        ("user_groups", "user group", scope.user_groups),
    ):
        yield from _all(f"{at}/{field}", what, names, ids)
