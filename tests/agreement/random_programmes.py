"""Tiny programmes drawn at random: all rule kinds, all forms, a weekend or holiday always near."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Literal, get_args

from scheduler.domain.activities import Activity, Form, Mode, Selection
from scheduler.domain.calendars import DateSet, WorkCalendar
from scheduler.domain.planning_rules import (
    AllowedDates,
    ChangeFreeze,
    ChangeLoad,
    Continuity,
    DateLimit,
    Hypercare,
    ParallelRunning,
    Precedence,
    RollingLimit,
    Rule,
    ScheduleContingency,
    Separation,
    SourcingChoice,
    TeamCapacity,
)
from scheduler.domain.programme import Programme
from scheduler.domain.resources import Booking, CapacityPeriod, Consumable, Team, UserGroup
from scheduler.domain.services import Contract, Service, ServiceGroup, Wave
from scheduler.domain.shared_components import SharedComponent
from scheduler.domain.values import WEEKDAYS, Price, ThreePoint, Window
from scheduler.rules import kind_of
from tests.agreement.random_choices import conditional, option
from tests.agreement.random_families import FAMILIES
from tests.agreement.random_money import with_money
from tests.agreement.random_staff import staff_groups, with_decay

MOST_PLANS = 900
"""Before any rule; what brute force can list quickly."""

MONDAYS = (date(2023, 4, 3), date(2020, 12, 28), date(2023, 5, 1), date(2023, 6, 5))
"""Before Easter; ISO week 53; bank holidays on Mondays; an ordinary week."""
HOLIDAYS = (
    date(2023, 4, 7),
    date(2023, 4, 10),
    date(2020, 12, 28),
    date(2021, 1, 1),
    date(2023, 5, 1),
    date(2023, 5, 8),
)

WAVES = (Wave(share_percent=50), Wave(share_percent=30), Wave(share_percent=20))


class Draw:
    """One random programme, part by part."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.first = self.random.choice(MONDAYS) + timedelta(days=self.random.randint(-3, 4))
        self.days = tuple(self.first + timedelta(days=n) for n in range(self.random.randint(5, 10)))
        self.groups = tuple(
            ServiceGroup(
                id=name,
                options=tuple(option(self, o) for o in "ABC"[: self.random.randint(1, 3)]),
            )
            for name in ("HR", "IT")[: self.random.randint(0, 2)]
        )
        self.activities: tuple[Activity, ...] = ()
        self.budgeted = False
        self.components: tuple[SharedComponent, ...] = ()

    def programme(self) -> Programme:
        """Return the programme: structure first, then rules that speak of it."""
        self.activities = self._activities()
        self.components = self._components()
        document = Programme(
            format_version=1,
            id="random",
            name="random",
            plan_from=self.first,
            plan_until=self.days[-1],
            contract=Contract(supplier="Incumbent", end_date=self.random.choice(self.days)),
            calendars=self._calendars(),
            default_calendar="weekdays",
            date_sets=(
                DateSet(id="some", dates=self._some_days(2, 6)),
                DateSet(id="others", dates=self._some_days(2, 6)),
            ),
            teams=(with_decay(self, self._team()),),
            consumables=(Consumable(id="STOCK", amount=self.random.randint(0, 9)),),
            user_groups=(UserGroup(id="STAFF"),),
            load_profile=self.random.choice(((6, 10, 8), (1,), (2, 0, 1), (1, 1))),
            service_groups=self.groups,
            services=(
                *(
                    Service(id=f"of_{g.id}", group=g.id, criticality=3, waves=WAVES)
                    for g in self.groups
                ),
            ),
            staff_groups=staff_groups(self),
            shared_components=self.components,
            activities=self.activities,
        )
        if self.random.random() < 0.3:
            self.budgeted = True
            document = with_money(document, self.random)
            self.activities = document.activities
        return replace(document, rules=tuple(self._rules()))

    def _calendars(self) -> tuple[WorkCalendar, ...]:
        weekdays = WorkCalendar(
            id="weekdays", closures=tuple(Window(first=day, last=day) for day in HOLIDAYS)
        )
        if self.random.random() < 0.2:
            weekdays = self._with_shutdown(weekdays)
        supplier = replace(self._with_shutdown(weekdays), id="supplier")
        others = WorkCalendar(
            id="others",
            working_weekdays=self.random.choice((WEEKDAYS[:5], WEEKDAYS[:4], WEEKDAYS[1:5])),
            closures=self._with_shutdown(weekdays).closures,
        )
        return weekdays, supplier, others

    def _with_shutdown(self, calendar: WorkCalendar) -> WorkCalendar:
        """Return the calendar with one closure more, if a working day is left."""
        closed = replace(calendar, closures=(*calendar.closures, self._window()))
        return closed if any(map(closed.is_working, self.days)) else calendar

    def _activities(self) -> tuple[Activity, ...]:
        made: list[Activity] = []
        plans = 1
        for name in "PQRS"[: self.random.randint(2, 4)]:
            activity, ways = self._activity(name)
            plans *= ways
            if plans > MOST_PLANS:
                break
            made.append(activity)
        return tuple(made)

    def _components(self) -> tuple[SharedComponent, ...]:
        """Return a component that one event stops and others may use."""
        events = self._events()
        if len(events) < 2 or self.random.random() < 0.7:
            return ()
        stop, *others = self.random.sample(events, len(events))
        own = self.random.random() < 0.5
        used = self._selection(others)
        return (SharedComponent(id="LAN", stop=stop.id, consumers=used, incumbents=own),)

    def _activity(self, name: str) -> tuple[Activity, int]:
        forms: Sequence[Form] = ("event", "event", "event", "work", "work", "work", "span")
        form = self.random.choice(forms)
        group = self.random.choice((None, *self.groups))
        dates = self.random.choice((None, "some", "others")) if form == "event" else None
        days = len(self.days)
        ways = {"event": days if dates is None else 5, "work": days - 3, "span": days * 2}[form]
        load = {"STAFF": self.random.randint(1, 3)} if form == "event" else {}
        activity = Activity(
            id=name,
            kind="work",
            form=form,
            group=None if group is None else group.id,
            calendar=self.random.choice((None, None, "supplier")) if form != "event" else None,
            also_calendars=("others",) if form != "event" and self.random.random() < 0.2 else (),
            may_pause=form == "event" or self.random.random() < 0.8,
            dates=dates,
            modes=self._modes(form, group),
            change_load=load if self.random.random() < 0.7 else {},
        )
        return activity, max(2, ways)

    def _modes(self, form: Form, group: ServiceGroup | None) -> tuple[Mode, ...]:
        if group is None:
            return (self._mode(form, ()),)
        left = [option.id for option in group.options]
        self.random.shuffle(left)
        made = []
        while left and self.random.random() < 0.8:
            take = self.random.randint(1, len(left))
            made.append(self._mode(form, tuple(left[:take])))
            left = left[take:]
        if left and self.random.random() < 0.3:
            made.append(self._mode(form, ()))
        return tuple(made) or (self._mode(form, ()),)

    def _mode(self, form: Form, options: tuple[str, ...]) -> Mode:
        days = self.random.randint(1, 3)
        return Mode(
            options=options,
            duration=ThreePoint(min=days, likely=days, max=days) if form == "work" else None,
            demands={"TEAM": self.random.choice((30, 50, 60, 100))}
            if self.random.random() < 0.5
            else {},
            consumes={"STOCK": self.random.randint(1, 5)} if self.random.random() < 0.3 else {},
        )

    def _team(self) -> Team:
        periods = [CapacityPeriod(first=date(2020, 1, 1), hundredths=self._capacity())]
        periods += [
            CapacityPeriod(first=day, hundredths=self._capacity()) for day in self._some_days(0, 2)
        ]
        bookings: tuple[Booking, ...] = ()
        if self.random.random() < 0.4:
            window = self._window()
            bookings = (Booking(first=window.first, last=window.last, hundredths=40),)
        return Team(id="TEAM", capacity=tuple(periods), bookings=bookings)

    def _rules(self) -> list[Rule]:
        makers: list[Callable[[str], Rule | None]] = [
            self._precedence,
            self._precedence,
            self._precedence,
            self._sourcing_choice,
            self._team_capacity,
            self._date_limit,
            self._allowed_dates,
            self._change_freeze,
            self._rolling_limit,
            self._separation,
            self._parallel_running,
            self._parallel_running,
            self._hypercare,
            self._hypercare,
            self._continuity,
            self._continuity,
            self._schedule_contingency,
            self._change_load,
            *(partial(make, self) for make in FAMILIES),
        ]
        drawn = (
            self.random.choice(makers)(f"R{number}") for number in range(self.random.randint(1, 5))
        )
        return [conditional(self, self._priced(rule)) for rule in drawn if rule is not None]

    def _priced(self, rule: Rule) -> Rule:
        if self.random.random() < 0.75:
            return rule
        per: Literal["once", "unit"] = "once"
        if kind_of(rule).unit is not None and self.random.random() < 0.6:
            per = "unit"
        return replace(rule, price=Price(points=self.random.randint(1, 9), per=per))

    def _precedence(self, name: str) -> Rule | None:
        if len(self.activities) < 2:
            return None
        before, after = self.random.sample(self.activities, 2)
        least: int | None = self.random.choice((0, 0, 0, 1, 2, 4, -1, -3))
        most: int | None = None
        if self.random.random() < 0.4:
            most = (least or 0) + self.random.randint(0, 3)
            least = self.random.choice((least, None))
        return Precedence(
            id=name,
            before=before.id,
            after=after.id,
            link=self.random.choice(get_args(Literal["FS", "SS", "FF", "SF"])),
            min_lag=least,
            max_lag=most,
            lag_unit=self.random.choice(("working_days", "calendar_days")),
        )

    def _sourcing_choice(self, name: str) -> Rule | None:
        if not self.groups:
            return None
        group = self.random.choice(self.groups)
        ids = [option.id for option in group.options]
        some = tuple(self.random.sample(ids, self.random.randint(1, len(ids))))
        return SourcingChoice(id=name, group=group.id, options=some)

    def _team_capacity(self, name: str) -> Rule:
        return TeamCapacity(id=name, team="TEAM")

    def _date_limit(self, name: str) -> Rule | None:
        if not self.activities:
            return None
        first, last = sorted(self.random.sample(self.days, 2))
        which = self.random.randint(1, 3)
        return DateLimit(
            id=name,
            activities=self._selection(self.activities),
            start_not_before=first if which & 1 else None,
            finish_not_after=last if which & 2 else None,
        )

    def _allowed_dates(self, name: str) -> Rule | None:
        dates = self.random.choice(("some", "others"))
        return self._of_events(lambda who: AllowedDates(id=name, activities=who, dates=dates))

    def _change_freeze(self, name: str) -> Rule | None:
        if not self.activities:
            return None
        windows = tuple(self._window() for _ in range(self.random.randint(1, 2)))
        return ChangeFreeze(id=name, activities=self._selection(self.activities), windows=windows)

    def _rolling_limit(self, name: str) -> Rule | None:
        most, days = self.random.randint(1, 2), self.random.randint(1, 6)
        return self._of_events(
            lambda who: RollingLimit(id=name, activities=who, at_most=most, calendar_days=days)
        )

    def _separation(self, name: str) -> Rule | None:
        days = self.random.randint(1, 5)
        return self._of_events(
            lambda who: Separation(
                id=name,
                activities=who,
                from_activities=self._selection(self._events()),
                calendar_days=days,
            )
        )

    def _parallel_running(self, name: str) -> Rule | None:
        spans = [a for a in self.activities if a.form == "span"]
        if not spans or not self._events():
            return None
        return ParallelRunning(
            id=name,
            activity=spans[0].id,
            cutover=self.random.choice(self._events()).id,
            pay_periods=self.random.choice(("some", "others")),
            periods=self.random.randint(1, 2),
        )

    def _hypercare(self, name: str) -> Rule | None:
        stretches = [a for a in self.activities if a.form != "event"]
        events = self._events()
        if not stretches or not events:
            return None
        transfer = self.random.choice(events)
        others = [a.id for a in events if a is not transfer]
        return Hypercare(
            id=name,
            transfer=transfer.id,
            hypercare=self.random.choice(stretches).id,
            acceptance=self.random.choice((None, *others)),
            acceptance_after_calendar_days=self.random.randint(0, 5),
            complete_by=self.random.choice((None, self.random.choice(self.days))),
        )

    def _continuity(self, name: str) -> Rule | None:
        events = [a.id for a in self._events()]
        if not events or not self.groups:
            return None
        self.random.shuffle(events)
        return Continuity(
            id=name,
            service=f"of_{self.groups[0].id}",
            transfer=events[0],
            charges_stop=self.random.choice((None, *events[1:2])),
            cutovers=tuple(events[2:]),
        )

    def _schedule_contingency(self, name: str) -> Rule | None:
        days = self.random.randint(0, 4)
        return self._of_events(
            lambda who: ScheduleContingency(id=name, activities=who, working_days=days)
        )

    def _change_load(self, name: str) -> Rule:
        most = self.random.choice((0, 1, 2, 3, 6, 10, 12, 16, 20, 30))
        return ChangeLoad(id=name, user_group="STAFF", at_most=most)

    def _of_events(self, make: Callable[[Selection], Rule]) -> Rule | None:
        return make(self._selection(self._events())) if self._events() else None

    def _events(self) -> list[Activity]:
        return [a for a in self.activities if a.form == "event"]

    def _selection(self, among: Sequence[Activity]) -> Selection:
        some = self.random.sample(among, self.random.randint(1, len(among)))
        return Selection(activities=tuple(a.id for a in some))

    def _some_days(self, least: int, most: int) -> tuple[date, ...]:
        count = self.random.randint(least, min(most, len(self.days)))
        return tuple(sorted(self.random.sample(self.days, count)))

    def _window(self) -> Window:
        first = self.random.choice(self.days)
        return Window(first=first, last=first + timedelta(days=self.random.randint(0, 3)))

    def _capacity(self) -> int:
        return self.random.choice((50, 100, 110, 150))
