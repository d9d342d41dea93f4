"""Traffic lights in a few seconds at most, whatever the programme and however new the machine."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from scheduler.verification.verify import verify

if TYPE_CHECKING:
    from scheduler.domain.expanded import ExpandedProgramme
    from scheduler.domain.plan import Plan
    from scheduler.regenerating.light import TrafficLight

SECONDS = 5.0
"""Nobody who changes something is kept longer; the plan's own light comes with its first event."""


class Lights:
    """Looks at one programme at a time, in a thread that is not waited for when it takes long.

    Nothing is compiled here: `serve` has that done by a process beside this one.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        """Begin with nothing to look at."""
        self._seconds = seconds
        self._free = threading.Lock()

    def light(self, programme: ExpandedProgramme) -> dict[str, Any]:
        """Return the traffic light of a programme that has a baseline, as plain JSON values.

        Where time is up it says which rules the plan in force breaks, and that no more is known.
        """
        # Loaded by the first who needs it: it takes a while.
        from scheduler.regenerating.again import light_to_jsonable  # noqa: PLC0415
        from scheduler.regenerating.in_force import (  # noqa: PLC0415
            carried_over,
            plan_in,
            with_stability_first,
        )

        began = time.monotonic()
        baseline = programme.document.baseline
        if baseline is None:
            raise ValueError("a programme without a baseline has no traffic light")
        staying = with_stability_first(programme)
        in_force = carried_over(staying, plan_in(baseline))
        found = self._in_time(staying, in_force) or _unknown(staying, in_force, began)
        return light_to_jsonable(found)

    def _in_time(self, programme: ExpandedProgramme, in_force: Plan) -> TrafficLight | None:
        from scheduler.regenerating.light import traffic_light  # noqa: PLC0415

        found: list[TrafficLight] = []
        failed: list[Exception] = []

        def look() -> None:
            try:
                found.append(traffic_light(programme, in_force, may_compile=False))
            except Exception as error:  # noqa: BLE001  # raised to whoever waits
                failed.append(error)
            finally:
                self._free.release()

        until = time.monotonic() + self._seconds
        if not self._free.acquire(timeout=self._seconds):
            return None
        looking = threading.Thread(target=look, name="traffic light", daemon=True)
        looking.start()
        looking.join(max(0.0, until - time.monotonic()))
        if failed:
            raise failed[0]
        return found[0] if found else None


def _unknown(programme: ExpandedProgramme, in_force: Plan, began: float) -> TrafficLight:
    from scheduler.regenerating.light import TrafficLight  # noqa: PLC0415

    broken = verify(programme, in_force).violations
    seconds = time.monotonic() - began
    if not broken:
        return TrafficLight(state="feasible", plan=in_force, how="unchanged", seconds=seconds)
    return TrafficLight(state="unknown", broken=broken, seconds=seconds)
