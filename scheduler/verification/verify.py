"""The independent check of any plan, by dates, with no solver installed."""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Rule
from scheduler.rules import kind_of
from scheduler.rules.conditional import breaches_of, statement_of
from scheduler.rules.rule import Concession, Violation, concession_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker found."""

    violations: tuple[Violation, ...]
    """Breaches of hard rules: a plan with any is no plan."""
    concessions: tuple[Concession, ...]
    """Soft rules not fully met."""

    @property
    def holds(self) -> bool:
        """Whether every hard rule is met."""
        return not self.violations


def verify(programme: ExpandedProgramme, plan: Plan) -> Verdict:
    """Check a plan against every planning rule of the programme."""
    return Verdict(tuple(_violations(programme, plan)), tuple(_concessions(programme, plan)))


def _violations(programme: ExpandedProgramme, plan: Plan) -> Iterator[Violation]:
    for rule in programme.document.rules:
        if rule.price is None:
            yield from violations_of(rule, programme, plan)


def violations_of(rule: Rule, programme: ExpandedProgramme, plan: Plan) -> Iterator[Violation]:
    """Yield how a plan breaks one hard rule, with the rule's words."""
    for breach in breaches_of(rule, programme, plan):
        yield Violation(
            rule=rule.id,
            kind=rule.kind,
            statement=statement_of(rule, programme),
            activities=breach.activities,
            measured=breach.measured,
            allowed=breach.allowed,
        )


def _concessions(programme: ExpandedProgramme, plan: Plan) -> Iterator[Concession]:
    for rule in programme.document.rules:
        if rule.price is None:
            continue
        breaches = list(breaches_of(rule, programme, plan))
        if breaches:
            words = statement_of(rule, programme)
            yield concession_of(rule, rule.price, kind_of(rule), words, breaches)
