"""The model under construction: variables made on demand, rules posted in any order.

Nothing is decided here: a programme's structure (one option per group, activities by mode) becomes
variables, and rules constrain them. With `exact` every plan has one assignment of the variables
that matter, so that all plans can be enumerated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property

from ortools.sat.python import cp_model

from scheduler.domain.activities import Activity, Mode
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import PlanningRule
from scheduler.model.costs import CostExpressions
from scheduler.model.enforcement import Enforcement
from scheduler.model.expressions import Condition, Expression
from scheduler.model.instant import Instant
from scheduler.model.lag_literal import lag_within
from scheduler.model.placed_variables import Asking, Event, OffAxisAsking, Placed, Stretch
from scheduler.model.start_periods import started_from
from scheduler.model.starts_on import starts_on
from scheduler.model.togetherness import post_within
from scheduler.model.turn import Turn, turn_of
from scheduler.model.under_way import post_one_at_a_time
from scheduler.timeline.durations import RunsOf, StartClass
from scheduler.timeline.time_axis import TimeAxis, axis_of


class ModelBuild:
    """A CP-SAT model of one programme and the meaning of its variables."""

    def __init__(
        self, programme: ExpandedProgramme, *, exact: bool = False, runs_of: RunsOf | None = None
    ) -> None:
        """Make the option literals; activities follow when first asked for.

        `runs_of` of another model of the programme saves finding its working days again.
        """
        self.programme = programme
        self.axis: TimeAxis = axis_of(programme) if runs_of is None else runs_of.axis
        self.exact = exact
        self.model = cp_model.CpModel()
        self.priced: list[tuple[int, Expression]] = []
        """Points for each unit of an expression: what concessions cost."""
        self.enforcements: dict[str, Enforcement] = {}
        self._placed: dict[str, Placed] = {}
        self._allowed: dict[str, list[Callable[[date], bool]]] = {}
        self._runs_of = runs_of or RunsOf(programme, self.axis)
        self._starts_on: dict[tuple[str, date, bool], Expression] = {}
        self._sourced_by: dict[tuple[str, frozenset[str]], cp_model.IntVar] = {}
        self._starts: dict[tuple[int, ...], list[int]] = {}
        self._domains: dict[tuple[int, ...], cp_model.Domain] = {}
        self._options = {
            group.id: {o.id: self._bool(f"{group.id}={o.id}") for o in group.options}
            for group in programme.document.service_groups
        }
        for options in self._options.values():
            self.model.add_exactly_one(options.values())

    @cached_property
    def costs(self) -> CostExpressions:
        """What the plan costs, made when first asked for."""
        return CostExpressions(self)

    def chosen(self, activity: Activity, mode: Mode) -> Condition:
        """Return a literal that holds when an activity is performed in a mode."""
        return self._performed(activity, (mode,))

    def option(self, group: str, option: str) -> Condition:
        """Return the literal of a sourcing option of a group."""
        return self._options[group][option]

    def options(self) -> dict[str, dict[str, cp_model.IntVar]]:
        """Return the option literals of every group."""
        return self._options

    def sourced_by(self, group: str, options: Iterable[str]) -> Condition:
        """Return a literal that holds when the option of a group is one of some."""
        wanted = frozenset(options)
        literals = [literal for name, literal in self._options[group].items() if name in wanted]
        if len(literals) == len(self._options[group]):
            return True
        if not literals:
            return self.model.new_constant(0)
        if len(literals) == 1:
            return literals[0]
        if (group, wanted) not in self._sourced_by:
            some = self._bool(f"{group} in {', '.join(sorted(wanted))}")
            self.model.add(sum(literals) == some)
            self._sourced_by[group, wanted] = some
        return self._sourced_by[group, wanted]

    def by_provider(self, groups: Iterable[str]) -> dict[str | None, list[cp_model.IntVar]]:
        """Return the option literals of some groups by the provider each means; None in house."""
        found: dict[str | None, list[cp_model.IntVar]] = {}
        for group in groups:
            for option, literal in self._options[group].items():
                provider = self.programme.provider_of(group, option)
                found.setdefault(provider, []).append(literal)
        return found

    def providers(self, groups: Iterable[str]) -> list[cp_model.IntVar]:
        """Return one literal for each provider that some groups may have, true when one has it."""
        made = []
        for provider, literals in self.by_provider(groups).items():
            if provider is not None:
                used = self._bool(f"provided by {provider}")
                self.model.add_max_equality(used, literals)
                made.append(used)
        return made

    def placed(self, activity: str) -> Placed:
        """Return the variables of an activity, made on first use."""
        if activity not in self._placed:
            self._placed[activity] = self._make(self.programme.activities[activity])
        return self._placed[activity]

    def event(self, activity: str) -> Event:
        """Return the variables of an event."""
        placed = self.placed(activity)
        if not isinstance(placed, Event):
            message = f"{activity} is no event"
            raise TypeError(message)
        return placed

    def stretch(self, activity: str) -> Stretch:
        """Return the variables of work or a span."""
        placed = self.placed(activity)
        if not isinstance(placed, Stretch):
            message = f"{activity} is an event"
            raise TypeError(message)
        return placed

    def start(self, activity: str) -> Instant:
        """Return the instant at which the first day of an activity begins."""
        return Instant(self.axis, self.model, activity, self.placed(activity), at_start=True)

    def finish(self, activity: str) -> Instant:
        """Return the instant at which the last day of an activity has ended."""
        return Instant(self.axis, self.model, activity, self.placed(activity), at_start=False)

    def turn(self, event: str, calendar_days: int = 0) -> Turn:
        """Return the moment, so many days after an event, from which something is different."""
        return turn_of(self.model, self.axis, self.event(event), calendar_days)

    def post_within(self, instants: Sequence[Instant], calendar_days: int, by: Enforcement) -> None:
        """Post that performed starts, or finishes, are at most so many calendar days apart."""
        post_within(instants, calendar_days, self, by)

    def post_one_at_a_time(self, activities: Iterable[str], by: Enforcement) -> None:
        """Post that no two activities are under way on one day."""
        post_one_at_a_time(activities, self, by)

    def lag_within(self, origin: Instant, target: Instant, least: int, most: int) -> Condition:
        """Return a literal that needs a lag within these calendar days, both performed."""
        return lag_within(origin, target, least, most, self)

    def started_from(self, activity: str, firsts: Sequence[date | None]) -> Sequence[Condition]:
        """Return a literal for each period in which an activity may start, by its first day."""
        return started_from(activity, firsts, self)

    def starts_on(self, activity: str, day: date, *, or_before: bool = False) -> Expression:
        """Return 1 where an activity is performed and starts on a day, or by it; made once."""
        return starts_on(activity, day, self, self._starts_on, or_before=or_before)

    def forbid_start(self, activity: str, barred: Callable[[date], bool], by: Enforcement) -> None:
        """Bar an activity from starting on some dates.

        Dates barred without condition never become variables when asked before their first use.
        """
        if by.always and activity not in self._placed:
            self._allowed.setdefault(activity, []).append(lambda day: not barred(day))
            return
        placed = self.placed(activity)
        if isinstance(placed, Event):
            for day, literal in placed.on.items():
                if barred(day):
                    by.bind(self.model.add_bool_or([~literal]))
            return
        open_starts = [i for i, day in enumerate(self.axis.working) if not barred(day)]
        domain = cp_model.Domain.from_values(open_starts)
        by.bind(self.model.add_linear_expression_in_domain(placed.start, domain), placed.performed)

    def barred(self) -> tuple[str, ...]:
        """Return the activities for which dates were barred before they had variables."""
        return tuple(self._allowed)

    def weekly_load(self, user_group: str) -> dict[date, tuple[Expression, int]]:
        """Return the change load of each week by its Monday, with the most it could be."""
        terms: dict[date, list[tuple[int, cp_model.IntVar]]] = {}
        heaviest: dict[date, dict[str, int]] = {}
        for activity in self.programme.loading.get(user_group, ()):
            points = activity.change_load[user_group]
            for day, on in self.event(activity.id).on.items():
                monday = day - ONE_DAY * day.weekday()
                for week, weight in enumerate(self.programme.document.load_profile):
                    if weight:
                        at = monday + ONE_DAY * (7 * week)
                        terms.setdefault(at, []).append((points * weight, on))
                        most = heaviest.setdefault(at, {})
                        most[activity.id] = max(points * weight, most.get(activity.id, 0))
        return {
            monday: (
                cp_model.LinearExpr.weighted_sum(
                    [on for _, on in found], [worth for worth, _ in found]
                ),
                sum(heaviest[monday].values()),
            )
            for monday, found in sorted(terms.items())
        }

    def add_priced(self, rule: PlanningRule) -> Enforcement:
        """Return the enforcement of a soft rule; its price goes to the concessions."""
        if rule.price is None:
            message = f"{rule.id} is hard"
            raise ValueError(message)
        if rule.price.per == "unit":
            made = Enforcement(self.model, price=rule.price)
        else:
            held = self._bool(f"holds[{rule.id}]")
            self.priced.append((rule.price.points, 1 - held))
            made = Enforcement(self.model, (held,), rule.price)
        self.enforcements[rule.id] = made
        return made

    def _make(self, activity: Activity) -> Placed:
        performed = self._performed(activity, activity.modes)
        match activity.form:
            case "event":
                return self._make_event(activity, performed)
            case "span":
                return self._make_span(activity, performed)
            case "work":
                return self._make_work(activity, performed)

    def _performed(self, activity: Activity, modes: Iterable[Mode]) -> Condition:
        """Return a literal that holds when one of the modes is the chosen option's.

        An option takes the first mode that lists it or lists none.
        """
        group = self.programme.group_of(activity)
        literals = {} if group is None else self._options[group]
        asked = [id(mode) for mode in modes]
        every = {""} if group is None else set(literals)
        served: set[str] = set()
        left = every
        for mode in activity.modes:
            serves = left & set(mode.options) if mode.options else left
            left = left - serves
            if id(mode) in asked:
                served |= serves
        if served == every:
            return True
        chosen = [literal for name, literal in literals.items() if name in served]
        if not chosen:
            return self.model.new_constant(0)
        if len(chosen) == 1:
            return chosen[0]
        some = self._bool(f"performed[{activity.id}]")
        self.model.add(sum(chosen) == some)
        return some

    def _make_event(self, activity: Activity, performed: Condition) -> Event:
        days = (
            self.axis.days() if activity.dates is None else self.programme.date_sets[activity.dates]
        )
        allowed = self._allowed.get(activity.id, [])
        on = {
            day: self._bool(f"{activity.id}@{day}")
            for day in days
            if self.axis.first <= day <= self.axis.last and all(ok(day) for ok in allowed)
        }
        if performed is True:
            self.model.add_exactly_one(on.values())
        else:
            self.model.add(sum(on.values()) == performed)
        return Event(performed, on)

    def _make_span(self, activity: Activity, performed: Condition) -> Stretch:
        model, size = self.model, self.axis.size
        runs = self._runs_of(activity)
        worked = [day for run in runs for day in run]
        starts = self._domain(self._open(activity, worked), performed)
        finishes = self._domain([day + 1 for day in worked], performed)
        start = model.new_int_var_from_domain(starts, f"start[{activity.id}]")
        finish = model.new_int_var_from_domain(finishes, f"finish[{activity.id}]")
        length = model.new_int_var(1, size, f"length[{activity.id}]")
        if not activity.may_pause:
            for run, literal in zip(runs, self._one_of(runs, performed, activity.id), strict=True):
                days = cp_model.Domain.from_values(run)
                ends = cp_model.Domain.from_values([day + 1 for day in run])
                within = Enforcement(model)
                within.bind(model.add_linear_expression_in_domain(start, days), literal)
                within.bind(model.add_linear_expression_in_domain(finish, ends), literal)
        asking = []
        for mode in activity.modes:
            literal = self._performed(activity, (mode,))
            interval = model.new_optional_interval_var(
                start, length, finish, literal, f"span[{activity.id}]"
            )
            asking.append(Asking(interval, mode.demands))
        self._pin_absent(performed, start, finish, length)
        return Stretch(performed, start, finish, tuple(asking), length=length)

    def _make_work(self, activity: Activity, performed: Condition) -> Stretch:
        model = self.model
        classes = [
            (mode, part)
            for mode in activity.modes
            for part in self._runs_of.classes(activity, self.programme.working_days(mode))
        ]
        domain = self._start_domain(activity, [part for _, part in classes], performed)
        start = model.new_int_var_from_domain(domain, f"start[{activity.id}]")
        finish: Expression = start
        asking = []
        reaches = []
        for mode in activity.modes:
            chosen = self._performed(activity, (mode,))
            parts = [part for of, part in classes if of is mode]
            literals = self._one_of(parts, chosen, activity.id)
            for part, literal in zip(parts, literals, strict=True):
                finish += part.reach * literal
                reaches.append((literal, part.reach))
                if len(classes) > 1:
                    starts = cp_model.Domain.from_values(part.starts)
                    bound = model.add_linear_expression_in_domain(start, starts)
                    Enforcement(model).bind(bound, literal)
                if mode.demands:
                    interval = model.new_optional_fixed_size_interval_var(
                        start, part.reach, literal, f"work[{activity.id}]"
                    )
                    asking.append(Asking(interval, mode.demands))
        self._pin_absent(performed, start)
        return Stretch(performed, start, finish, tuple(asking), tuple(reaches))

    def _one_of(self, parts: Sequence[object], chosen: Condition, name: str) -> list[Condition]:
        """Return one literal for each start class, exactly one of which holds when chosen."""
        if len(parts) == 1:
            return [chosen]
        literals: list[Condition] = [self._bool(f"class[{name}]") for _ in parts]
        self.model.add(sum(literals) == chosen)
        return literals

    def off_axis_asking(self, activity: Activity) -> Iterable[OffAxisAsking]:
        """Return what an event asks of teams on each of its dates, axis days or not."""
        event = self.event(activity.id)
        for mode in activity.modes:
            if not mode.demands:
                continue
            chosen = self._performed(activity, (mode,))
            for day, on in event.on.items():
                literal: Condition = on
                if chosen is not True and len(activity.modes) > 1:
                    literal = self._bool(f"{activity.id}@{day}+mode")
                    self.model.add_bool_and([on, chosen]).only_enforce_if(literal)
                    self.model.add_bool_or([~on, ~chosen, literal])
                yield OffAxisAsking(day, literal, mode.demands)

    def _pin_absent(self, performed: Condition, *variables: cp_model.IntVar) -> None:
        """Give absent activities one value, so that enumeration does not repeat plans."""
        if not self.exact or performed is True:
            return
        for variable in variables:
            least = variable.proto.domain[0]
            self.model.add(variable == least).only_enforce_if(~performed)

    def _domain(self, values: Iterable[int], performed: Condition) -> cp_model.Domain:
        """Return the values as a domain; with none left the activity cannot be performed."""
        domain = cp_model.Domain.from_values(list(values))
        if domain.is_empty():
            self.model.add_bool_or([] if performed is True else [~performed])
            return cp_model.Domain(0, 0)
        return domain

    def _start_domain(
        self, activity: Activity, classes: Sequence[StartClass], performed: Condition
    ) -> cp_model.Domain:
        """Return where work may start; made once for all whose classes and dates are alike."""
        key = tuple(map(id, classes))
        if key not in self._starts:
            self._starts[key] = sorted({s for part in classes for s in part.starts})
        starts = self._starts[key]
        if activity.id in self._allowed or not starts:
            return self._domain(self._open(activity, starts), performed)
        if key not in self._domains:
            self._domains[key] = self._domain(starts, performed)
        return self._domains[key]

    def _open(self, activity: Activity, starts: Iterable[int]) -> list[int]:
        allowed = self._allowed.get(activity.id, [])
        return [s for s in starts if all(ok(self.axis.working[s]) for ok in allowed)]

    def _bool(self, name: str) -> cp_model.IntVar:
        return self.model.new_bool_var(name)
