"""How closely limits are fitted around the hidden plan."""

from dataclasses import dataclass

from scheduler.generation.draws import Draws


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Room left above what the hidden plan uses."""

    capacity_percent: int
    load_percent: int
    cutovers: int
    """Cutovers that rolling limits allow beyond the plan's fullest window."""
    lag_weeks: int
    deadline_weeks: tuple[int, int]
    contingency_working_days: int
    """Kept free before the contract end."""


_FITS = (
    Fit(
        capacity_percent=5,
        load_percent=0,
        cutovers=0,
        lag_weeks=1,
        deadline_weeks=(2, 6),
        contingency_working_days=20,
    ),
    Fit(
        capacity_percent=15,
        load_percent=15,
        cutovers=0,
        lag_weeks=3,
        deadline_weeks=(4, 10),
        contingency_working_days=30,
    ),
    Fit(
        capacity_percent=35,
        load_percent=30,
        cutovers=1,
        lag_weeks=6,
        deadline_weeks=(6, 16),
        contingency_working_days=40,
    ),
)


def fit_of(draws: Draws) -> Fit:
    """Return a snug, a fair or a roomy fit."""
    return draws.one_of(_FITS)
