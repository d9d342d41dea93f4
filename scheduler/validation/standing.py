"""Where the programme stands: progress that cannot be, promises and baselines of nothing."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from scheduler.domain.activities import Activity
from scheduler.domain.issues import Issue
from scheduler.domain.planning_rules import MovedLimit
from scheduler.domain.standing import Commitment, Progress
from scheduler.expansion.progress import FREEZE_RULE
from scheduler.rules.excused import Excuse
from scheduler.validation.lookup import Written
from scheduler.validation.references import Named, unknown
from scheduler.validation.wording import error, listed, plain, warning


def find_bad_progress(written: Written) -> Iterator[Issue]:
    """Report what cannot have happened."""
    document = written.document
    named = Counter(entry.activity for entry in document.progress)
    if document.progress and document.status_date is None:
        message = "there is progress, and no status date by which it is known"
        yield error("status_date_missing", "/status_date", message)
    for index, entry in enumerate(document.progress):
        at = f"/progress[{index}]"
        activities = written.expanded.activities
        yield from unknown(Named(f"{at}/activity", "activity", entry.activity, activities))
        if named[entry.activity] > 1:
            message = f"{entry.activity} has {named[entry.activity]} entries of progress"
            yield error("duplicate_id", f"{at}/activity", message, entry.activity)
        yield from _bad_dates(at, entry, written)
        if entry.activity in activities:
            yield from _bad_for(at, entry, activities[entry.activity], written)


def _bad_dates(at: str, entry: Progress, written: Written) -> Iterator[Issue]:
    start, finish, document = entry.actual_start, entry.actual_finish, written.document
    if finish is not None and start is None:
        message = f"{entry.activity} has an actual finish and no actual start"
        yield error("progress_incomplete", f"{at}/actual_start", message)
    if start is not None and finish is not None and finish < start:
        message = f"the actual finish {finish} is before the actual start {start}"
        yield error("window_reversed", f"{at}/actual_finish", message, finish)
    for name, day in (("actual_start", start), ("actual_finish", finish)):
        if day is None:
            continue
        if document.status_date is not None and day > document.status_date:
            message = f"{day} is after the status date {document.status_date}: not yet a fact"
            yield error("actual_after_status_date", f"{at}/{name}", message, day)
        if day < document.plan_from:
            message = f"{day} is before planning starts on {document.plan_from}"
            yield error("date_outside_horizon", f"{at}/{name}", message, day)


def _bad_for(at: str, entry: Progress, activity: Activity, written: Written) -> Iterator[Issue]:
    left = entry.remaining_working_days
    if activity.form != "work" and left is not None:
        message = f"{activity.id} is no work: it has no remaining working days"
        yield error("wrong_form", f"{at}/remaining_working_days", message, left)
        return
    if left and entry.actual_finish is not None:
        message = f"{activity.id} is finished: nothing of it remains"
        yield error("progress_incomplete", f"{at}/remaining_working_days", message, left)
    if left == 0 and entry.actual_finish is None:
        message = f"nothing remains of {activity.id}: say when it finished"
        yield error("progress_incomplete", f"{at}/actual_finish", message)
    if activity.form == "event" and entry.actual_finish not in (None, entry.actual_start):
        message = f"{activity.id} is an event: it takes place on one day"
        yield error("wrong_form", f"{at}/actual_finish", message, entry.actual_finish)
    if activity.form == "event":
        return
    names = [n for n in written.calendars_of(activity) if n in written.expanded.calendars]
    for name, day in (("actual_start", entry.actual_start), ("actual_finish", entry.actual_finish)):
        if day is not None and not all(written.expanded.is_working(day, n) for n in names):
            message = (
                f"{day} is no working day of {' and '.join(names)}; "
                f"the nearest are {_near(day, names, written)}"
            )
            yield error("not_a_working_day", f"{at}/{name}", message, day)


def _near(day: date, calendars: list[str], written: Written) -> str:
    worked = [d for d in written.horizon if all(d in written.worked[n] for n in calendars)]
    before = [d for d in worked if d < day][-1:]
    after = [d for d in worked if d > day][:1]
    return " and ".join(map(str, [*before, *after])) or "none"


def find_bad_promises(written: Written) -> Iterator[Issue]:
    """Report commitments and decisions about nothing, or that contradict each other."""
    activities, groups = written.expanded.activities, written.expanded.groups
    for commitment in written.document.commitments:
        at = f"/commitments[id={commitment.id}]"
        yield from _incomplete(at, commitment)
        if commitment.activity is not None:
            yield from unknown(Named(f"{at}/activity", "activity", commitment.activity, activities))
        group = groups.get(commitment.group or "")
        if commitment.option is not None and group is not None:
            options = [option.id for option in group.options]
            yield from unknown(Named(f"{at}/option", "sourcing option", commitment.option, options))
    chosen: dict[str, str] = {}
    gone = {(d.group, d.option) for d in written.document.decided_options if d.state != "chosen"}
    for index, decided in enumerate(written.document.decided_options):
        at = f"/decided_options[{index}]"
        yield from unknown(Named(f"{at}/group", "service group", decided.group, groups))
        if decided.group not in groups:
            continue
        options = [option.id for option in groups[decided.group].options]
        yield from unknown(Named(f"{at}/option", "sourcing option", decided.option, options))
        if decided.state == "chosen":
            other = chosen.setdefault(decided.group, decided.option)
            if other != decided.option:
                message = f"{decided.group} has two options chosen: {other} and {decided.option}"
                yield error("decided_twice", f"{at}/option", message, decided.option)
            if (decided.group, decided.option) in gone:
                message = f"{decided.option} of {decided.group} is chosen, and withdrawn as well"
                yield error("decided_twice", f"{at}/option", message, decided.option)


def _incomplete(at: str, commitment: Commitment) -> Iterator[Issue]:
    of_date = (commitment.activity, commitment.start)
    of_choice = (commitment.group, commitment.option)
    both = any(v is not None for v in of_date) and any(v is not None for v in of_choice)
    if both or not (all(v is not None for v in of_date) or all(v is not None for v in of_choice)):
        message = "a commitment is an activity with its start, or a group with its option"
        yield error("commitment_incomplete", at, message)


def find_odd_baselines(written: Written) -> Iterator[Issue]:
    """Warn of what the baseline has and the programme has not, and of a freeze of nothing."""
    document, baseline = written.document, written.document.baseline
    if document.freeze_horizon_weeks and (document.status_date is None or baseline is None):
        message = "weeks are frozen only after a status date, and only dates of a baseline"
        yield warning("rule_without_effect", "/freeze_horizon_weeks", message)
    known = {} if baseline is None else baseline.dates
    for rule in written.expanded.document.rules:
        if not isinstance(rule, MovedLimit) or rule.id == FREEZE_RULE:
            continue
        if known.keys().isdisjoint(rule.activities.activities):
            message = "the baseline has none of these activities, so none of them can move"
            yield warning(
                "rule_without_effect", f"{written.path_of_rule(rule.id)}/activities", message
            )
    if baseline is None:
        return
    for name, at in baseline.dates.items():
        if at.finish < at.start:
            message = f"the last day {at.finish} is before the first {at.start}"
            yield error("window_reversed", f"/baseline/dates/{name}/finish", message, at.finish)
    gone = [name for name in baseline.dates if name not in written.expanded.activities]
    gone += [name for name in baseline.options if name not in written.expanded.groups]
    if gone:
        message = f"the baseline has what the programme has not (any more): {listed(gone)}"
        yield warning("unknown_in_baseline", "/baseline", message, len(gone))


def broken_by_facts(written: Written, excuses: tuple[Excuse, ...]) -> Iterator[Issue]:
    """Report each rule that what has happened has broken."""
    for excuse in excuses:
        what = "it is over" if excuse.given_up else "it goes on to bind what is to come"
        message = (
            f"{excuse.statement} {listed(excuse.activities)} broke it: "
            f"{plain(excuse.measured)} where {plain(excuse.allowed)} is allowed; {what}."
        )
        yield warning("broken_by_facts", written.path_of_rule(excuse.rule), message, excuse.rule)
