"""Defects planted one at a time: mistakes that somebody could make in a rule, its axis or its model.

Each replaces a piece of one module's source. `planted` compiles the changed source and lends its
code to the functions that everybody has imported already.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType

from tests.agreement import defects_decisions, defects_relations, defects_waves
from tests.agreement.defect import Defect, defects_of
from tests.agreement.defects_choices import DEFECTS as OF_CHOICES
from tests.agreement.defects_consumables import DEFECTS as CONSUMABLES
from tests.agreement.defects_money import DEFECTS as OF_MONEY
from tests.agreement.defects_staff import DEFECTS as OF_STAFF

DEFECTS: tuple[Defect, ...] = (
    *OF_STAFF,
    *CONSUMABLES,
    *defects_relations.DEFECTS,
    *defects_decisions.DEFECTS,
    *OF_MONEY,
    *OF_CHOICES,
    *defects_of(
        "rules.placement",
        ("placed.finish > document.plan_until", "placed.finish >= document.plan_until"),
        ("placed.start < document.plan_from", "placed.start <= document.plan_from"),
        ("placed.finish > document.plan_until", "False"),
        ("for day in (placed.start, placed.finish):", "for day in (placed.start,):"),
        ("for day in (placed.start, placed.finish):", "for day in (placed.finish,):"),
        ("worked != programme.working_days(mode)", "worked < programme.working_days(mode)"),
        ("worked != programme.working_days(mode)", "worked > programme.working_days(mode)"),
        ("while day <= last:", "while day < last:"),
        (
            "programme.is_working(day, calendar) for calendar in calendars)",
            "programme.is_working(day) for calendar in calendars)",
        ),
        ("count += all(", "count += any("),
        (
            "if not all(programme.is_working(day, name)",
            "if not any(programme.is_working(day, name)",
        ),
        ("None if activity.may_pause else", "None if True else"),
        ("in_week = all(calendar.in_week(day)", "in_week = any(calendar.in_week(day)"),
        ("in_week = all(calendar.in_week(day) for calendar in calendars)", "in_week = True"),
        ("if in_week and not all(", "if in_week and not any("),
        ("if activity.dates is not None and", "if False and"),
        ("if placed.start != placed.finish:", "if False:"),
        ("        if mode is not None:", "        if False:"),
        ("chosen not in allowed", "chosen is not None and chosen not in allowed"),
        (
            'yield Breach(activities=who, measured="performed", allowed="not under the chosen option")',
            "pass",
        ),
    ),
    *defects_of(
        "timeline.durations",
        ("worked[k + working_days - 1] + 1 - worked[k]", "working_days"),
        ("worked[k + working_days - 1] + 1", "worked[k + working_days - 1]"),
        ("range(len(worked) - working_days + 1)", "range(len(worked) - working_days)"),
        ("if all(calendar.is_working(day) for calendar in calendars)", ""),
        ("if all(calendar.is_working(day)", "if any(calendar.is_working(day)"),
        ("all(c.in_week(day) for c in calendars)", "True"),
        (
            "not all(c.is_working(day) for c in calendars)",
            "not any(c.is_working(day) for c in calendars)",
        ),
        ("if runs and not _closed_between(", "if runs or not _closed_between("),
    ),
    *defects_of(
        "timeline.time_axis",
        (
            "bisect_left(self.working, instant)",
            "bisect_left(self.working, instant + timedelta(days=1))",
        ),
        ("bisect_left(self.working, day + timedelta(days=1))", "bisect_left(self.working, day)"),
        ("range((last - first).days + 1)", "range((last - first).days)"),
        ("return (self.last - self.first).days + 1", "return (self.last - self.first).days"),
        ("self.start_date(finish - 1)", "self.start_date(finish)"),
        ("if calendar.is_working(day)))", "if day.weekday() < 5))"),
    ),
    *defects_of(
        "model.decode",
        ("value(of.start)", "value(of.finish) - 1"),
        ("of.performed is True or value(of.performed)", "True"),
        ("if value(literal)", "if not value(literal)"),
    ),
    *defects_of(
        "model.enforcement",
        ("(*self.switches, ~excused)", "(*self.switches, excused)"),
        ("(*self.switches, ~excused)", "self.switches"),
        ("literals = [*self.switches, *", "literals = [*"),
        (
            "[*self.switches, *(c for c in conditions if not isinstance(c, bool | int))]",
            "[*self.switches]",
        ),
        ("new_int_var(0, at_most, name)", "new_int_var(0, max(0, at_most // 4), name)"),
    ),
    *defects_of(
        "model.instant",
        ("return begins if self.at_start else begins + 1", "return begins"),
        ("[self.axis.ordinal(day) for day", "[self.axis.ordinal(day) + 1 for day"),
        ("self.axis.ordinal(day) + 1 for day", "self.axis.ordinal(day) for day"),
        ("at(limit + ONE_DAY) - 1 if", "at(limit + ONE_DAY) if"),
        ("at(limit + ONE_DAY) - 1 if", "at(limit) - 1 if"),
        ("if self.at_start else at(limit)", "if self.at_start else at(limit + ONE_DAY)"),
        ("if later.at_start else at(limit - ONE_DAY) + 1", "if later.at_start else at(limit)"),
        ("return at(limit) if later", "return at(limit - ONE_DAY) if later"),
        ("return ends_first or begins_last", "return True"),
        ("return day if self.at_start else day + ONE_DAY", "return day"),
        ("give >= calendar_days), *both)", "give >= calendar_days))"),
        ("later.of.total(latest)), *both)", "later.of.total(latest)))"),
    ),
    *defects_of(
        "model.model_build",
        ("if len(classes) > 1:", "if len(classes) > 99:"),
        ("if not self.exact or performed is True:", "if True:"),
        ("left = left - serves", "pass"),
        ("<= day <= self.axis.last", "<= day < self.axis.last"),
        ("[day + 1 for day in worked]", "[day + 1 for day in worked[1:]]"),
        ("new_int_var(1, size", "new_int_var(2, size"),
        ("if not activity.may_pause:", "if activity.may_pause:"),
        ("if not activity.may_pause:", "if False:"),
        ("from_values([day + 1 for day in run])", "from_values(run)"),
        ("self.model.add_bool_or([~on, ~chosen, literal])", "pass"),
        ("self.model.add_bool_and([on, chosen]).only_enforce_if(literal)", "pass"),
        ("chosen is not True and len(activity.modes) > 1", "False"),
        ("day - ONE_DAY * day.weekday()", "day"),
        ("                if barred(day):", "                if False:"),
        ("enumerate(self.axis.working) if not barred(day)]", "enumerate(self.axis.working)]"),
        ("self.priced.append((rule.price.points, 1 - held))", "pass"),
        (
            "terms.setdefault(at, []).append((points * weight, on))",
            "terms.setdefault(at, []).append((points, on))",
        ),
        ("if all(ok(self.axis.working[s]) for ok in allowed)]", "]"),
        (
            "[] if performed is True else [~performed]",
            "[performed] if performed is not True else []",
        ),
        ("add_exactly_one(on.values())", "add_at_most_one(on.values())"),
        (
            "worked = [day for run in runs for day in run]",
            "worked = tuple(range(self.axis.size))",
        ),
    ),
    *defects_of(
        "solver.build",
        (
            "build.priced.append((rule.price.points, sum(by.shortfalls)))",
            "build.priced.append((1, sum(by.shortfalls)))",
        ),
        (
            "rule for rule in programme.document.rules if rule.price is None",
            "rule for rule in programme.document.rules",
        ),
    ),
    *defects_of(
        "rules.rule",
        ('(shortfall if price.per == "unit" else 1)', "shortfall"),
        ('(shortfall if price.per == "unit" else 1)', "1"),
    ),
    *defects_of(
        "rules.sourcing_choice",
        ("if chosen not in rule.options:", "if chosen != rule.options[0]:"),
        ("if chosen not in rule.options:", "if chosen is None:"),
        ("if name not in rule.options:", "if name != rule.options[0]:"),
        (
            "if name not in rule.options:",
            "if name not in rule.options[:1] and len(rule.options) == 1:",
        ),
    ),
    *defects_of(
        "rules.precedence",
        ("before.finish + ONE_DAY", "before.finish"),
        ("after.finish + ONE_DAY", "after.finish"),
        ("if short <= 0 and rule.min_lag >= 0 and target < origin:", "if False:"),
        (
            "if short <= 0 and rule.min_lag >= 0 and target < origin:",
            "if rule.min_lag <= 0 and target < origin:",
        ),
        ("while day < target:", "while day <= target:"),
        ("return -_working_days_between(target, origin, programme)", "return 0"),
        ("lag > rule.max_lag:", "lag >= rule.max_lag:"),
        ("if short > 0:", "if short > 1:"),
        ("lag = (target - origin).days", "lag = _working_days_between(origin, target, programme)"),
        ("difference + give >= rule.min_lag), *both", "difference + give > rule.min_lag), *both"),
        (
            "difference + give >= rule.min_lag), *both",
            "difference + give + 1 >= rule.min_lag), *both",
        ),
        ("difference + give >= rule.min_lag), *both", "difference + give >= rule.min_lag)"),
        ("difference - give <= rule.max_lag", "difference - give < rule.max_lag"),
        ("-rule.max_lag, by", "-rule.max_lag - 1, by"),
        (
            "origin.post_at_least(target, rule.min_lag, by)",
            "origin.post_at_least(target, rule.min_lag + 1, by)",
        ),
        ("if rule.min_lag == 0 and not origin", "if False and not origin"),
        ("if rule.min_lag == 0 and not origin", "if rule.min_lag <= 0 and not origin"),
        ("lifted * give >= 0", "give >= 0"),
        (
            'build.start(rule.after) if rule.link[1] == "S"',
            'build.start(rule.after) if rule.link[0] == "S"',
        ),
        (
            'build.start(rule.before) if rule.link[0] == "S"',
            'build.start(rule.before) if rule.link[1] == "S"',
        ),
        (
            "if before is None or after is None:",
            "if before is None or after is None or after.start.weekday() > 4:",
        ),
    ),
    *defects_of(
        "rules.team_capacity",
        ("while day <= placed.finish:", "while day < placed.finish:"),
        (
            'if activity.form == "event" or programme.is_working(day):',
            "if programme.is_working(day):",
        ),
        ('if activity.form == "event" or programme.is_working(day):', "if True:"),
        ("if load[day] > _there(", "if load[day] >= _there("),
        ("load[day] += mode.demands[rule.team]", "load[day] = mode.demands[rule.team]"),
        ("        if level < most:", "        if False:"),
        ("demands.append(most - level)", "demands.append(most - level + 1)"),
        ("at += length", "at += 1"),
        ("for day, asks in off_axis.items():", "for day, asks in ():"),
        ("+ away <= declared", "+ away < declared"),
        ("at = axis.position(asked.day)", "at = axis.position(asked.day) + 1"),
        (
            "off_axis[asked.day].append(amount * asked.literal)",
            "off_axis[asked.day].append(asked.literal)",
        ),
        ("intervals, demands, ceiling))", "intervals, demands, ceiling - 1))"),
        ("intervals, demands, ceiling))", "intervals, demands, ceiling + 1))"),
    ),
    *defects_of(
        "rules.date_limit",
        ("placed.start < earliest:", "placed.start <= earliest:"),
        ("placed.finish > latest:", "placed.finish >= latest:"),
        ("placed.finish > latest:", "placed.start > latest:"),
        ("placed.start < earliest:", "placed.finish < earliest:"),
        ("axis.position_after(latest)", "axis.position(latest)"),
        ("limit=earliest: d < limit", "limit=earliest: d <= limit"),
        ("limit=latest: d > limit", "limit=latest: d >= limit"),
        ("axis.ordinal(rule.finish_not_after + ONE_DAY)", "axis.ordinal(rule.finish_not_after)"),
        ("start.ordinal + give >= limit", "start.ordinal + give > limit"),
        ("short = (earliest - placed.start).days", "short = 1"),
        ("late = (placed.finish - latest).days", "late = (placed.finish - latest).days + 1"),
        ("        if latest is None:", "        if latest is None or earliest is not None:"),
    ),
    *defects_of(
        "rules.allowed_dates",
        ("placed.start not in dates:", "placed.start not in dates and placed.start.weekday() < 5:"),
        ("placed.start not in dates:", "placed.start < min(dates):"),
        ("lambda day: day not in allowed", "lambda day: day < min(allowed)"),
        (
            "frozenset(build.programme.date_sets[rule.dates])",
            "frozenset(build.programme.date_sets[rule.dates][1:])",
        ),
        (
            "frozenset(build.programme.date_sets[rule.dates])",
            "frozenset(build.programme.date_sets[rule.dates][:-1])",
        ),
        ("by.for_item()", "by"),
    ),
    *defects_of(
        "rules.change_freeze",
        ("window.first <= placed.start", "window.first < placed.start"),
        ("placed.start <= window.last", "placed.start < window.last"),
        (
            "window.first <= placed.start <= window.last",
            "window.first <= placed.finish <= window.last",
        ),
        ("                break", "                pass"),
        ("window.holds(d)", "window.first < d <= window.last"),
        ("window.holds(d)", "window.first <= d < window.last"),
        (
            "any(window.holds(d) for window in rule.windows)",
            "all(window.holds(d) for window in rule.windows)",
        ),
        ("for window in rule.windows), by", "for window in rule.windows[:1]), by"),
        ("by.for_item()", "by"),
    ),
    *defects_of(
        "rules.rolling_limit",
        (".days < rule.calendar_days", ".days <= rule.calendar_days"),
        (".days < rule.calendar_days", ".days < rule.calendar_days - 1"),
        ("0 <= (plan", "0 < (plan"),
        ("first <= day < beyond", "first <= day <= beyond"),
        ("first <= day < beyond", "first < day < beyond"),
        ("sum(inside) <= rule.at_most + give", "sum(inside) < rule.at_most + give"),
        ("if len(inside) > rule.at_most:", "if len(inside) > rule.at_most + 1:"),
        ("<= rule.at_most + give))", "<= rule.at_most + by.give(len(events))))"),
        ("if len(inside) > len(fullest):", "if not fullest:"),
    ),
    *defects_of(
        "rules.separation",
        ("if apart < rule.calendar_days:", "if apart <= rule.calendar_days:"),
        (
            "apart = abs((plan.placed[one].start - plan.placed[other].start).days)",
            "apart = (plan.placed[one].start - plan.placed[other].start).days",
        ),
        ("or pair in seen", ""),
        ("if one == other or", "if"),
        (".days) < rule.calendar_days]", ".days) <= rule.calendar_days]"),
        ("if abs((d - day).days) <", "if 0 <= (d - day).days <"),
        ("if pair[0] != pair[1]", ""),
        (
            "b.ordinal - a.ordinal + give >= days), first",
            "b.ordinal - a.ordinal + give > days), first",
        ),
        ("both = (a.performed, b.performed)", "both = ()"),
    ),
    *defects_of(
        "rules.parallel_running",
        ("if at < rule.periods:", "if at <= rule.periods:"),
        (
            "at = boundaries.index(cutover.start)\n    if at < rule.periods:",
            "at = max(rule.periods, boundaries.index(cutover.start))\n    if False:",
        ),
        ("boundaries[at - rule.periods], cutover", "boundaries[at - 1], cutover"),
        ("while not programme.is_working(first)", "while False"),
        ("while not programme.is_working(last)", "while False"),
        ("cutover.start - ONE_DAY", "cutover.start"),
        ("if i >= rule.periods", "if i > rule.periods"),
        ("boundaries[i - rule.periods]", "boundaries[i - 1]"),
        ("or _has_begun(opens[day], build)", ""),
        ("range(passed)", "range(passed + 1)"),
        ("span.start == cutover.total(opening)", "span.start <= cutover.total(opening)"),
        (
            "span.finish == cutover.total(axis.position)",
            "span.finish <= cutover.total(axis.position)",
        ),
        (
            "span.finish == cutover.total(axis.position)",
            "span.finish == cutover.total(axis.position_after)",
        ),
        ("[~on]), span.performed)", "[~on]))"),
        ("(axis.position)), *both)", "(axis.position)))"),
    ),
    *defects_of(
        "rules.hypercare",
        ("while not programme.is_working(first) and", "while False and"),
        ("if care.start != first:", "if care.start < first:"),
        ("care.finish > rule.complete_by:", "care.finish >= rule.complete_by:"),
        ("if accepted.start <= care.finish:", "if accepted.start < care.finish:"),
        ("if waited < rule", "if waited <= rule"),
        (
            "waited = (accepted.start - transfer.start).days",
            "waited = (accepted.start - care.finish).days",
        ),
        (
            "care.start == transfer.total(axis.position)",
            "care.start >= transfer.total(axis.position)",
        ),
        (
            "care.start == transfer.total(axis.position)",
            "care.start == transfer.total(axis.position_after)",
        ),
        ("axis.position_after(rule.complete_by)", "axis.position(rule.complete_by)"),
        (
            "care.finish <= accepted.total(axis.position)",
            "care.finish < accepted.total(axis.position)",
        ),
        (
            "care.finish <= accepted.total(axis.position)",
            "care.finish <= accepted.total(axis.position_after)",
        ),
        ("waited >= rule", "waited > rule"),
        ("(axis.position)), *all_three)", "(axis.position)), *both)"),
        (
            "if transfer is None or care is None:",
            "if transfer is None or care is None or rule.acceptance not in {None, *plan.placed}:",
        ),
    ),
    *defects_of(
        "rules.continuity",
        ("if transfer.start > end + ONE_DAY:", "if transfer.start > end:"),
        (
            'yield Breach(activities=(rule.transfer,), measured="no transfer", allowed="a transfer")',
            "pass",
        ),
        ("cutover.start > transfer.start:", "cutover.start >= transfer.start:"),
        ("if stop.start < transfer.start - ONE_DAY:", "if stop.start < transfer.start:"),
        ("if stop.start > end:", "if stop.start >= end:"),
        ("lambda d: d > end + ONE_DAY", "lambda d: d > end"),
        ("lambda d: d > end,", "lambda d: d > end + ONE_DAY,"),
        ("by.bind(model.add_bool_or([transfer.performed]))", "pass"),
        ("cutover.ordinal <= transfer.ordinal", "cutover.ordinal < transfer.ordinal"),
        ("moved.ordinal - 1", "moved.ordinal"),
        ("moved.ordinal - 1), *both", "moved.ordinal - 1)"),
        (
            "for name in rule.cutovers:\n        cutover = build",
            "for name in rule.cutovers[:1]:\n        cutover = build",
        ),
    ),
    *defects_of(
        "rules.schedule_contingency",
        ("cursor = plan.placed[last].start", "cursor = plan.placed[last].start - ONE_DAY"),
        ("last = max(placed", "last = min(placed"),
        ("if free < rule.working_days:", "if free <= rule.working_days:"),
        ("    while cursor > end:", "    while False:"),
        ("free += programme.is_working(cursor)", "free += 1"),
        ("shortfall=rule.working_days - free", "shortfall=1"),
        (
            "axis.position_after(build.programme.document.contract.end_date)",
            "axis.position(build.programme.document.contract.end_date)",
        ),
        ("over = build.finish(name)", "over = build.start(name)"),
        (
            "give = by.give(axis.size + rule.working_days)\n    for name in rule.activities.activities:",
            "for name in rule.activities.activities:\n        give = by.give(axis.size + rule.working_days)",
        ),
        ("+ give), over.performed)", "+ give))"),
    ),
    *defects_of(
        "rules.change_load",
        (
            "load[(when.year, when.week)] += points * weight",
            "load[(placed.start.year, when.week)] += points * weight",
        ),
        ("if carried > rule.at_most:", "if carried >= rule.at_most:"),
        (
            "load[(when.year, when.week)] += points * weight",
            "load[(when.year, when.week)] += points",
        ),
        ("shortfall=carried - rule.at_most", "shortfall=1"),
        ("if most > rule.at_most:", "if most > rule.at_most + 1:"),
        ("load <= rule.at_most + give", "load < rule.at_most + give"),
        ("weekly_load(rule.user_group)", "weekly_load(build.programme.document.user_groups[0].id)"),
        (".isocalendar()", ".replace(day=1).isocalendar()"),
    ),
    *defects_waves.DEFECTS,
)


@contextmanager
def planted(defect: Defect) -> Iterator[None]:
    """Run with a defect in place, and restore the right code afterwards.

    Raises: LookupError when the module no longer holds the piece once.
    """
    module = import_module(f"scheduler.{defect.module}")
    source = Path(str(module.__file__)).read_text("utf-8")
    if source.count(defect.right) != 1:
        message = f"found {source.count(defect.right)} times: {defect.right}"
        raise LookupError(message)
    wrong = ModuleType(module.__name__)
    changed = source.replace(defect.right, defect.wrong)
    exec(compile(changed, f"{defect.module} with a defect", "exec"), wrong.__dict__)  # noqa: S102  # our own source
    pairs = list(_functions(module, wrong))
    right_code = [(function, function.__code__) for function, _ in pairs]
    try:
        for function, lent in pairs:
            function.__code__ = lent.__code__
        yield
    finally:
        for function, code in right_code:
            function.__code__ = code


def _functions(
    module: ModuleType, wrong: ModuleType
) -> Iterator[tuple[FunctionType, FunctionType]]:
    """Yield each function of a module with its changed version."""
    for name, value in vars(module).items():
        if getattr(value, "__module__", None) != module.__name__:
            continue
        if isinstance(value, FunctionType):
            yield value, getattr(wrong, name)
        elif isinstance(value, type):
            other = vars(getattr(wrong, name))
            for of, member in vars(value).items():
                function, lent = _code_of(member), _code_of(other.get(of))
                if function is not None and lent is not None and not _is_generated(function):
                    yield function, lent


def _code_of(member: object) -> FunctionType | None:
    if isinstance(member, property):
        member = member.fget
    elif isinstance(member, cached_property):
        member = member.func
    return member if isinstance(member, FunctionType) else None


def _is_generated(function: FunctionType) -> bool:
    """Tell whether `dataclass` wrote the function."""
    return function.__code__.co_filename == "<string>" or function.__module__ not in sys.modules
