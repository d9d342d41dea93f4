"""Estimates as planners write them: a likely number of weeks with a spread around it."""

from scheduler.domain.values import ThreePoint

SOURCE = "synthetic"


def weeks(likely: int, driver: str = "") -> ThreePoint:
    """Return three points in weeks: three quarters, all and one and a half times the likely."""
    return ThreePoint(
        min=float(max(1, likely * 3 // 4)),
        likely=float(likely),
        max=float((likely * 3 + 1) // 2),
        unit="weeks",
        source=SOURCE,
        driver=driver or None,
    )


def days(least: int, likely: int, most: int) -> ThreePoint:
    """Return three points in working days."""
    return ThreePoint(min=float(least), likely=float(likely), max=float(most), source=SOURCE)
