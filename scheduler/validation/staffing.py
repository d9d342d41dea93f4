"""Staff who change sides and teams that decay: between teams that there are, on an event."""

from collections.abc import Iterator
from itertools import pairwise

from scheduler.domain.issues import Issue
from scheduler.domain.programme import Programme
from scheduler.domain.resources import Decay, StaffGroup
from scheduler.validation.lookup import Written
from scheduler.validation.references import Named, unknown
from scheduler.validation.wording import error, quoted


def find_bad_staffing(document: Programme) -> Iterator[Issue]:
    """Report moves and decays that change nothing, and decays that are out of order."""
    for staff in document.staff_groups:
        for index, move in enumerate(staff.moves):
            at = f"/staff_groups[id={staff.id}]/moves[{index}]"
            if move.from_team == move.to_team:
                message = "a move of staff needs a team to leave or to join, not the same twice"
                yield error("staffing_without_effect", at, message)
            elif not move.hundredths:
                message = "a move of nobody changes no team"
                yield error("staffing_without_effect", f"{at}/hundredths", message, 0)
    for team in document.teams:
        if team.decay is not None:
            yield from _steps(f"/teams[id={team.id}]/decay/steps", team.decay)


def find_unknown_in_staffing(written: Written) -> Iterator[Issue]:
    """Report teams, sourcing options and events that moves and decays name in vain."""
    expanded = written.expanded
    for staff in expanded.document.staff_groups:
        at = f"/staff_groups[id={staff.id}]"
        yield from _moves(at, staff, written)
        if staff.transfer is not None:
            yield from _event(f"{at}/transfer", staff.transfer, written)
    for team in expanded.document.teams:
        if team.decay is not None:
            yield from _event(f"/teams[id={team.id}]/decay/after", team.decay.after, written)


def _steps(at: str, decay: Decay) -> Iterator[Issue]:
    if not decay.steps:
        yield error("staffing_without_effect", at, "a decay needs a step")
    for index, (before, after) in enumerate(pairwise(decay.steps), 1):
        if after.calendar_days <= before.calendar_days:
            message = (
                f"{after.calendar_days} days are not after {before.calendar_days}, where the step "
                "before begins"
            )
            path = f"{at}[{index}]/calendar_days"
            yield error("decay_out_of_order", path, message, after.calendar_days)
        if after.percent_left >= before.percent_left:
            message = (
                f"{after.percent_left} % are not less than the {before.percent_left} % that the "
                "step before leaves"
            )
            path = f"{at}[{index}]/percent_left"
            yield error("decay_out_of_order", path, message, after.percent_left)


def _moves(at: str, staff: StaffGroup, written: Written) -> Iterator[Issue]:
    teams = written.expanded.teams
    group = written.expanded.groups.get(staff.group)
    for index, move in enumerate(staff.moves):
        here = f"{at}/moves[{index}]"
        for field, name in (("from_team", move.from_team), ("to_team", move.to_team)):
            if name is not None:
                yield from unknown(Named(f"{here}/{field}", "team", name, teams))
        if group is not None:
            options = [option.id for option in group.options]
            for name in move.options:
                what = f"sourcing option of {group.id}"
                yield from unknown(Named(f"{here}/options", what, name, options))


def _event(at: str, name: str, written: Written) -> Iterator[Issue]:
    found = written.expanded.activities.get(name)
    if found is None:
        events = [a.id for a in written.expanded.document.activities if a.form == "event"]
        yield from unknown(Named(at, "event", name, events))
    elif found.form != "event":
        message = f"{quoted(name)} is {found.form}: a team has others from the day of an event on"
        yield error("turn_off_event", at, message, name)
