"""The contract, the services in it and the ways to source them next."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.values import WIRE, Count, Factor, Hundredths, Money, Slug, Text, ThreePoint

DeliveryModel = Literal["in_house", "shared_service", "specialist_provider", "incumbent"]
ProcurementRoute = Literal["none", "agreement", "framework", "full_competition"]
SolutionStyle = Literal["off_the_shelf", "customised"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTerm:
    """One term of the contract, with its clause; `known` is false until somebody has read it."""

    __pydantic_config__ = WIRE

    id: Slug
    text: Text
    clause: Text = ""
    known: bool = False
    owner: Text = ""
    source: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """The outsourcing contract that every service leaves."""

    __pydantic_config__ = WIRE

    supplier: Text
    end_date: date
    """The last day of cover."""
    extension: Text = "none"
    notice_calendar_days: Count | None = None
    """Notice of a partial termination; unknown when left out."""
    partial_exit: Literal["allowed", "not_allowed", "unknown"] = "unknown"
    termination_assistance: Text = ""
    stranded_percent: Annotated[int, Field(ge=0, le=100)] = 0
    """Share of a service's charge that goes on to the contract end after its charges stop."""
    terms: tuple[ContractTerm, ...] = ()
    source: Text = ""

    def stranded(self, pence: int) -> int:
        """Return what goes on of a daily charge that has stopped, rounded half up."""
        return (2 * pence * self.stranded_percent + 100) // 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One way a competition may end, such as a bidder who may win it.

    What it leaves out is the option's. Phases that the option omits stay omitted.
    """

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    durations: dict[str, ThreePoint] = field(default_factory=dict)
    """Phase to duration if it ends so."""
    factors: dict[str, Factor] = field(default_factory=dict)
    """Phase to multiplier on the service's own duration."""
    demands: dict[str, dict[str, Hundredths]] = field(default_factory=dict)
    """Phase to team to hundredths of a person."""
    consumes: dict[str, dict[str, Count]] = field(default_factory=dict)
    """Phase to consumable to the amount used up."""
    omits: tuple[Slug, ...] = ()
    """Phases not performed if it ends so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcingOption:
    """One way to source a service group next.

    A competition's winner cannot be chosen by a plan, so an option is a delivery model with a
    procurement route, not a bidder; its durations hold for every possible winner. Where those are
    known, they are its `outcomes`.
    """

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    profile: Slug | None = None
    """An option profile of the programme whose values fill what is left out here."""
    model: DeliveryModel | None = None
    route: ProcurementRoute | None = None
    style: SolutionStyle | None = None
    provider: Text | None = None
    """Only where it is settled, such as a named partner council."""
    appraisal: Annotated[int, Field(ge=0, le=10_000)] | None = None
    """Penalty points from the council's own appraisal; fewer is better."""
    risk: Annotated[int, Field(ge=0, le=10_000)] | None = None
    """Likelihood times impact, added up over the risks that the council's risk register has of this
    option; fewer is better."""
    durations: dict[str, ThreePoint] = field(default_factory=dict)
    """Phase to duration under this option."""
    factors: dict[str, Factor] = field(default_factory=dict)
    """Phase to multiplier on the service's own duration."""
    demands: dict[str, dict[str, Hundredths]] = field(default_factory=dict)
    """Phase to team to hundredths of a person, in place of the template's; 0 for none."""
    consumes: dict[str, dict[str, Count]] = field(default_factory=dict)
    """Phase to consumable to the amount used up, in place of the template's; 0 for none."""
    omits: tuple[Slug, ...] = ()
    """Phases not performed under this option."""
    outcomes: tuple[Outcome, ...] = ()
    """Ways a competition may end. A plan holds for all of them, as an award that favoured what
    suits the plan would be unlawful: phase by phase `expand` takes the longest duration, the
    largest demand of each team and use of each consumable, and leaves out what all of them omit."""
    set_up_cost: Money | None = None
    """Of the whole group, once; each service's even share falls due on its transfer."""
    running_cost: Money | None = None
    """Of the whole group; each service's even share is paid from its transfer on."""
    consequences: Text = ""
    """Risks and consequences, said for every customised option."""
    source: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceGroup:
    """Services sourced together: one sourcing option is chosen for the group."""

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    options: tuple[SourcingOption, ...]
    tags: tuple[Slug, ...] = ()
    source: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One technical cutover of a service that goes live in parts."""

    __pydantic_config__ = WIRE

    name: Text = ""
    share_percent: Annotated[int, Field(ge=0, le=100)] = 100
    """Share of the service's change load that this wave brings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """A measured level of service that must not sag."""

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    minimum_service_level: Text = ""
    source: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A unit of delivery that has its own transfer date."""

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    group: Slug
    criticality: Annotated[int, Field(ge=1, le=5)]
    """5 is a statutory payment or an outage of the whole estate."""
    user_groups: tuple[Slug, ...] = ()
    yearly_cost: Money | None = None
    """What the incumbent charges for it, until its charges stop."""
    durations: dict[str, ThreePoint] = field(default_factory=dict)
    """Phase to duration, before the option's factor."""
    demands: dict[str, dict[str, Hundredths]] = field(default_factory=dict)
    """Phase to team to hundredths of a person, in place of the template's; 0 for none."""
    consumes: dict[str, dict[str, Count]] = field(default_factory=dict)
    """Phase to consumable to the amount used up, in place of the template's; 0 for none."""
    waves: tuple[Wave, ...] = ()
    """Technical cutovers in order; none when nothing technical goes live."""
    change_load: dict[str, Count] = field(default_factory=dict)
    """User group to load points; criticality for each of `user_groups` when left out."""
    kpis: tuple[Kpi, ...] = ()
    tags: tuple[Slug, ...] = ()
    external_ids: dict[str, Text] = field(default_factory=dict)
    source: Text = ""
