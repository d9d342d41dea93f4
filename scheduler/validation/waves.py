"""Waves and rehearsals: shares that can go live, and time that can be kept."""

from collections.abc import Iterator

from scheduler.domain.issues import Issue
from scheduler.domain.planning_rules import Rehearsal, Waves
from scheduler.validation.lookup import Written
from scheduler.validation.wording import error, quoted, warning


def find_bad_waves_of_rules(written: Written) -> Iterator[Issue]:
    """Report rules about waves and rehearsals that nothing could ever meet."""
    for rule in written.expanded.document.rules:
        at = written.path_of_rule(rule.id)
        match rule:
            case Waves():
                yield from _of_waves(at, rule, written)
            case Rehearsal(go_no_go=str(), most_calendar_days=int() as most) if (
                most <= rule.notice_calendar_days
            ):
                message = (
                    f"a rehearsal at most {most} days old cannot be over before a decision "
                    f"{rule.notice_calendar_days} days before the cutover"
                )
                yield error("limits_reversed", f"{at}/most_calendar_days", message, most)
            case _:
                pass


def _of_waves(at: str, rule: Waves, written: Written) -> Iterator[Issue]:
    least, most = rule.least_calendar_days, rule.most_calendar_days
    if most is not None and least > most:
        message = f"most_calendar_days {most} is less than least_calendar_days {least}"
        yield error("limits_reversed", f"{at}/most_calendar_days", message, most)
    service = written.expanded.services.get(rule.service)
    if service is None:
        return
    if len(rule.cutovers) < 2 and rule.most_percent is None:  # noqa: PLR2004  # nothing in a row
        message = f"the rule {quoted(rule.id)} is about waves and finds {len(rule.cutovers)}"
        yield error("rule_without_effect", f"{at}/cutovers", message)
    for name in rule.cutovers:
        activity = written.expanded.activities.get(name)
        if activity is not None and activity.service != rule.service:
            message = f"{quoted(name)} is no cutover of {quoted(rule.service)}"
            yield error("cutover_of_other_service", f"{at}/cutovers", message, name)
    largest = max((wave.share_percent for wave in service.waves), default=0)
    if rule.most_percent is not None and largest > rule.most_percent:
        message = (
            f"one wave of {quoted(rule.service)} brings {largest}% of it, more than the "
            f"{rule.most_percent}% allowed"
        )
        yield warning("share_beyond_limit", f"{at}/most_percent", message, rule.most_percent)
