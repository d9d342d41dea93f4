"""Conditions of planning rules: choices that can be made, of groups that there are."""

from collections.abc import Iterator

from scheduler.domain.choice import Choice
from scheduler.domain.issues import Issue
from scheduler.domain.planning_rules import Placement, Rule
from scheduler.domain.programme import Programme
from scheduler.expansion.choices import resolved
from scheduler.validation.lookup import Written
from scheduler.validation.references import Named, unknown
from scheduler.validation.rule_activities import PLACEHOLDER
from scheduler.validation.wording import error, quoted


def find_idle_conditions(document: Programme) -> Iterator[Issue]:
    """Report conditions that ask for nothing, and of what holds whatever is chosen."""
    rules = [(f"/rules[id={rule.id}]", rule) for rule in document.rules]
    rules += [(f"/rule_templates[id={t.id}]/rule", t.rule) for t in document.rule_templates]
    for at, rule in rules:
        if isinstance(rule, Placement) and rule.when:
            message = "what makes a plan a plan holds whatever is chosen"
            yield error("always_hard", f"{at}/when", message)
        for path, choice in _choices(at, rule):
            if choice.meant.admits_all:
                message = f"any option of {choice.group} would do: name options or what they are"
                yield error("condition_without_effect", path, message, choice.group)


def find_unmet_conditions(written: Written) -> Iterator[Issue]:
    """Report groups and options that conditions name in vain, and what no option is."""
    for rule in written.expanded.document.rules:
        for path, choice in _choices(written.path_of_rule(rule.id), rule):
            yield from _unmet(path, choice, rule, written)


def _choices(at: str, rule: Rule) -> Iterator[tuple[str, Choice]]:
    """Yield every choice that a rule speaks of, with its path."""
    for field in ("when", "if_all", "then_any"):
        for index, choice in enumerate(getattr(rule, field, ())):
            yield f"{at}/{field}[{index}]", choice


def _unmet(path: str, choice: Choice, rule: Rule, written: Written) -> Iterator[Issue]:
    """Report a choice that cannot be made."""
    groups = written.expanded.groups
    if PLACEHOLDER.search(choice.group):
        message = f"{quoted(choice.group)} stands for nothing in the rule {quoted(rule.id)}"
        yield error("placeholder_unfilled", f"{path}/group", message, choice.group)
        return
    yield from unknown(Named(f"{path}/group", "service group", choice.group, groups))
    group = groups.get(choice.group)
    if group is None or choice.meant.admits_all:
        return
    options = [option.id for option in group.options]
    found = resolved(choice, written.expanded.document)
    for option in found.options:
        what = f"sourcing option of {choice.group}"
        yield from unknown(Named(f"{path}/options", what, option, options))
    if not any(found.meant.admits(option) for option in group.options):
        message = f"no option of {quoted(choice.group)} is what {quoted(rule.id)} asks for"
        yield error("condition_never_met", path, message, choice.group)
