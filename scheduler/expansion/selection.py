"""Scopes and selections: from filters to the ids they mean."""

from scheduler.domain.activities import Activity, Scope, Selection
from scheduler.domain.programme import Programme
from scheduler.domain.resources import StaffGroup
from scheduler.domain.services import Service, ServiceGroup

EVERYTHING = Scope()
"""The scope that leaves nothing out."""


def service_in(scope: Scope, service: Service, document: Programme) -> bool:
    """Tell whether a service lies in a scope."""
    if scope == EVERYTHING:
        return True
    staff = {s for s in scope.staff_groups if service.id in _services_of(s, document)}
    return (
        (not scope.services or service.id in scope.services)
        and (not scope.groups or service.group in scope.groups)
        and (not scope.staff_groups or bool(staff))
        and (not scope.user_groups or bool(set(scope.user_groups) & set(service.user_groups)))
        and (scope.criticality_at_least or 0) <= service.criticality
        and (not scope.tags or bool(set(scope.tags) & set(service.tags)))
        and service.id not in scope.except_services
        and service.group not in scope.except_groups
        and not set(scope.except_tags) & set(service.tags)
    )


def group_in(scope: Scope, group: ServiceGroup, document: Programme) -> bool:
    """Tell whether a service group lies in a scope.

    Filters on services hold for a group when they hold for one of its services.
    """
    if scope == EVERYTHING:
        return True
    members = (s for s in document.services if s.group == group.id)
    by_service = bool(scope.services or scope.user_groups or scope.staff_groups)
    by_service = by_service or scope.criticality_at_least is not None
    about_services = Scope(
        services=scope.services,
        user_groups=scope.user_groups,
        staff_groups=scope.staff_groups,
        criticality_at_least=scope.criticality_at_least,
    )
    return (
        (not scope.groups or group.id in scope.groups)
        and (not scope.tags or bool(set(scope.tags) & set(group.tags)))
        and group.id not in scope.except_groups
        and not set(scope.except_tags) & set(group.tags)
        and (not by_service or any(service_in(about_services, s, document) for s in members))
    )


def staff_group_in(scope: Scope, staff_group: StaffGroup) -> bool:
    """Tell whether a staff group lies in a scope."""
    if scope == EVERYTHING:
        return True
    return (
        (not scope.staff_groups or staff_group.id in scope.staff_groups)
        and (not scope.groups or staff_group.group in scope.groups)
        and (not scope.services or bool(set(scope.services) & set(staff_group.services)))
        and (not scope.tags or bool(set(scope.tags) & set(staff_group.tags)))
        and staff_group.group not in scope.except_groups
        and not set(scope.except_tags) & set(staff_group.tags)
    )


def selected(selection: Selection, document: Programme) -> tuple[str, ...]:
    """Return the ids a selection means, in the order of the document.

    Ids named outright are kept even when unknown, so that validation can say so.
    """
    if selection.kinds or selection.scope is not None:
        scope = selection.scope or Scope()
        found = [
            a.id
            for a in document.activities
            if (not selection.kinds or a.kind in selection.kinds)
            and _activity_in(scope, a, document)
        ]
    else:
        found = []
    each_once = dict.fromkeys((*found, *selection.activities))
    return tuple(i for i in each_once if i not in selection.except_activities)


def _activity_in(scope: Scope, activity: Activity, document: Programme) -> bool:
    if scope == EVERYTHING:
        return True
    tags = set(activity.tags)
    if set(scope.except_tags) & tags:
        return False
    if set(scope.tags) & tags:
        scope = _without_tags(scope)
        if scope == EVERYTHING:
            return True
    for service in document.services:
        if service.id == activity.service:
            return service_in(scope, service, document)
    for staff_group in document.staff_groups:
        if staff_group.id == activity.staff_group:
            return staff_group_in(scope, staff_group)
    for group in document.service_groups:
        if group.id == activity.group:
            return group_in(scope, group, document)
    return False


def _without_tags(scope: Scope) -> Scope:
    return Scope(
        services=scope.services,
        groups=scope.groups,
        staff_groups=scope.staff_groups,
        user_groups=scope.user_groups,
        criticality_at_least=scope.criticality_at_least,
        except_services=scope.except_services,
        except_groups=scope.except_groups,
    )


def _services_of(staff_group: str, document: Programme) -> tuple[str, ...]:
    for candidate in document.staff_groups:
        if candidate.id == staff_group:
            return candidate.services
    return ()
