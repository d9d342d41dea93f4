"""A programme as tables of whole numbers: what the compiled search reads.

Times come twice. A position counts working days of the default calendar before an instant, an
ordinal counts calendar days from the first day of the horizon; see `timeline.time_axis`. Every
table holds 64-bit integers. Tables of a programme, and of a schedule, are parts of one array, which
is what compiled functions hand to each other; they reach a table by name, see `access.py`.
"""

from dataclasses import dataclass

from scheduler.exit_search.flat import Flat, Ints

WORK, EVENT, SPAN = 0, 1, 2
"""Forms of activity."""

FOLLOWS, RUNS_BESIDE, SAME_DAY = 0, 1, 2
"""What an event fixes: work that starts with it, a span that ends with it, another event."""

ROLLING, APART, LOAD = 0, 1, 2
"""Limits on change: events in a window, two events near each other, load points in a week."""

(
    FORM,
    GROUP,
    CALENDAR,
    DATES_FROM,
    DATES_TO,
    MASK,
    NOT_BEFORE,
    DUE,
    IN_FROM,
    IN_TO,
    OUT_FROM,
    OUT_TO,
    LIMITS_FROM,
    LIMITS_TO,
    TIES_FROM,
    TIES_TO,
    PARENT,
    WEIGHT,
) = range(18)
"""Columns of `activities`."""

DAYS, DEMANDS_FROM, DEMANDS_TO = range(3)
"""Columns of `modes`."""

TEAM, AMOUNT = range(2)
"""Columns of `demands`."""

(
    BEFORE,
    AFTER,
    FROM_START,
    TO_START,
    LAG,
    BY_CALENDAR,
    ORDERED,
    FORWARD,
    IF_GROUP,
    IF_OPTIONS,
) = range(10)
"""Columns of `links`."""

MEMBERS_FROM, MEMBERS_TO, OPTIONS = range(3)
"""Columns of `groups`."""

OPEN, PRICE = range(2)
"""Last index of `choices`."""

WORKED, WORKED_AT, RUN = range(3)
"""Middle index of `working`."""

POSITION, WEEK = range(2)
"""Columns of `days`."""

KIND, ROW, SIDE = range(3)
"""Columns of `limits`; `SIDE` is the row of the other side, or points."""

OTHER, SPAN_ROW = 1, 2
"""Columns of `ties`, after `KIND`."""

REACH, MOST = range(2)
"""Columns of `limit_rows`."""


@dataclass(slots=True)
class Lowered(Flat):
    """Activities, links, teams and limits of one programme."""

    activities: Ints
    """[activity, column]; -1 stands for none."""
    mode_of: Ints
    """[activity, option]: the mode, -1 when not performed; column 0 without a group."""
    modes: Ints
    demands: Ints
    links: Ints
    """Least lags; a greatest lag is one turned round, with `FORWARD` 0. `ORDERED`: the second
    instant is not before the first either. `IF_OPTIONS`: bit mask of options of `IF_GROUP`."""
    lists: Ints
    """Numbers of links, ordinals of allowed dates and members of groups, laid end to end."""
    prices: Ints
    """Beside `lists`: what an allowed date costs beyond the weeks until then."""
    groups: Ints
    """[group, column]; activities without a group stand in a last group without options."""
    choices: Ints
    """[group, option, `OPEN` or `PRICE`]."""
    working: Ints
    """[calendar, `WORKED`, k]: position of its k-th working day; [.., `WORKED_AT`, position]: how
    many come before a position; [.., `RUN`, k]: number of the run, out of which work may not go."""
    days: Ints
    """[ordinal, column]."""
    day_of: Ints
    """[position]: ordinal of that working day."""
    masks: Ints
    """[row, position]: 1 where a start is allowed."""
    capacity: Ints
    """[team, position], and from the number of positions on [team, ordinal] for events on days
    that are no working days."""
    limits: Ints
    """What limits on change each event counts for."""
    limit_rows: Ints
    ties: Ints
    spans: Ints
    """[row, start or finish, ordinal]: where a span lies for an event on that day, -1 for none."""
    profile: Ints


PLACED, MODE, START, START_POSITION, START_ORDINAL, FINISH_POSITION, FINISH_ORDINAL, HELD = range(8)
"""Columns of `State.at`: `START` is a position, for events an ordinal; `HELD` an ordinal not to
start before."""

LATE, COST, SHY = 0, 1, 2
"""Places in `State.totals`: days late over all activities, cost, and whether dates that cost are
passed over while others are left."""


@dataclass(slots=True)
class State(Flat):
    """One schedule in the making; every table is written to."""

    at: Ints
    """[activity, column]."""
    option: Ints
    use: Ints
    """As `Lowered.capacity`."""
    counts: Ints
    """[row of a limit, ordinal or week]: events in the window that begins there, events of that
    side on that day, load points of that week."""
    totals: Ints
