"""The horizon and the dates that must lie in it."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from scheduler.domain.issues import Issue
from scheduler.domain.limits import Limits
from scheduler.domain.planning_rules import ChangeFreeze, DateLimit, Hypercare, Rule, TargetDate
from scheduler.domain.programme import Programme
from scheduler.validation.walk import Parts
from scheduler.validation.wording import error, quoted, warning


def find_bad_horizon(document: Programme, limits: Limits) -> Iterator[Issue]:
    """Report a horizon that is no stretch of time anybody plans."""
    first, last = document.plan_from, document.plan_until
    if first > last:
        message = f"the horizon ends on {last}, before it begins on {first}"
        yield error("horizon_reversed", "/plan_until", message, last)
        return
    for path, day in (("/plan_from", first), ("/plan_until", last)):
        if not limits.earliest <= day <= limits.latest:
            message = f"{day} is not planned; allowed are {limits.earliest} to {limits.latest}"
            yield error("horizon_out_of_range", path, message, day)
            return
    days = (last - first).days + 1
    if days > limits.horizon_calendar_days:
        message = f"{first} to {last} are {days:,} days; at most {limits.horizon_calendar_days:,}"
        yield error("horizon_out_of_range", "/plan_until", message, last)


def find_stray_dates(parts: Parts, limits: Limits) -> Iterator[Issue]:
    """Report dates outside the horizon, where a date outside it can only be a mistake."""
    document = parts.document
    first, last = document.plan_from, document.plan_until
    end = document.contract.end_date
    if not first <= end <= last:
        message = f"the contract ends on {end}, outside the horizon {first} to {last}"
        yield error("contract_end_outside_horizon", "/contract/end_date", message, end)
    for path, value in parts.of(date):
        if not limits.earliest <= value <= limits.latest:
            message = f"{value} is no date of this programme"
            yield error("date_outside_horizon", path, message, value)
    for date_set in document.date_sets:
        at = f"/date_sets[id={date_set.id}]/dates"
        stray = [day for day in date_set.dates if day > last]
        for day in stray:
            yield _outside(at, day, document)
        passed = sum(1 for day in date_set.dates if day < first)
        if passed:
            message = f"{passed} of {len(date_set.dates)} dates are before {first} and do not count"
            yield warning("date_has_passed", at, message, passed)
    for rule in document.rules:
        yield from _in_rule(f"/rules[id={rule.id}]", rule, document)
    for template in document.rule_templates:
        yield from _in_rule(f"/rule_templates[id={template.id}]/rule", template.rule, document)
    if document.status_date is not None and document.status_date > last:
        yield _outside("/status_date", document.status_date, document)


def find_unknown_time_zone(document: Programme) -> Iterator[Issue]:
    """Report a time zone that the machine's zone data does not hold, where it has any."""
    name = document.time_zone
    if name in available_timezones():
        return
    try:
        ZoneInfo("Europe/London")
    except (KeyError, OSError, ValueError):
        return
    message = f"there is no time zone {quoted(name)}\nMaybe Europe/London is meant."
    yield error("unknown_time_zone", "/time_zone", message, name)


def _in_rule(at: str, rule: Rule, document: Programme) -> Iterator[Issue]:
    first, last = document.plan_from, document.plan_until
    match rule:
        case DateLimit():
            not_before, not_after = rule.start_not_before, rule.finish_not_after
            if not_before is not None and not_before > last:
                yield _outside(f"{at}/start_not_before", not_before, document)
            elif not_before is not None and not_before < first:
                message = f"{not_before} has passed: nothing is planned before {first}"
                yield warning("date_has_passed", f"{at}/start_not_before", message, not_before)
            if not_after is not None and not first <= not_after <= last:
                yield _outside(f"{at}/finish_not_after", not_after, document)
        case Hypercare(complete_by=date() as by) if not first <= by <= last:
            yield _outside(f"{at}/complete_by", by, document)
        case TargetDate(target=wished) if wished > last:
            yield _outside(f"{at}/target", wished, document)
        case TargetDate(target=wished) if wished < first:
            message = f"{wished} has passed: nothing is planned before {first}"
            yield warning("date_has_passed", f"{at}/target", message, wished)
        case ChangeFreeze():
            for index, window in enumerate(rule.windows):
                path = f"{at}/windows[{index}]"
                if window.first > last:
                    yield _outside(f"{path}/first", window.first, document)
                elif window.last < first and window.first <= window.last:
                    message = f"the window ends on {window.last}; planning starts on {first}"
                    yield warning("date_has_passed", f"{path}/last", message, window.last)
        case _:
            pass


def _outside(path: str, day: date, document: Programme) -> Issue:
    message = f"{day} is outside the horizon {document.plan_from} to {document.plan_until}"
    return error("date_outside_horizon", path, message, day)
