"""Working days, yearly windows and dates to choose from, over any years."""

from collections.abc import Iterator
from datetime import date, timedelta

from scheduler.domain.calendars import DatePattern, DateSet, WorkCalendar
from scheduler.domain.values import WEEKDAYS, Window

DEFAULT = "council"
CONSULTATION = "consultation"
SUPPLIER_DAYS = "supplier"


def work_calendars(first: date, last: date) -> tuple[WorkCalendar, ...]:
    """Return the council's calendar, and those of consultation and of the supplier."""
    closed = [c for year in range(first.year - 1, last.year + 1) for c in _bank_holidays(year)]
    closed = [c for c in closed if first <= c.last and c.first <= last]
    pause = yearly_windows("Summer pause", (8, 8), (8, 19), first, last)
    return (
        WorkCalendar(
            id=DEFAULT,
            name="Monday to Friday, bank holidays and a Christmas closure",
            closures=tuple(closed),
        ),
        WorkCalendar(
            id=CONSULTATION,
            name="Council working days without two weeks in August",
            closures=(*closed, *pause),
        ),
        WorkCalendar(
            id=SUPPLIER_DAYS,
            name="Council working days without the supplier's year end",
            closures=(*closed, *yearly_windows("Year end", (6, 24), (6, 30), first, last)),
        ),
    )


def yearly_windows(
    name: str, opens: tuple[int, int], closes: tuple[int, int], first: date, last: date
) -> tuple[Window, ...]:
    """Return a window of month and day for each year, those wholly outside the dates left out."""
    windows = (
        Window(first=date(y, *opens), last=date(y + (closes < opens), *closes), name=f"{name} {y}")
        for y in range(first.year - 1, last.year + 1)
    )
    return tuple(w for w in windows if first <= w.last and w.first <= last)


def date_sets() -> tuple[DateSet, ...]:
    """Return meetings, cutover weekends and boundaries."""
    return (
        DateSet(
            id="executive-meetings",
            name="Executive",
            meeting=True,
            pattern=DatePattern(
                every="month",
                weekdays=("tue",),
                ordinals=(1,),
                months=(1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12),
            ),
            paper_deadline_calendar_days=14,
        ),
        DateSet(
            id="acceptance-boards",
            name="Acceptance boards",
            meeting=True,
            pattern=DatePattern(every="month", weekdays=("wed",), ordinals=(1, 3)),
        ),
        _first_days("pay-periods", "First days of pay periods"),
        _first_days("month-starts", "First days of months"),
        DateSet(
            id="month-ends",
            name="Last days of months",
            pattern=DatePattern(every="month", days_of_month=(-1,)),
        ),
        DateSet(
            id="quarter-days",
            name="Tranches of staff transfer",
            pattern=DatePattern(every="month", days_of_month=(1,), months=(1, 4, 7, 10)),
        ),
        DateSet(
            id="saturdays",
            name="Cutover weekends",
            pattern=DatePattern(every="week", weekdays=("sat",)),
        ),
        DateSet(
            id="quiet-weekends",
            name="Weekends away from the month end",
            pattern=DatePattern(every="month", weekdays=("sat",), ordinals=(1, 2, 3)),
        ),
        DateSet(
            id="mondays",
            name="Mondays on which people work",
            pattern=DatePattern(every="week", weekdays=("mon",), working_days_only=True),
        ),
    )


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _first_days(set_id: str, name: str) -> DateSet:
    return DateSet(id=set_id, name=name, pattern=DatePattern(every="month", days_of_month=(1,)))


def _bank_holidays(year: int) -> Iterator[Window]:
    """Yield England's bank holidays, with the days between Christmas and New Year."""
    easter = _easter_sunday(year)
    for name, day in (
        ("Good Friday", easter - timedelta(days=2)),
        ("Easter Monday", easter + timedelta(days=1)),
        ("Early May bank holiday", _monday_from(date(year, 5, 1))),
        ("Spring bank holiday", _monday_from(date(year, 5, 25))),
        ("Summer bank holiday", _monday_from(date(year, 8, 25))),
    ):
        yield Window(first=day, last=day, name=name)
    new_year = date(year + 1, 1, 1)
    # A New Year's Day on a weekend is kept on the Monday after it.
    kept = (
        new_year if WEEKDAYS[new_year.weekday()] not in ("sat", "sun") else _monday_from(new_year)
    )
    yield Window(first=date(year, 12, 24), last=kept, name="Christmas closure")


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _easter_sunday(year: int) -> date:
    """Return Easter by the anonymous Gregorian rule (Meeus, Jones and Butcher)."""
    golden, century, in_century = year % 19, year // 100, year % 100
    skipped = century // 4
    moon = (19 * golden + century - skipped - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - moon - in_century % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
