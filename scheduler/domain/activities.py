"""Activities: what happens, how long it takes and which teams it needs."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.values import WIRE, Count, Hundredths, Id, Reference, Slug, Text, ThreePoint

Form = Literal["work", "event", "span"]
"""How an activity lies in time.

`work` takes a number of working days of its calendar. `event` falls on one calendar day, weekends
included, chosen from its dates. `span` has no duration of its own: rules fix its first and last
day.
"""

TRANSFER = "transfer"
STAFF_TRANSFER = "staff_transfer"
CUTOVER = "cutover"
CHARGES_STOP = "charges_stop"
ACCEPTANCE = "acceptance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """One way of doing an activity, under some or all sourcing options of its group."""

    __pydantic_config__ = WIRE

    options: tuple[Slug, ...] = ()
    """Sourcing options under which this mode applies; none means whatever the option."""
    duration: ThreePoint | None = None
    """Working days of the activity's calendar; only for `work`."""
    demands: dict[str, Hundredths] = field(default_factory=dict)
    """Team to hundredths of a person, on every working day from start to finish."""
    consumes: dict[str, Count] = field(default_factory=dict)
    """Consumable to the amount used up, once, however long the activity lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityPart:
    """A part of long work that ends with a result of its own."""

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    share_percent: Annotated[int, Field(ge=1, le=100)]
    """Share of the activity's working days; together they are 100."""
    owner: Text = ""
    deliverable: Text = ""
    acceptance: Text = ""
    """How its result is judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A piece of the exit that a plan gives dates to.

    One activity exists per service and phase whatever the sourcing option: options are modes. An
    activity with no mode for the chosen option is not performed.
    """

    __pydantic_config__ = WIRE

    id: Id
    name: Text = ""
    kind: Slug
    """The phase. `cutover`, `transfer`, `staff_transfer`, `charges_stop` and `acceptance` give a
    service its dates."""
    form: Form = "work"
    service: Slug | None = None
    group: Slug | None = None
    staff_group: Slug | None = None
    wave: Annotated[int, Field(ge=1, le=99)] | None = None
    calendar: Slug | None = None
    """Working days of the activity; the programme's default calendar when left out."""
    also_calendars: tuple[Slug, ...] = ()
    """Further calendars: it is only worked on days that all of them work."""
    may_pause: bool = True
    """Whether work or a span goes on after a closure. If not, no day of the week pattern of its
    calendars is closed between its first and its last day."""
    dates: Slug | None = None
    """For an event: the date set it is chosen from; any day of the horizon when left out."""
    modes: tuple[Mode, ...] = (Mode(),)
    change_load: dict[str, Count] = field(default_factory=dict)
    """For an event: load points it puts on each user group, before the weekly profile."""
    owner: Text = ""
    deliverable: Text = ""
    acceptance: Text = ""
    """How its result is judged."""
    parts: tuple[ActivityPart, ...] = ()
    """For work longer than eight weeks: what is done by when, in order."""
    tags: tuple[Slug, ...] = ()
    external_ids: dict[str, Text] = field(default_factory=dict)
    """Ids in other tools, such as a Microsoft Project UID or a Primavera activity id."""
    source: Text = ""

    def mode_under(self, option: str | None) -> Mode | None:
        """Return the mode under a sourcing option of the activity's group, or None."""
        for mode in self.modes:
            if not mode.options or option in mode.options:
                return mode
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which services, groups, staff groups or activities something applies to.

    Every filter that is given must hold; within a filter any entry will do.
    """

    __pydantic_config__ = WIRE

    services: tuple[Slug, ...] = ()
    groups: tuple[Slug, ...] = ()
    staff_groups: tuple[Slug, ...] = ()
    user_groups: tuple[Slug, ...] = ()
    """Services used by any of these."""
    criticality_at_least: Annotated[int, Field(ge=1, le=5)] | None = None
    tags: tuple[Slug, ...] = ()
    """Tags of the activity, its service or its staff group."""
    except_services: tuple[Slug, ...] = ()
    except_groups: tuple[Slug, ...] = ()
    except_tags: tuple[Slug, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The activities a planning rule speaks of: named, or found by kind and scope.

    `expand` writes the answer into `activities` and empties the rest.
    """

    __pydantic_config__ = WIRE

    activities: tuple[Reference, ...] = ()
    kinds: tuple[Slug, ...] = ()
    scope: Scope | None = None
    except_activities: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityTemplate:
    """One activity for each service group, service, wave or staff group in scope.

    Ids are `<scope id>.<template id>`; waves add `_<number>`. A duration is looked up in the
    service, then the staff group's or group's sourcing option, then here, and multiplied by the
    option's factor.
    """

    __pydantic_config__ = WIRE

    id: Slug
    """The phase: the kind of the activities, and the key of durations, factors and demands."""
    for_each: Literal["group", "service", "wave", "staff_group"]
    where: Scope = Scope()
    name: Text = ""
    form: Form = "work"
    calendar: Slug | None = None
    also_calendars: tuple[Slug, ...] = ()
    may_pause: bool = True
    dates: Slug | None = None
    duration: ThreePoint | None = None
    demands: dict[str, Hundredths] = field(default_factory=dict)
    consumes: dict[str, Count] = field(default_factory=dict)
    carries_change_load: bool = False
    """Whether the service's change load falls on these events, by wave share."""
    owner: Text = ""
    deliverable: Text = ""
    acceptance: Text = ""
    parts: tuple[ActivityPart, ...] = ()
    """Of work, in order; the same for each of the activities."""
    tags: tuple[Slug, ...] = ()
    source: Text = ""
