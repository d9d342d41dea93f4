"""Sourcing options that leave less than is required, or force more than is allowed.

Each rule on several service groups is weighed against the options that others leave each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from scheduler.answers import Cause
from scheduler.domain.planning_rules import (
    AwardLimit,
    ChoiceLimit,
    ProviderEffort,
    ProviderLimit,
    Rule,
    SharedProvider,
)
from scheduler.explaining.matching import Given, fewest_for_all
from scheduler.explaining.options_left import OptionsLeft
from scheduler.explaining.seen import Seen
from scheduler.rules.choice_limit import option_words
from scheduler.rules.provider_effort import counted_people
from scheduler.rules.words import counted, either, groups_listed

Unit = Literal["sourcing options", "service groups", "providers", "hundredths of a person"]


def too_little_choice(left: OptionsLeft) -> Iterator[Seen]:
    """Yield what cannot be chosen, the plainest first."""
    programme = left.programme
    if left.is_none_left:
        for group, found in left.of.items():
            if not found.options:
                count = len(programme.groups[group].options)
                words = (
                    f"{groups_listed((group,), programme)}: none of its "
                    f"{counted(count, 'sourcing option')} is left, and one is needed: 1 short."
                )
                cause = _cause(words, (group,), 1, 0, "sourcing options")
                yield Seen(cause, tuple(sorted(found.rests_on)))
        return
    for rule in left.rules:
        why = left.holds(rule)
        if why is None:
            continue
        for cause in _causes(rule, left):
            # Of no other group do the options matter.
            yield Seen(cause, (rule.id, *sorted(why | left.why(cause.groups))))


def _causes(rule: Rule, left: OptionsLeft) -> Iterator[Cause]:
    match rule:
        case ChoiceLimit():
            yield from _of_limit(rule, left)
        case ProviderLimit():
            yield from _of_providers(rule, left)
        case ProviderEffort():
            yield from _of_effort(rule, left)
        case AwardLimit():
            yield from _too_many_for(rule.groups, rule.at_most, left)
        case SharedProvider(same=False):
            yield from _too_many_for(rule.groups, 1, left)
        case SharedProvider():
            yield from _of_one_provider(rule, left)
        case _:
            pass


def _of_limit(rule: ChoiceLimit, left: OptionsLeft) -> Iterator[Cause]:
    programme = left.programme
    can, must = [], []
    for group in rule.groups:
        admitted = {o.id for o in programme.groups[group].options if rule.sourced_by.admits(o)}
        if left.of[group].options & admitted:
            can.append(group)
        if left.of[group].options <= admitted:
            must.append(group)
    meant = option_words(rule.sourced_by)
    if rule.at_least is not None and len(can) < rule.at_least:
        words = (
            f"At least {rule.at_least} of {groups_listed(rule.groups, programme)} must be sourced "
            f"by {meant}; {len(can)} can be: {rule.at_least - len(can)} short."
        )
        cannot = tuple(group for group in rule.groups if group not in can)
        yield _cause(words, cannot, rule.at_least, len(can), "service groups")
    if rule.at_most is not None and len(must) > rule.at_most:
        words = (
            f"{groups_listed(must, programme)}: {len(must)} can only be sourced by {meant}; "
            f"{rule.at_most} may be: {len(must) - rule.at_most} too many."
        )
        yield _cause(words, tuple(must), len(must), rule.at_most, "service groups")


def _of_providers(rule: ProviderLimit, left: OptionsLeft) -> Iterator[Cause]:
    programme = left.programme
    if rule.at_most is not None:
        served = _always_served(rule.groups, left)
        fewest = fewest_for_all([_settled(group, left) for group in served])
        if fewest > rule.at_most:
            words = (
                f"{groups_listed(served, programme)} need "
                f"{counted(fewest, 'different provider')} at least; "
                f"{rule.at_most} may be: {fewest - rule.at_most} too many."
            )
            yield _cause(words, served, fewest, rule.at_most, "providers")
    if rule.at_least is not None:
        wanted = {group: _settled(group, left) for group in rule.groups}
        most = Given(wanted, each=1).granted
        if most < rule.at_least:
            words = (
                f"{groups_listed(rule.groups, programme)} can have "
                f"{counted(most, 'different provider')} at most; {rule.at_least} are required: "
                f"{rule.at_least - most} short."
            )
            yield _cause(words, rule.groups, rule.at_least, most, "providers")


def _of_effort(rule: ProviderEffort, left: OptionsLeft) -> Iterator[Cause]:
    programme = left.programme
    served = _always_served(rule.groups, left)
    fewest = fewest_for_all([_settled(group, left) for group in served])
    beyond = max(0, fewest - rule.included)
    effort = rule.fixed_hundredths + rule.each_hundredths * beyond
    if effort <= rule.at_most_hundredths:
        return
    team = programme.teams[rule.team]
    words = (
        f"{team.name or team.id}: the {counted(fewest, 'different provider')} that "
        f"{groups_listed(served, programme)} need at least take {counted_people(effort)} to manage;"
        f" there are {rule.at_most_hundredths / 100:g}: "
        f"{(effort - rule.at_most_hundredths) / 100:g} short."
    )
    yield _cause(
        words, served, effort, rule.at_most_hundredths, "hundredths of a person", rule.team
    )


def _too_many_for(groups: Sequence[str], each: int, left: OptionsLeft) -> Iterator[Cause]:
    """Yield groups that only some providers could serve, who may not get so many."""
    wanted = {group: _settled(group, left) for group in _always_served(groups, left)}
    crowded = Given(wanted, each).crowded
    if crowded is None:
        return
    crowd = tuple(group for group in groups if group in crowded[0])
    providers, places = sorted(crowded[1]), each * len(crowded[1])
    may = f"who may get {each}" if len(providers) == 1 else f"who may get {each} each"
    words = (
        f"{groups_listed(crowd, left.programme)}: {len(crowd)} can only go to {either(providers)}, "
        f"{may}: {len(crowd) - places} too many."
    )
    yield _cause(words, crowd, len(crowd), places, "service groups")


def _of_one_provider(rule: SharedProvider, left: OptionsLeft) -> Iterator[Cause]:
    each = [_providers(group, left) for group in rule.groups]
    most = max(
        (sum(provider in could for could in each) for provider in frozenset().union(*each)),
        default=0,
    )
    if most < len(each):
        words = (
            f"{groups_listed(rule.groups, left.programme)} must have one provider; none could "
            f"serve more than {most} of these {len(each)}: {len(each) - most} short."
        )
        yield _cause(words, rule.groups, len(each), most, "service groups")


def _providers(group: str, left: OptionsLeft) -> frozenset[str | None]:
    """Return who could serve a group; None in house."""
    options = left.of[group].options
    return frozenset(left.programme.provider_of(group, option) for option in options)


def _settled(group: str, left: OptionsLeft) -> frozenset[str]:
    return frozenset(provider for provider in _providers(group, left) if provider is not None)


def _always_served(groups: Sequence[str], left: OptionsLeft) -> tuple[str, ...]:
    """Return the groups that some provider serves whatever is chosen."""
    return tuple(group for group in groups if None not in _providers(group, left))


def _cause(
    words: str,
    groups: tuple[str, ...],
    needed: int,
    there: int,
    unit: Unit,
    team: str | None = None,
) -> Cause:
    return Cause(
        kind="choices",
        words=words,
        groups=groups,
        team=team,
        needed=needed,
        there=there,
        short=needed - there,
        unit=unit,
    )
