"""Sourcing appraisal: penalty points of the chosen options, from the council's own appraisal."""

from scheduler.objectives.option_points import option_points

TERM = option_points("sourcing_appraisal", "appraisal points", lambda option: option.appraisal)
