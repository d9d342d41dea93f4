"""Sizes, counted before anything is written out, so that too much is refused quickly."""

from collections.abc import Iterator
from dataclasses import fields

from scheduler.domain.activities import ActivityTemplate, Selection
from scheduler.domain.issues import Issue
from scheduler.domain.limits import Limits
from scheduler.domain.planning_rules import Rule, RuleTemplate
from scheduler.domain.programme import Programme
from scheduler.expansion.selection import group_in, service_in, staff_group_in
from scheduler.validation.wording import error


def find_excess(document: Programme, limits: Limits) -> Iterator[Issue]:
    """Report a programme too large to be written out or planned."""
    days = (document.plan_until - document.plan_from).days + 1
    closures = sum(len(calendar.closures) + 1 for calendar in document.calendars)
    scopes = len(document.services) + len(document.staff_groups) + len(document.service_groups)
    templates = len(document.activity_templates) + len(document.rule_templates)
    for path, what, amount in (
        ("/calendars", "closures times days of the horizon", closures * days),
        ("/date_sets", "date sets times days of the horizon", len(document.date_sets) * days),
        ("/load_profile", "weeks of the profile times days", len(document.load_profile) * 50_000),
        ("/activity_templates", "templates times services and groups", templates * scopes),
    ):
        if amount > limits.steps:
            message = f"{what}: {amount:,}; at most {limits.steps:,} are worked through"
            yield error("too_much_to_expand", path, message, amount)
            return
    activities = len(document.activities) + sum(
        _activities(template, document) for template in document.activity_templates
    )
    if activities > limits.activities:
        message = (
            f"the programme has {activities:,} activities, templates written out; "
            f"at most {limits.activities:,} are planned"
        )
        yield error("too_many_activities", "/activities", message, activities)
    made = {t.id: _rules(t, document) for t in document.rule_templates}
    rules = len(document.rules) + sum(made.values())
    looks = sum(_looks(rule, activities) for rule in document.rules)
    looks += sum(made[t.id] * _looks(t.rule, activities) for t in document.rule_templates)
    if rules > limits.rules:
        message = (
            f"the programme has {rules:,} planning rules, templates written out; "
            f"at most {limits.rules:,} are read"
        )
        yield error("too_many_rules", "/rules", message, rules)
    elif looks > limits.selections:
        message = (
            f"the selections of planning rules look at activities {looks:,} times, "
            f"{activities:,} of them for each kind or scope; at most {limits.selections:,} looks "
            "are taken"
        )
        yield error("too_much_to_expand", "/rules", message, looks)


def _activities(template: ActivityTemplate, document: Programme) -> int:
    match template.for_each:
        case "group":
            return sum(group_in(template.where, g, document) for g in document.service_groups)
        case "staff_group":
            return sum(staff_group_in(template.where, s) for s in document.staff_groups)
        case "service":
            return sum(service_in(template.where, s, document) for s in document.services)
        case "wave":
            return sum(
                len(s.waves) for s in document.services if service_in(template.where, s, document)
            )


def _rules(template: RuleTemplate, document: Programme) -> int:
    """Return about how many rules a template makes: never fewer."""
    match template.for_each:
        case "group":
            return len(document.service_groups)
        case "staff_group":
            return len(document.staff_groups)
        case "service":
            return len(document.services)
        case "staffed_service":
            return sum(len(staff.services) for staff in document.staff_groups)
        case "consecutive_waves":
            return sum(len(service.waves) for service in document.services)


def _looks(rule: Rule, activities: int) -> int:
    """Return how many activities the selections of a rule look at: those named, else all."""
    found = (getattr(rule, field.name) for field in fields(rule))
    return sum(
        activities if s.kinds or s.scope is not None else len(s.activities)
        for s in found
        if isinstance(s, Selection)
    )
