"""A council with three service groups to source, for rules on choices worked by hand.

Each has the same options: in house, Hoople (a settled partner), the incumbent, and a specialist
still to be found, off the shelf or customised.
"""

from dataclasses import replace

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Rule
from scheduler.domain.resources import CapacityPeriod, Team
from scheduler.domain.services import ServiceGroup, SourcingOption
from scheduler.expansion.choices import with_choices_resolved
from scheduler.rules.conditional import breaches_of, statement_of
from tests.rules.easter import april, programme

OPTIONS = (
    SourcingOption(id="INH", name="in-house", model="in_house"),
    SourcingOption(id="HOO", name="Hoople", model="shared_service", provider="Hoople"),
    SourcingOption(id="SER", name="incumbent", model="incumbent"),
    SourcingOption(id="SPF", name="specialist", model="specialist_provider"),
    SourcingOption(id="CUS", name="customised", model="specialist_provider", style="customised"),
)


def council() -> ExpandedProgramme:
    """Return the programme."""
    capacity = (CapacityPeriod(first=april(1), hundredths=100),)
    team = Team(id="CLIENT", name="Client side", capacity=capacity)
    groups = tuple(
        ServiceGroup(id=name, name=name, options=OPTIONS) for name in ("HR", "FIN", "IT")
    )
    document = programme(teams=(team,)).document
    return ExpandedProgramme(replace(document, service_groups=groups, services=(), staff_groups=()))


def shortfall(rule: Rule, hr: str, fin: str, it: str) -> int:
    """Return by how much a choice for the three groups falls short of a rule, written out."""
    of = council()
    plan = Plan(options={"HR": hr, "FIN": fin, "IT": it}, placed={})
    return sum(b.shortfall for b in breaches_of(with_choices_resolved(rule, of.document), of, plan))


def words(rule: Rule) -> str:
    """Return the rule, written out, as people read it."""
    of = council()
    return statement_of(with_choices_resolved(rule, of.document), of)
