"""The dates of each service in a plan: a service does not move on one day."""

from dataclasses import dataclass
from datetime import date

from scheduler.domain.activities import (
    ACCEPTANCE,
    CHARGES_STOP,
    CUTOVER,
    STAFF_TRANSFER,
    TRANSFER,
    Activity,
)
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDates:
    """When a service goes live, changes hands, stops costing and is accepted; None when never."""

    service: str
    cutovers: tuple[date, ...] = ()
    """First live day of each wave."""
    transfer: date | None = None
    staff_transfer: date | None = None
    """Of the last staff group that delivers the service."""
    charges_stop: date | None = None
    accepted: date | None = None


def service_dates(expanded: ExpandedProgramme, plan: Plan) -> tuple[ServiceDates, ...]:
    """Return the dates of every service, earliest transfer first, those without one last."""
    by_service: dict[str, list[Activity]] = {service: [] for service in expanded.services}
    for activity in expanded.document.activities:
        for service in _services_of(activity, expanded):
            if activity.id in plan.placed:
                by_service.setdefault(service, []).append(activity)
    found = [_dates(service, activities, plan) for service, activities in by_service.items()]
    return tuple(sorted(found, key=lambda dates: dates.transfer or date.max))


def _services_of(activity: Activity, expanded: ExpandedProgramme) -> tuple[str, ...]:
    if activity.service is not None:
        return (activity.service,)
    if activity.kind == STAFF_TRANSFER and activity.staff_group is not None:
        return expanded.staff_groups[activity.staff_group].services
    return ()


def _dates(service: str, activities: list[Activity], plan: Plan) -> ServiceDates:
    def of(kind: str) -> list[date]:
        return sorted(plan.placed[a.id].start for a in activities if a.kind == kind)

    return ServiceDates(
        service=service,
        cutovers=tuple(of(CUTOVER)),
        transfer=max(of(TRANSFER), default=None),
        staff_transfer=max(of(STAFF_TRANSFER), default=None),
        charges_stop=max(of(CHARGES_STOP), default=None),
        accepted=max(of(ACCEPTANCE), default=None),
    )
