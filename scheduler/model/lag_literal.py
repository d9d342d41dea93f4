"""A literal for two instants that lie a certain time apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.model.enforcement import Enforcement

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.instant import Instant
    from scheduler.model.model_build import ModelBuild


def lag_within(
    origin: Instant, target: Instant, least: int, most: int, build: ModelBuild
) -> cp_model.IntVar:
    """Return a literal that only holds when `least <= target - origin <= most` calendar days.

    Both instants are performed then. Where plans are enumerated it always holds in that case.
    """
    held = _implying_both(origin, target, build)
    origin.post_at_least(target, least, Enforcement(build.model, (held,)))
    target.post_at_least(origin, -most, Enforcement(build.model, (held,)))
    if build.exact:
        early, late = (_implying_both(origin, target, build) for _ in range(2))
        target.post_at_least(origin, 1 - least, Enforcement(build.model, (early,)))
        origin.post_at_least(target, most + 1, Enforcement(build.model, (late,)))
        some = build.model.add_bool_or([held, early, late])
        Enforcement(build.model).bind(some, origin.performed, target.performed)
    return held


def _implying_both(origin: Instant, target: Instant, build: ModelBuild) -> cp_model.IntVar:
    made = build.model.new_bool_var(f"{origin.activity} to {target.activity}")
    for performed in (origin.performed, target.performed):
        if not isinstance(performed, bool):
            build.model.add_implication(made, performed)
    return made
