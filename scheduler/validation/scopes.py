"""Scopes: every filter that is given must be one that can be asked there."""

from collections.abc import Iterator

from scheduler.domain.activities import Scope
from scheduler.domain.issues import Issue
from scheduler.domain.programme import Programme
from scheduler.validation.lookup import template_path
from scheduler.validation.wording import error

_UNREAD: dict[str, tuple[str, ...]] = {
    "group": ("except_services",),
    "staff_group": ("user_groups", "criticality_at_least", "except_services"),
}
"""Filters that say nothing of a service group or a staff group."""


def find_unread_filters(document: Programme) -> Iterator[Issue]:
    """Report filters of templates that the things they go through cannot answer."""
    for index, template in enumerate(document.activity_templates):
        at = f"{template_path(document, index)}/where"
        yield from _unread(at, template.for_each, template.where)
    for rules in document.rule_templates:
        yield from _unread(f"/rule_templates[id={rules.id}]/where", rules.for_each, rules.where)


def _unread(at: str, for_each: str, scope: Scope) -> Iterator[Issue]:
    for field in _UNREAD.get(for_each, ()):
        value = getattr(scope, field)
        if value not in (None, ()):
            each = for_each.replace("_", " ")
            message = f"{field} says nothing of a {each}\nMaybe name groups or use tags."
            yield error("filter_unread", f"{at}/{field}", message, value)
