"""What compiled functions read and write, by name: the tables of `Lowered` and `State`.

`of_link(p, link, LAG)` reads `links[link, LAG]` of the programme `p`; `set_placing(s, i, START, 5)`
writes `at[i, START]` of the schedule `s`. Columns are named in `lowered.py`.
"""

from scheduler.exit_search.flat import extent, reader, writer
from scheduler.exit_search.lowered import Lowered, State

of_activity = reader(Lowered, "activities", 2, 18)
mode_of = reader(Lowered, "mode_of", 2)
of_mode = reader(Lowered, "modes", 2, 3)
of_demand = reader(Lowered, "demands", 2, 2)
of_link = reader(Lowered, "links", 2, 10)
listed_at = reader(Lowered, "lists", 1)
price_at = reader(Lowered, "prices", 1)
of_group = reader(Lowered, "groups", 2, 3)
of_choice = reader(Lowered, "choices", 3)
working_at = reader(Lowered, "working", 3)
of_day = reader(Lowered, "days", 2, 2)
day_of = reader(Lowered, "day_of", 1)
mask_at = reader(Lowered, "masks", 2)
capacity_on = reader(Lowered, "capacity", 2)
of_limit = reader(Lowered, "limits", 2, 3)
of_limit_row = reader(Lowered, "limit_rows", 2, 2)
of_tie = reader(Lowered, "ties", 2, 3)
span_at = reader(Lowered, "spans", 3)
profile_at = reader(Lowered, "profile", 1)

activities_in = extent(Lowered, "activities")
options_in = extent(Lowered, "mode_of", 1)
links_in = extent(Lowered, "links")
groups_in = extent(Lowered, "choices")
lists_of_members_in = extent(Lowered, "groups")
most_working_in = extent(Lowered, "working", 2)
days_in = extent(Lowered, "days")
positions_in = extent(Lowered, "day_of")
weeks_of_profile_in = extent(Lowered, "profile")

placing = reader(State, "at", 2, 8)
set_placing = writer(State, "at", 2, 8)
option_of = reader(State, "option", 1)
set_option = writer(State, "option", 1)
used = reader(State, "use", 2)
set_used = writer(State, "use", 2)
add_used = writer(State, "use", 2, add=True)
counted = reader(State, "counts", 2)
set_counted = writer(State, "counts", 2)
add_counted = writer(State, "counts", 2, add=True)
total = reader(State, "totals", 1)
set_total = writer(State, "totals", 1)
add_total = writer(State, "totals", 1, add=True)

teams_in = extent(State, "use")
days_of_use_in = extent(State, "use", 1)
counts_in = extent(State, "counts")
days_of_counts_in = extent(State, "counts", 1)
