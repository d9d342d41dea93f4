"""The dates of a service, read off the activities of a plan."""

from collections.abc import Mapping, Sequence

from scheduler.domain.activities import (
    ACCEPTANCE,
    CHARGES_STOP,
    CUTOVER,
    STAFF_TRANSFER,
    TRANSFER,
    Activity,
)
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.services import Service
from scheduler.interchange.plan_document import WrittenService


def service_dates(expanded: ExpandedProgramme, plan: Plan) -> dict[str, WrittenService]:
    """Return what a plan means for each service, in the order of the programme.

    A staff group without a service of its own counts for every service it delivers.
    """
    placed: dict[str, dict[str, list[Placed]]] = {name: {} for name in expanded.services}
    for name, dates in plan.placed.items():
        activity = expanded.activities[name]
        for service in _services_of(activity, expanded):
            placed[service].setdefault(activity.kind, []).append(dates)
    return {
        service.id: _of_service(service, placed[service.id])
        for service in expanded.document.services
    }


def _of_service(service: Service, placed: Mapping[str, Sequence[Placed]]) -> WrittenService:
    begun = {kind: max(p.start for p in dates) for kind, dates in placed.items()}
    ended = {kind: max(p.finish for p in dates) for kind, dates in placed.items()}
    return WrittenService(
        group=service.group,
        transfer=begun.get(TRANSFER),
        staff_transfer=begun.get(STAFF_TRANSFER),
        cutovers=tuple(sorted(p.start for p in placed.get(CUTOVER, ()))),
        charges_stop=ended.get(CHARGES_STOP),
        accepted=ended.get(ACCEPTANCE),
    )


def _services_of(activity: Activity, expanded: ExpandedProgramme) -> tuple[str, ...]:
    if activity.service is not None:
        return (activity.service,)
    if activity.staff_group is not None:
        return expanded.staff_groups[activity.staff_group].services
    return ()
