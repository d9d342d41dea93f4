"""Defects of the axis, of the model and of what all rules share."""

from tests.agreement.defect import Defect, defects_of

DEFECTS: tuple[Defect, ...] = (
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
)
