"""What several services lean on, and what may stop only after the last of them has left."""

from dataclasses import dataclass

from scheduler.domain.activities import Selection
from scheduler.domain.values import WIRE, Id, Money, Slug, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedComponent:
    """A network, directory, licence or site that several services use until they have left.

    Without a planning rule of its own it is kept until its last consumer has left.
    """

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    stop: Id
    """The event on whose day it runs, and is paid for, for the last time."""
    consumers: Selection
    """The last use of each consumer: technical cutovers or transfers."""
    cost: Money | None = None
    """Paid for every day until it stops."""
    incumbents: bool = True
    """Whether it is the incumbent's, and so gone when the contract ends."""
    source: Text = ""
