"""Rules about several service groups: groups that there are, limits that can be missed."""

from collections.abc import Iterator

from scheduler.domain.issues import Issue
from scheduler.domain.planning_rules import (
    ChoiceImplication,
    ChoiceLimit,
    ProviderEffort,
    ProviderLimit,
    Rule,
    SharedProvider,
)
from scheduler.domain.planning_rules.choices import RuleOnGroups
from scheduler.domain.programme import Programme
from scheduler.validation.lookup import Written
from scheduler.validation.references import Named, unknown
from scheduler.validation.wording import error, quoted

_TWO = 2


def find_idle_choice_rules(document: Programme) -> Iterator[Issue]:
    """Report rules about service groups that ask for nothing or contradict themselves."""
    rules = [(f"/rules[id={rule.id}]", rule) for rule in document.rules]
    rules += [(f"/rule_templates[id={t.id}]/rule", t.rule) for t in document.rule_templates]
    for at, rule in rules:
        yield from _effect(at, rule)


def find_bad_choice_rules(written: Written) -> Iterator[Issue]:
    """Report groups, teams and options that such rules name in vain, and too few groups."""
    groups = written.expanded.groups
    for rule in written.document.rules:
        if isinstance(rule, RuleOnGroups):
            for name in rule.except_groups:
                path = f"/rules[id={rule.id}]/except_groups"
                yield from unknown(Named(path, "service group", name, groups))
    for rule in written.expanded.document.rules:
        if not isinstance(rule, RuleOnGroups):
            continue
        at = written.path_of_rule(rule.id)
        for name in rule.groups:
            yield from unknown(Named(f"{at}/groups", "service group", name, groups))
        if isinstance(rule, ProviderEffort):
            teams = written.expanded.teams
            yield from unknown(Named(f"{at}/team", "team", rule.team, teams))
        if isinstance(rule, ChoiceLimit):
            yield from _unmet(f"{at}/sourced_by", rule, written)
        yield from _too_few(at, rule)


def _effect(at: str, rule: Rule) -> Iterator[Issue]:
    match rule:
        case ChoiceLimit(at_most=None, at_least=None) | ProviderLimit(at_most=None, at_least=None):
            message = f"a rule of kind {rule.kind} needs at_most, at_least or both"
            yield error("rule_without_effect", at, message)
        case (
            ChoiceLimit(at_most=int(most), at_least=int(least))
            | ProviderLimit(at_most=int(most), at_least=int(least))
        ) if least > most:
            message = f"at_least {least} is more than at_most {most}"
            yield error("limits_reversed", f"{at}/at_most", message, most)
        case ChoiceImplication(then_any=()):
            message = "none of the choices that follow is listed; list at least one"
            yield error("rule_without_effect", f"{at}/then_any", message)
        case ProviderEffort(each_hundredths=0):
            message = "a provider that takes nobody's time limits nothing"
            yield error("rule_without_effect", f"{at}/each_hundredths", message, 0)
        case ProviderEffort() if rule.fixed_hundredths > rule.at_most_hundredths:
            message = f"what is fixed, {rule.fixed_hundredths}, is more than at_most_hundredths"
            path = f"{at}/at_most_hundredths"
            yield error("limits_reversed", path, message, rule.at_most_hundredths)
        case _:
            pass
    if isinstance(rule, ChoiceLimit) and rule.sourced_by.admits_all:
        message = "any option would do: name options or what they are"
        yield error("condition_without_effect", f"{at}/sourced_by", message)


def _too_few(at: str, rule: RuleOnGroups) -> Iterator[Issue]:
    left = set(rule.groups) - set(rule.except_groups)
    if not left:
        message = f"the rule {quoted(rule.id)} is left with no service group"
        yield error("rule_without_effect", f"{at}/groups", message, rule.id)
    elif isinstance(rule, SharedProvider) and len(left) < _TWO:
        message = f"{quoted(rule.id)} speaks of one service group; it takes two to share"
        yield error("rule_without_effect", f"{at}/groups", message, rule.id)


def _unmet(at: str, rule: ChoiceLimit, written: Written) -> Iterator[Issue]:
    groups = [
        group for group in written.expanded.document.service_groups if group.id in rule.groups
    ]
    options = [option for group in groups for option in group.options]
    known = {option.id for option in options}
    for name in rule.sourced_by.options:
        yield from unknown(Named(f"{at}/options", "sourcing option", name, sorted(known)))
    if groups and not any(rule.sourced_by.admits(option) for option in options):
        message = f"no option of the service groups is what {quoted(rule.id)} counts"
        yield error("condition_never_met", at, message, rule.id)
