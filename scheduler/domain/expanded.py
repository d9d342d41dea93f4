"""A programme with nothing left to look up: no templates, every selection a list of ids."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from scheduler.domain.activities import TRANSFER, Activity, Mode
from scheduler.domain.calendars import ONE_DAY, WorkCalendar
from scheduler.domain.plan import Plan
from scheduler.domain.programme import Programme
from scheduler.domain.resources import Consumable, StaffGroup, StaffMove, Team, UserGroup
from scheduler.domain.services import Service, ServiceGroup
from scheduler.domain.shared_components import SharedComponent


@dataclass(frozen=True, slots=True)
class ExpandedProgramme:
    """The expanded document with look-ups by id; what checks and postings read."""

    document: Programme
    activities: Mapping[str, Activity] = field(init=False)
    services: Mapping[str, Service] = field(init=False)
    groups: Mapping[str, ServiceGroup] = field(init=False)
    staff_groups: Mapping[str, StaffGroup] = field(init=False)
    teams: Mapping[str, Team] = field(init=False)
    consumables: Mapping[str, Consumable] = field(init=False)
    user_groups: Mapping[str, UserGroup] = field(init=False)
    calendars: Mapping[str, WorkCalendar] = field(init=False)
    components: Mapping[str, SharedComponent] = field(init=False)
    date_sets: Mapping[str, tuple[date, ...]] = field(init=False)
    _events: Mapping[tuple[str, str], str] = field(init=False, repr=False)
    asking: Mapping[str, tuple[Activity, ...]] = field(init=False, repr=False, compare=False)
    """Team to the activities that ask for it in some mode; a team nobody asks is missing."""
    loading: Mapping[str, tuple[Activity, ...]] = field(init=False, repr=False, compare=False)
    """User group to the activities that put change load on it."""
    moves: Mapping[str, tuple[tuple[StaffGroup, StaffMove], ...]] = field(
        init=False, repr=False, compare=False
    )
    """Team to the moves of staff that leave or join it, in the order of the document."""
    _worked: Mapping[str | None, frozenset[date]] = field(init=False, repr=False, compare=False)
    """Calendar to its working days in the horizon; the default calendar also without a name."""
    _in_order: Mapping[str | None, tuple[date, ...]] = field(init=False, repr=False, compare=False)
    """The same days, first to last."""

    def __post_init__(self) -> None:
        """Index the document once."""
        doc = self.document
        for name, items in (
            ("activities", doc.activities),
            ("services", doc.services),
            ("groups", doc.service_groups),
            ("staff_groups", doc.staff_groups),
            ("teams", doc.teams),
            ("consumables", doc.consumables),
            ("user_groups", doc.user_groups),
            ("calendars", doc.calendars),
            ("components", doc.shared_components),
        ):
            object.__setattr__(self, name, {item.id: item for item in items})
        object.__setattr__(self, "date_sets", {s.id: s.dates for s in doc.date_sets})
        horizon = [
            doc.plan_from + ONE_DAY * i for i in range((doc.plan_until - doc.plan_from).days + 1)
        ]
        worked: dict[str | None, frozenset[date]] = {
            c.id: frozenset(filter(c.is_working, horizon)) for c in doc.calendars
        }
        if doc.default_calendar in worked:
            worked[None] = worked[doc.default_calendar]
        object.__setattr__(self, "_worked", worked)
        in_order = {name: tuple(sorted(days)) for name, days in worked.items()}
        object.__setattr__(self, "_in_order", in_order)
        events: dict[tuple[str, str], str] = {}
        for activity in doc.activities:
            if activity.service is not None and activity.form == "event":
                events.setdefault((activity.service, activity.kind), activity.id)
        object.__setattr__(self, "_events", events)
        self._index_by_what_is_shared()

    def _index_by_what_is_shared(self) -> None:
        """List the activities of each team and user group: every rule about one reads them."""
        asking: defaultdict[str, list[Activity]] = defaultdict(list)
        loading: defaultdict[str, list[Activity]] = defaultdict(list)
        for activity in self.document.activities:
            asked = (t for mode in activity.modes for t, amount in mode.demands.items() if amount)
            for team in dict.fromkeys(asked):
                asking[team].append(activity)
            for user_group, points in activity.change_load.items():
                if points:
                    loading[user_group].append(activity)
        moves: defaultdict[str, list[tuple[StaffGroup, StaffMove]]] = defaultdict(list)
        for staff in self.document.staff_groups:
            for move in staff.moves:
                for side in dict.fromkeys((move.from_team, move.to_team)):
                    if side is not None:
                        moves[side].append((staff, move))
        for name, found in (("asking", asking), ("loading", loading), ("moves", moves)):
            object.__setattr__(self, name, {key: tuple(items) for key, items in found.items()})

    @property
    def default_calendar(self) -> WorkCalendar:
        """The calendar of lags and of activities that name none."""
        return self.calendars[self.document.default_calendar]

    def is_working(self, day: date, calendar: str | None = None) -> bool:
        """Tell whether a calendar, by default the default one, works on a day.

        Looked up within the horizon, asked of the calendar beyond it.
        """
        if day in self._worked[calendar]:
            return True
        if self.document.plan_from <= day <= self.document.plan_until:
            return False
        return self.calendars[calendar or self.document.default_calendar].is_working(day)

    def working_days_from(
        self, first: date, last: date, calendar: str | None = None
    ) -> Sequence[date]:
        """Return the days from one to another, both included, on which a calendar works."""
        if first < self.document.plan_from or last > self.document.plan_until:
            every = (first + ONE_DAY * n for n in range((last - first).days + 1))
            return [day for day in every if self.is_working(day, calendar)]
        days = self._in_order[calendar]
        return days[bisect_left(days, first) : bisect_right(days, last)]

    def days_of(self, activity: Activity, first: date, last: date) -> Sequence[date]:
        """Return the days on which an activity asks for people: working ones, all of an event."""
        if activity.form != "event":
            return self.working_days_from(first, last)
        return [first + ONE_DAY * n for n in range((last - first).days + 1)]

    def calendars_of(self, activity: Activity) -> tuple[WorkCalendar, ...]:
        """Return the calendars that must all work for an activity to be worked."""
        names = (activity.calendar or self.document.default_calendar, *activity.also_calendars)
        return tuple(self.calendars[name] for name in dict.fromkeys(names))

    def event_of(self, service: str, kind: str) -> str | None:
        """Return the first event of a kind that a service has, such as its transfer."""
        return self._events.get((service, kind))

    def transfers_of(self, group: str) -> tuple[str, ...]:
        """Return the transfer of each service of a group that has one."""
        services = (service.id for service in self.document.services if service.group == group)
        found = (self.event_of(service, TRANSFER) for service in services)
        return tuple(transfer for transfer in found if transfer is not None)

    def group_of(self, activity: Activity) -> str | None:
        """Return the service group whose option decides the activity's mode."""
        if activity.group is not None:
            return activity.group
        if activity.service is not None:
            return self.services[activity.service].group
        if activity.staff_group is not None:
            return self.staff_groups[activity.staff_group].group
        return None

    def provider_of(self, group: str, option: str) -> str | None:
        """Return the provider that an option of a group means; None in house.

        The incumbent is the contract's supplier. A provider still to be found is told by its group,
        so that it is nobody else's.
        """
        found = next((o for o in self.groups[group].options if o.id == option), None)
        if found is None or found.model == "in_house":
            return None
        if found.provider is None and found.model == "incumbent":
            return self.document.contract.supplier
        return found.provider or f"{self.groups[group].name or group}: to be found"

    def mode_in(self, activity: Activity, plan: Plan) -> Mode | None:
        """Return the mode of an activity under the plan's options, or None when not performed."""
        group = self.group_of(activity)
        return activity.mode_under(None if group is None else plan.options.get(group))

    def working_days(self, mode: Mode) -> int:
        """Return the duration of a mode in whole working days, by the programme's duration case."""
        if mode.duration is None:
            message = "only work has a duration"
            raise ValueError(message)
        value = mode.duration.case(self.document.durations)
        scale = 5 if mode.duration.unit == "weeks" else 1
        return int(value * scale + 0.5)
