"""Ids: each once, none made twice by templates."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

from scheduler.domain.issues import Issue
from scheduler.domain.programme import Programme
from scheduler.validation.lookup import Written
from scheduler.validation.wording import error, quoted

_RULE_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_LONGEST_ID = 160


class HasId(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """What others refer to it by."""


def find_duplicate_ids(document: Programme) -> Iterator[Issue]:
    """Report every id given twice in one list, and planning rules whose id is no id.

    Several activity templates may make one phase, for different services; what they make may not
    meet, which is looked at once they are written out.
    """
    lists: dict[str, Sequence[HasId]] = {
        "/calendars": document.calendars,
        "/date_sets": document.date_sets,
        "/pools": document.pools,
        "/teams": document.teams,
        "/consumables": document.consumables,
        "/leave_patterns": document.leave_patterns,
        "/user_groups": document.user_groups,
        "/budgets": document.budgets,
        "/staff_groups": document.staff_groups,
        "/option_profiles": document.option_profiles,
        "/service_groups": document.service_groups,
        "/services": document.services,
        "/shared_components": document.shared_components,
        "/drivers": document.drivers,
        "/risks": document.risks,
        "/assumptions": document.assumptions,
        "/activities": document.activities,
        "/rule_templates": document.rule_templates,
        "/rules": document.rules,
        "/adjustments": document.adjustments,
        "/profiles": document.profiles,
        "/commitments": document.commitments,
        "/contract/terms": document.contract.terms,
    }
    for group in document.service_groups:
        lists[f"/service_groups[id={group.id}]/options"] = group.options
        for option in group.options:
            at = f"/service_groups[id={group.id}]/options[id={option.id}]/outcomes"
            lists[at] = option.outcomes
    for service in document.services:
        lists[f"/services[id={service.id}]/kpis"] = service.kpis
    for path, items in lists.items():
        yield from _twice(path, items)
    for rule in document.rules:
        if not _RULE_ID.fullmatch(rule.id):
            message = f"{quoted(rule.id)} is no id: a letter, then letters, digits, _, - and dots"
            yield error("malformed_rule_id", f"/rules[id={rule.id}]/id", message, rule.id)


def find_generated_clashes(written: Written) -> Iterator[Issue]:
    """Report ids that templates or default rules make and something else has already."""
    document = written.expanded.document
    for what, items, own, path_of in (
        ("activity", document.activities, written.own_activities, written.path_of_activity),
        ("planning rule", document.rules, written.own_rules, written.path_of_rule),
    ):
        counts = Counter(item.id for item in items)
        allowed = Counter(
            item.id
            for item in (
                written.document.activities if what == "activity" else written.document.rules
            )
        )
        for name, count in counts.items():
            if count > max(1, allowed[name]):
                where = "written and also made by a template" if name in own else "made twice"
                message = f"the {what} {quoted(name)} is {where}; an id stands for one thing"
                yield error("generated_id_clash", path_of(name), message, name)


def _twice(path: str, items: Sequence[HasId]) -> Iterator[Issue]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item.id in seen:
            message = f"the id {quoted(item.id)} is given twice; an id stands for one thing"
            yield error("duplicate_id", f"{path}[{index}]/id", message, item.id)
        seen.add(item.id)
