"""A compiled search for short schedules of projects with scarce resources; see its README."""

from scheduler.project_search.bounds import heads_and_tails, lower_bound
from scheduler.project_search.exact import Verdict, shorter_than
from scheduler.project_search.exact_question import is_exact
from scheduler.project_search.project import Arc, Mode, Project, Schedule
from scheduler.project_search.search import search

__all__ = [
    "Arc",
    "Mode",
    "Project",
    "Schedule",
    "Verdict",
    "heads_and_tails",
    "is_exact",
    "lower_bound",
    "search",
    "shorter_than",
]
