"""What tables of a simulation hold, by name."""

from scheduler.exit_search.flat import writer
from scheduler.exit_search.lowered import Lowered

HOLD, FIRST, LAST, SETTLED, ENDS, ORDER = range(6)
"""First index of what is planned: an ordinal not to start before; start and finish as the search
counts them, -1 when not performed; whether the dates are known for good; whether the last of them
ends the chain; and the activities in the order of placing, -1 after the last of them."""

DAYS_OF_WORK, AGAIN, GAP = range(3)
"""First index of what is drawn: working days, how often an event is held again, and how many
working days there are until then."""

STARTS, FINISHES = range(2)
"""First index of dates: ordinals of the first day and of the day after the last."""

LINK, HELD_FOR = range(2)
"""Columns of the links that may not be kept: whether the second activity is held for the first."""

EVENT_OF, TEAM_OF, GAIN_FROM = range(3)
"""Columns of moves of people: the event, the team, and from here on what the team has more of them
on each ordinal once the event has been."""

NONE = -1
"""The date of what is not performed."""

NEVER = 1 << 30
"""The date of what finds no place within the horizon."""

set_mode = writer(Lowered, "modes", 2, 3)
add_capacity = writer(Lowered, "capacity", 2, add=True)
