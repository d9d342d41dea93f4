"""What people call the things of a programme: by their names, by an id only where there is none.

An activity is called by its name and id together, `named` of `scheduler.rules.words`: names of
activities are often alike.
"""

from scheduler.domain.expanded import ExpandedProgramme


def service_name(programme: ExpandedProgramme, service: str) -> str:
    """Return the name of a service."""
    return programme.services[service].name or service


def group_name(programme: ExpandedProgramme, group: str) -> str:
    """Return the name of a service group."""
    return programme.groups[group].name or group


def option_name(programme: ExpandedProgramme, group: str, option: str) -> str:
    """Return the name of a sourcing option of a service group."""
    offered = programme.groups[group].options
    return next((one.name for one in offered if one.id == option), "") or option


def team_name(programme: ExpandedProgramme, team: str) -> str:
    """Return the name of a team."""
    return programme.teams[team].name or team
