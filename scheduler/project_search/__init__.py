"""A compiled search for short schedules of projects with scarce resources; see its README."""

from scheduler.project_search.bounds import heads_and_tails, lower_bound
from scheduler.project_search.project import Arc, Mode, Project, Schedule
from scheduler.project_search.search import search

__all__ = ["Arc", "Mode", "Project", "Schedule", "heads_and_tails", "lower_bound", "search"]
