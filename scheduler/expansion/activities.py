"""Activity templates, written out as activities with one mode for each way of doing them."""

from collections.abc import Iterator
from dataclasses import replace

from scheduler.domain.activities import Activity, ActivityTemplate, Mode
from scheduler.domain.programme import Programme
from scheduler.domain.resources import StaffGroup
from scheduler.domain.services import Service, ServiceGroup, SourcingOption
from scheduler.domain.values import Factor, ThreePoint
from scheduler.expansion.outcomes import envelope, outcomes_of
from scheduler.expansion.selection import group_in, service_in, staff_group_in


def expand_activity_template(template: ActivityTemplate, document: Programme) -> list[Activity]:
    """Return one activity for each group, service, wave or staff group in the template's scope.

    An activity that no sourcing option performs is left out.
    """
    made = list(_instances(template, document))
    return [activity for activity in made if activity.modes]


def _instances(template: ActivityTemplate, document: Programme) -> Iterator[Activity]:
    match template.for_each:
        case "group":
            for group in document.service_groups:
                if group_in(template.where, group, document):
                    yield replace(_activity(template, group.id, group.name, group), group=group.id)
        case "staff_group":
            for staff in document.staff_groups:
                if staff_group_in(template.where, staff):
                    yield _of_staff_group(template, staff, document)
        case "service":
            for service in document.services:
                if service_in(template.where, service, document):
                    made = _of_service(template, service, service.name, document)
                    yield _with_load(made, template, service, (0, 100), document)
        case "wave":
            for service in document.services:
                if not service_in(template.where, service, document):
                    continue
                live = 0
                for number, wave in enumerate(service.waves, start=1):
                    name = f"{service.name}, {wave.name}" if wave.name else service.name
                    made = _of_service(template, service, name, document)
                    made = replace(made, id=f"{made.id}_{number}", wave=number)
                    shares = (live, live + wave.share_percent)
                    yield _with_load(made, template, service, shares, document)
                    live += wave.share_percent


def _of_service(
    template: ActivityTemplate, service: Service, name: str, document: Programme
) -> Activity:
    group = _group(service.group, document)
    made = _activity(template, service.id, name, group, service)
    return replace(made, service=service.id)


def _of_staff_group(template: ActivityTemplate, staff: StaffGroup, document: Programme) -> Activity:
    made = _activity(template, staff.id, staff.name, _group(staff.group, document))
    tags = tuple(dict.fromkeys((*template.tags, *staff.tags)))
    return replace(made, staff_group=staff.id, tags=tags)


def _activity(
    template: ActivityTemplate,
    scope_id: str,
    scope_name: str,
    group: ServiceGroup | None,
    service: Service | None = None,
) -> Activity:
    return Activity(
        id=f"{scope_id}.{template.id}",
        name=f"{scope_name or scope_id}: {template.name or template.id.replace('_', ' ')}",
        kind=template.id,
        form=template.form,
        calendar=template.calendar,
        also_calendars=template.also_calendars,
        may_pause=template.may_pause,
        dates=template.dates,
        modes=_modes(template, group, service),
        owner=template.owner,
        deliverable=template.deliverable,
        acceptance=template.acceptance,
        parts=template.parts,
        tags=tuple(dict.fromkeys(template.tags)),
        source=template.source,
    )


def _modes(
    template: ActivityTemplate, group: ServiceGroup | None, service: Service | None
) -> tuple[Mode, ...]:
    """Return the modes, those alike merged; one mode for all options says so with none listed."""
    if group is None:
        return (_mode(template, None, service),)
    merged: dict[str, list[str]] = {}
    modes: dict[str, Mode] = {}
    for option in group.options:
        mode = envelope(
            _mode(template, outcome, service)
            for outcome in outcomes_of(option)
            if template.id not in outcome.omits
        )
        if mode is None:
            continue
        key = repr(mode)
        modes[key] = mode
        merged.setdefault(key, []).append(option.id)
    if len(merged) == 1 and len(next(iter(merged.values()))) == len(group.options):
        return tuple(modes.values())
    return tuple(replace(modes[key], options=tuple(ids)) for key, ids in merged.items())


def _mode(
    template: ActivityTemplate, option: SourcingOption | None, service: Service | None
) -> Mode:
    phase = template.id
    demands, consumes = dict(template.demands), dict(template.consumes)
    if service is not None:
        demands.update(service.demands.get(phase, {}))
        consumes.update(service.consumes.get(phase, {}))
    if option is not None:
        demands.update(option.demands.get(phase, {}))
        consumes.update(option.consumes.get(phase, {}))
    demands = {team: amount for team, amount in demands.items() if amount}
    consumes = {name: amount for name, amount in consumes.items() if amount}
    if template.form != "work":
        return Mode(demands=demands, consumes=consumes)
    duration = template.duration
    if option is not None and phase in option.durations:
        duration = option.durations[phase]
    if service is not None and phase in service.durations:
        duration = service.durations[phase]
    if duration is not None:
        factor = option.factors.get(phase, Factor()) if option is not None else Factor()
        duration = _in_working_days(duration, factor)
    return Mode(duration=duration, demands=demands, consumes=consumes)


def _in_working_days(duration: ThreePoint, factor: Factor) -> ThreePoint:
    scale = 5 if duration.unit == "weeks" else 1
    return replace(
        duration,
        min=_rounded(duration.min * scale * factor.min),
        likely=_rounded(duration.likely * scale * factor.likely),
        max=_rounded(duration.max * scale * factor.max),
        unit="working_days",
    )


def _rounded(value: float) -> float:
    """Round half up to a whole day: the float noise of 16 x 5 x 1.1 must not add a day."""
    return float(int(round(value, 6) + 0.5))


def _with_load(
    activity: Activity,
    template: ActivityTemplate,
    service: Service,
    shares: tuple[int, int],
    document: Programme,
) -> Activity:
    """Give an event its part of the service's load.

    The part between the shares live before and after it, so that waves add up to the whole.
    """
    if not template.carries_change_load:
        return activity
    if template.for_each == "service" and service.waves and _waves_carry_load(document):
        return activity
    before, after = shares
    load = {
        group: points * after // 100 - points * before // 100
        for group, points in service.change_load.items()
    }
    return replace(activity, change_load={g: points for g, points in load.items() if points})


def _waves_carry_load(document: Programme) -> bool:
    return any(t.for_each == "wave" and t.carries_change_load for t in document.activity_templates)


def _group(group: str, document: Programme) -> ServiceGroup | None:
    return next((g for g in document.service_groups if g.id == group), None)
