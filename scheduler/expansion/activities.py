"""Activity templates, written out as activities with one mode for each way of doing them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from scheduler.domain.activities import Activity, ActivityTemplate, Mode
from scheduler.domain.programme import Programme
from scheduler.domain.resources import StaffGroup
from scheduler.domain.services import Service, ServiceGroup, SourcingOption
from scheduler.domain.values import Factor, ThreePoint
from scheduler.expansion.outcomes import envelope, outcomes_of
from scheduler.expansion.selection import group_in, service_in, staff_group_in

_WHOLE = 100
_Said = tuple[ThreePoint | None, tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]
"""What a mode says, to tell those alike."""


def expand_activity_template(template: ActivityTemplate, document: Programme) -> list[Activity]:
    """Return one activity for each group, service, wave or staff group in the template's scope.

    An activity that no sourcing option performs is left out.
    """
    made = list(_Template(template, document).instances())
    return [activity for activity in made if activity.modes]


class _Template:
    """A template being written out, with what all its activities share."""

    def __init__(self, template: ActivityTemplate, document: Programme) -> None:
        self._template = template
        self._document = document
        self._groups = {group.id: group for group in reversed(document.service_groups)}
        self._modes: dict[str | None, tuple[Mode, ...]] = {}
        self._waves_carry_load = any(
            t.for_each == "wave" and t.carries_change_load for t in document.activity_templates
        )

    def instances(self) -> Iterator[Activity]:
        """Yield the activities in the order of the document."""
        where, document = self._template.where, self._document
        match self._template.for_each:
            case "group":
                for group in document.service_groups:
                    if group_in(where, group, document):
                        yield self._activity(group, group.name, self._modes_under(group, None))
            case "staff_group":
                for staff in document.staff_groups:
                    if staff_group_in(where, staff):
                        modes = self._modes_under(self._groups.get(staff.group), None)
                        yield self._activity(staff, staff.name, modes)
            case "service":
                for service in document.services:
                    if service_in(where, service, document):
                        yield self._of_service(service, service.name, (0, _WHOLE))
            case "wave":
                for service in document.services:
                    if service_in(where, service, document):
                        yield from self._of_waves(service)

    def _of_waves(self, service: Service) -> Iterator[Activity]:
        live = 0
        for number, wave in enumerate(service.waves, start=1):
            name = f"{service.name}, {wave.name}" if wave.name else service.name
            shares = (live, live + wave.share_percent)
            yield self._of_service(service, name, shares, number)
            live += wave.share_percent

    def _of_service(
        self, service: Service, name: str, shares: tuple[int, int], wave: int | None = None
    ) -> Activity:
        modes = self._modes_under(self._groups.get(service.group), service)
        return self._activity(service, name, modes, wave, self._load(service, shares))

    def _activity(
        self,
        scope: ServiceGroup | Service | StaffGroup,
        name: str,
        modes: tuple[Mode, ...],
        wave: int | None = None,
        change_load: Mapping[str, int] = MappingProxyType({}),
    ) -> Activity:
        template = self._template
        tags = scope.tags if isinstance(scope, StaffGroup) else ()
        return Activity(
            id=f"{scope.id}.{template.id}" + (f"_{wave}" if wave is not None else ""),
            name=f"{name or scope.id}: {template.name or template.id.replace('_', ' ')}",
            kind=template.id,
            form=template.form,
            service=scope.id if isinstance(scope, Service) else None,
            group=scope.id if isinstance(scope, ServiceGroup) else None,
            staff_group=scope.id if isinstance(scope, StaffGroup) else None,
            wave=wave,
            calendar=template.calendar,
            also_calendars=template.also_calendars,
            may_pause=template.may_pause,
            dates=template.dates,
            modes=modes,
            change_load=dict(change_load),
            owner=template.owner,
            deliverable=template.deliverable,
            acceptance=template.acceptance,
            parts=template.parts,
            tags=tuple(dict.fromkeys((*template.tags, *tags))),
            source=template.source,
        )

    def _modes_under(self, group: ServiceGroup | None, service: Service | None) -> tuple[Mode, ...]:
        """Return the modes, worked out once for the services that say nothing of the phase."""
        phase = self._template.id
        if service is not None and (
            phase in service.durations or phase in service.demands or phase in service.consumes
        ):
            return _modes(self._template, group, service)
        key = None if group is None else group.id
        if key not in self._modes:
            self._modes[key] = _modes(self._template, group, None)
        return self._modes[key]

    def _load(self, service: Service, shares: tuple[int, int]) -> dict[str, int]:
        """Return an event's part of the service's load.

        The part between the shares live before and after it, so that waves add up to the whole.
        """
        template = self._template
        if not template.carries_change_load:
            return {}
        if template.for_each == "service" and service.waves and self._waves_carry_load:
            return {}
        before, after = shares
        load = {
            group: points * after // _WHOLE - points * before // _WHOLE
            for group, points in service.change_load.items()
        }
        return {group: points for group, points in load.items() if points}


def _modes(
    template: ActivityTemplate, group: ServiceGroup | None, service: Service | None
) -> tuple[Mode, ...]:
    """Return the modes, those alike merged; one mode for all options says so with none listed."""
    if group is None:
        return (_mode(template, None, service),)
    merged: dict[_Said, list[str]] = {}
    modes: dict[_Said, Mode] = {}
    for option in group.options:
        mode = envelope(
            _mode(template, outcome, service)
            for outcome in outcomes_of(option)
            if template.id not in outcome.omits
        )
        if mode is None:
            continue
        key = (mode.duration, tuple(mode.demands.items()), tuple(mode.consumes.items()))
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
    return ThreePoint(
        min=_rounded(duration.min * scale * factor.min),
        likely=_rounded(duration.likely * scale * factor.likely),
        max=_rounded(duration.max * scale * factor.max),
        source=duration.source,
        driver=duration.driver,
    )


def _rounded(value: float) -> float:
    """Round half up to a whole day: the float noise of 16 x 5 x 1.1 must not add a day."""
    return float(int(round(value, 6) + 0.5))
