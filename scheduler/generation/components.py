"""What the services of a council lean on together, such as its network contract."""

from collections.abc import Iterable, Iterator

from scheduler.domain.activities import TRANSFER, Activity, Mode, Selection
from scheduler.domain.planning_rules import ComponentStop
from scheduler.domain.shared_components import SharedComponent
from scheduler.domain.values import Money
from scheduler.generation.catalogue import GroupType
from scheduler.generation.estimates import SOURCE
from scheduler.generation.phases import STOP

KEPT_DAYS = 14
"""Calendar days that a shared component is kept after its last consumer has left."""
_USERS = ("PAY", "HRA", "EXC", "ACF", "CSC", "APP")
_MONTHLY_PENCE = 1_800_000


def component_of(suffix: str, groups: Iterable[GroupType]) -> SharedComponent:
    """Return the directory and licences that a council's offices use until they have left."""
    services = [s.id for kind in groups for s in kind.services]
    users = [s for s in services if s in _USERS] or services
    return SharedComponent(
        id=f"DIRECTORY{suffix}",
        name="Shared directory and licences",
        stop=f"DIRECTORY{suffix}.{STOP}",
        consumers=Selection(activities=tuple(f"{s}{suffix}.{TRANSFER}" for s in users)),
        cost=Money(pence=_MONTHLY_PENCE, price_base="synthetic", per="month", source=SOURCE),
        source=SOURCE,
    )


def stop_of(component: SharedComponent) -> Activity:
    """Return the event on which a shared component stops."""
    return Activity(
        id=component.stop,
        name=f"{component.id}: last day of the shared directory and licences",
        kind=STOP,
        form="event",
        dates="month-ends",
        modes=(Mode(),),
        source=SOURCE,
    )


def stops(components: Iterable[SharedComponent]) -> Iterator[ComponentStop]:
    """Yield how long each shared component is kept."""
    for component in components:
        yield ComponentStop(
            id=f"kept-{component.id}",
            basis="technical",
            reason="Somebody may have to look something up.",
            component=component.id,
            after_calendar_days=KEPT_DAYS,
        )
