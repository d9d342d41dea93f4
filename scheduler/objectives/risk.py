"""Risk: likelihood times impact of what may go wrong under the chosen options."""

from scheduler.objectives.option_points import option_points

TERM = option_points("risk", "risk points", lambda option: option.risk)
