"""Which sourcing options go together, and how many providers that makes.

The provider of a group is the one its option settles. In house there is none; the incumbent is the
contract's supplier; where a provider is still to be found, the group counts as having one of its
own.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.choice import Choice, OptionFilter
from scheduler.domain.planning_rules.planning_rule import PlanningRule
from scheduler.domain.values import Hundredths, Reference

Groups = Annotated[int, Field(ge=0, le=10_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceLimit(PlanningRule):
    """At most, and at least, so many of the service groups take an option of some sort.

    Shortfall in groups, above or below.
    """

    groups: tuple[Reference, ...] = ()
    """The service groups; all of them when left out."""
    except_groups: tuple[Reference, ...] = ()
    """Service groups that are not meant."""
    sourced_by: OptionFilter
    """The options counted."""
    at_most: Groups | None = None
    """Service groups."""
    at_least: Groups | None = None
    """Service groups."""
    kind: Literal["choice_limit"] = "choice_limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceImplication(PlanningRule):
    """If all of some choices are made, then one of others is made as well."""

    if_all: tuple[Choice, ...]
    """The choices that bring others with them."""
    then_any: tuple[Choice, ...]
    """The choices of which one is made then."""
    kind: Literal["choice_implication"] = "choice_implication"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderLimit(PlanningRule):
    """At most, and at least, so many different providers serve the groups.

    In house counts as none, a provider still to be found as one of its own. Shortfall in providers.
    """

    groups: tuple[Reference, ...] = ()
    """The service groups; all of them when left out."""
    except_groups: tuple[Reference, ...] = ()
    """Service groups that are not meant."""
    at_most: Groups | None = None
    """Different providers."""
    at_least: Groups | None = None
    """Different providers."""
    kind: Literal["provider_limit"] = "provider_limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardLimit(PlanningRule):
    """No provider gets more than so many of the service groups.

    In house and providers still to be found are not counted. Shortfall in groups, over all
    providers.
    """

    groups: tuple[Reference, ...] = ()
    """The service groups; all of them when left out."""
    except_groups: tuple[Reference, ...] = ()
    """Service groups that are not meant."""
    at_most: Annotated[int, Field(ge=1, le=10_000)]
    """Service groups for one provider."""
    kind: Literal["award_limit"] = "award_limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedProvider(PlanningRule):
    """The service groups all have one provider, or no two of them have the same one.

    All in house is one; several in house are no two of the same. Two providers still to be found
    are not the same.
    """

    groups: tuple[Reference, ...] = ()
    """The service groups; all of them when left out."""
    except_groups: tuple[Reference, ...] = ()
    """Service groups that are not meant."""
    same: bool = True
    """False when they must differ."""
    kind: Literal["shared_provider"] = "shared_provider"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderEffort(PlanningRule):
    """Managing contracts takes no more of a team than it can give.

    `fixed + each * max(0, providers - included) <= at_most`, in hundredths of a person over the
    years to come; providers counted as in a provider limit. Shortfall in hundredths of a person.
    """

    groups: tuple[Reference, ...] = ()
    """The service groups; all of them when left out."""
    except_groups: tuple[Reference, ...] = ()
    """Service groups that are not meant."""
    team: Reference
    """The team that manages the contracts."""
    each_hundredths: Hundredths
    """For every provider beyond those included."""
    included: Groups = 0
    """Providers that take nothing further."""
    fixed_hundredths: Hundredths = 0
    """What it takes in any case."""
    at_most_hundredths: Hundredths
    """What the team can give."""
    kind: Literal["provider_effort"] = "provider_effort"


RuleOnGroups = ChoiceLimit | ProviderLimit | AwardLimit | SharedProvider | ProviderEffort
"""The kinds that speak of several service groups."""
