"""Where in the document as written something stands, and which planning rules a planner wrote."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.domain.activities import Activity
from scheduler.domain.planning_rules import Rule
from scheduler.domain.programme import Programme


def path_of_activity(activity: Activity, document: Programme) -> str:
    """Return where an activity, or the template that makes it, is written."""
    if any(written.id == activity.id for written in document.activities):
        return f"/activities[id={activity.id}]"
    return f"/activity_templates[id={activity.kind}]"


def rules_by_place(
    document: Programme, rules: tuple[Rule, ...]
) -> Mapping[tuple[str, str], tuple[Rule, ...]]:
    """Return the written-out rules by id and path of the rule or template that says them.

    Those that hold unwritten, and those made of progress and decisions, are left out.
    """
    own = {rule.id for rule in document.rules}
    templates = {template.id for template in document.rule_templates}
    found: dict[tuple[str, str], list[Rule]] = {}
    for rule in rules:
        template = rule.id.partition(".")[0]
        if rule.id in own:
            found[rule.id, f"/rules[id={rule.id}]"] = [rule]
        elif template in templates:
            place = template, f"/rule_templates[id={template}]"
            found.setdefault(place, []).append(rule)
    return {place: tuple(each) for place, each in found.items()}
