"""Conditions on sourcing options, written out as option ids."""

from dataclasses import replace

from scheduler.domain.choice import Choice
from scheduler.domain.planning_rules import ChoiceImplication, Rule
from scheduler.domain.planning_rules.choices import RuleOnGroups
from scheduler.domain.programme import Programme


def with_choices_resolved(rule: Rule, document: Programme) -> Rule:
    """Return the rule with every choice as option ids and every list of groups written out.

    A list that leaves nothing stays as written, so that validation can say so.
    """
    changes: dict[str, object] = {}
    for field in ("when", "if_all", "then_any"):
        choices: tuple[Choice, ...] = getattr(rule, field, ())
        if choices:
            changes[field] = tuple(resolved(choice, document) for choice in choices)
    if isinstance(rule, RuleOnGroups):
        among = rule.groups or tuple(group.id for group in document.service_groups)
        kept = tuple(name for name in dict.fromkeys(among) if name not in rule.except_groups)
        if kept:
            changes |= {"groups": kept, "except_groups": ()}
    return replace(rule, **changes) if changes else rule  # type: ignore[arg-type]  # of the rule's own fields


def resolved(choice: Choice, document: Programme) -> Choice:
    """Return the choice as option ids, in the order of the group.

    Ids named outright are kept even when unknown, and a choice that no option meets stays as
    written, so that validation can say so.
    """
    options = _options(choice, document)
    return Choice(group=choice.group, options=options) if options else choice


def cannot_hold(rule: Rule, document: Programme) -> bool:
    """Tell whether the condition of a rule asks for what a group does not offer.

    Such a rule is left out where a template writes it for every group.
    """
    asked = (*rule.when, *(rule.if_all if isinstance(rule, ChoiceImplication) else ()))
    if not asked:
        return False
    groups = {group.id for group in document.service_groups}
    return any(choice.group in groups and not _options(choice, document) for choice in asked)


def _options(choice: Choice, document: Programme) -> tuple[str, ...]:
    group = next((g for g in document.service_groups if g.id == choice.group), None)
    known = {} if group is None else {option.id: option for option in group.options}
    met = tuple(name for name, option in known.items() if choice.meant.admits(option))
    return met + tuple(name for name in dict.fromkeys(choice.options) if name not in known)
