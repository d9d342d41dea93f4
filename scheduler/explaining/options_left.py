"""Which sourcing options some rules leave each service group, and which rules hold in any case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import ChoiceImplication, Rule, SourcingChoice


@dataclass(frozen=True, slots=True)
class Left:
    """The options of one service group that no rule has ruled out."""

    options: frozenset[str]
    rests_on: frozenset[str]
    """Rules that leave no others."""


@dataclass(slots=True)
class OptionsLeft:
    """What rules on single choices leave, each drawn on until nothing more follows."""

    programme: ExpandedProgramme
    rules: Sequence[Rule]
    of: dict[str, Left] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with every option, and narrow."""
        for group in self.programme.groups.values():
            self.of[group.id] = Left(frozenset(o.id for o in group.options), frozenset())
        choices = [r for r in self.rules if isinstance(r, SourcingChoice | ChoiceImplication)]
        while any([self._draw_on(rule) for rule in choices]) and not self.is_none_left:  # noqa: C419
            pass

    @property
    def is_none_left(self) -> bool:
        """Whether some group has no option left."""
        return any(not left.options for left in self.of.values())

    def holds(self, rule: Rule) -> frozenset[str] | None:
        """Return what makes a rule hold whatever is chosen; None for one that need not."""
        why: frozenset[str] = frozenset()
        for choice in rule.when:
            made = self._made(choice.group, choice.options)
            if made is None:
                return None
            why |= made
        return why

    def why(self, groups: Sequence[str]) -> frozenset[str]:
        """Return the rules that leave some groups no other options."""
        return frozenset[str]().union(*(self.of[group].rests_on for group in groups))

    def _made(self, group: str, options: Sequence[str]) -> frozenset[str] | None:
        """Return the rules by which one of some options is chosen; None where it need not be."""
        left = self.of[group]
        if not left.options <= frozenset(options):
            return None
        every = frozenset(option.id for option in self.programme.groups[group].options)
        return frozenset() if every <= frozenset(options) else left.rests_on

    def _draw_on(self, rule: SourcingChoice | ChoiceImplication) -> bool:
        """Narrow by one rule, and tell whether it did."""
        why = self.holds(rule)
        if why is None:
            return False
        if isinstance(rule, SourcingChoice):
            return self._narrow(rule.group, frozenset(rule.options), why | {rule.id})
        for choice in rule.if_all:
            made = self._made(choice.group, choice.options)
            if made is None:
                return False
            why |= made
        then: dict[str, frozenset[str]] = {}
        for choice in rule.then_any:
            then[choice.group] = then.get(choice.group, frozenset()) | frozenset(choice.options)
        can = [group for group, options in then.items() if options & self.of[group].options]
        if len(can) > 1 or not then:
            return False
        group = can[0] if can else next(iter(then))
        others = self.why([other for other in then if other != group])
        return self._narrow(group, then[group], why | others | {rule.id})

    def _narrow(self, group: str, options: frozenset[str], why: frozenset[str]) -> bool:
        left = self.of[group]
        fewer = left.options & options
        if fewer == left.options:
            return False
        self.of[group] = Left(fewer, left.rests_on | why)
        return True
