"""Service groups, sourcing options and modes: something to choose, and nothing left unsaid."""

from collections import Counter
from collections.abc import Iterator

from scheduler.domain.activities import TRANSFER, Activity
from scheduler.domain.issues import Issue
from scheduler.domain.programme import Programme
from scheduler.validation.lookup import Written, template_path
from scheduler.validation.wording import error, quoted, warning

_WHOLE = 100


def find_bad_groups(document: Programme) -> Iterator[Issue]:
    """Report service groups with nothing to choose from, or nothing to choose for."""
    used = {service.group for service in document.services}
    used |= {staff.group for staff in document.staff_groups}
    used |= {activity.group for activity in document.activities if activity.group is not None}
    for group in document.service_groups:
        at = f"/service_groups[id={group.id}]"
        if not group.options:
            message = f"the service group {quoted(group.id)} has no sourcing option; one is chosen"
            yield error("group_without_options", f"{at}/options", message)
        if group.id not in used:
            message = f"no service, staff group or activity belongs to {quoted(group.id)}"
            yield warning("group_without_services", at, message, group.id)
    for profile in document.option_profiles:
        if profile.profile is not None:
            message = "a profile has no profile of its own: only options are filled from one"
            path = f"/option_profiles[id={profile.id}]/profile"
            yield error("nested_profile", path, message, profile.profile)


def find_bad_waves(document: Programme) -> Iterator[Issue]:
    """Report waves whose shares are not the whole change load of their service."""
    for service in document.services:
        total = sum(wave.share_percent for wave in service.waves)
        if service.waves and total != _WHOLE:
            message = f"the waves of {quoted(service.id)} share out {total} %; 100 % is allowed"
            yield error("waves_not_whole", f"/services[id={service.id}]/waves", message, total)
    counts = {service.id: len(service.waves) for service in document.services}
    for activity in document.activities:
        most = counts.get(activity.service or "", 0)
        if activity.wave is not None and 0 < most < activity.wave:
            message = f"{quoted(activity.service)} has {most} waves, not {activity.wave}"
            path = f"/activities[id={activity.id}]/wave"
            yield error("unknown_wave", path, message, activity.wave)


def find_bad_modes(written: Written) -> Iterator[Issue]:
    """Report activities that no option performs, or whose options overlap."""
    for activity in written.document.activities:
        yield from _modes(activity, written)
        yield from _groups_of(activity, written)


def find_idle_templates(written: Written) -> Iterator[Issue]:
    """Report activity templates from which nothing comes."""
    fruitful = set(written.made_by.values())
    for index, template in enumerate(written.document.activity_templates):
        if index not in fruitful:
            message = f"the template {quoted(template.id)} makes no activity: its scope is empty"
            path = f"{template_path(written.document, index)}/where"
            yield warning("template_without_effect", path, message, template.id)
    scopes = Counter(rule.id.partition(".")[0] for rule in written.expanded.document.rules)
    for rules in written.document.rule_templates:
        if not scopes[rules.id]:
            message = f"the template {quoted(rules.id)} makes no rule: its scope is empty"
            path = f"/rule_templates[id={rules.id}]/where"
            yield warning("template_without_effect", path, message, rules.id)


def find_services_left_behind(written: Written) -> Iterator[Issue]:
    """Report services that nothing transfers, in a programme that transfers others."""
    activities = written.expanded.document.activities
    moved = {activity.service for activity in activities if activity.kind == TRANSFER}
    if not moved:
        return
    for service in written.document.services:
        if service.id not in moved:
            message = f"no activity of kind transfer moves the service {quoted(service.id)}"
            path = f"/services[id={service.id}]"
            yield warning("service_without_transfer", path, message, service.id)


def _modes(activity: Activity, written: Written) -> Iterator[Issue]:
    at = f"/activities[id={activity.id}]/modes"
    if not activity.modes:
        message = f"{quoted(activity.id)} has no mode: no way of doing it"
        yield error("activity_without_modes", at, message)
        return
    group = written.group_of(activity)
    seen: set[str] = set()
    whatever = False
    for index, mode in enumerate(activity.modes):
        if whatever:
            message = "an earlier mode applies whatever the option, so this one never does"
            yield error("mode_overlap", f"{at}[{index}]", message)
        twice = [option for option in mode.options if option in seen]
        if twice:
            message = f"the option {quoted(twice[0])} has two modes; one is allowed"
            yield error("mode_overlap", f"{at}[{index}]/options", message, twice[0])
        if mode.options and group is None and _belongs_nowhere(activity):
            message = f"{quoted(activity.id)} belongs to no service group, so no option decides"
            yield error("mode_without_group", f"{at}[{index}]/options", message, activity.id)
        seen.update(mode.options)
        whatever = whatever or not mode.options


def _belongs_nowhere(activity: Activity) -> bool:
    return activity.group is None and activity.service is None and activity.staff_group is None


def _groups_of(activity: Activity, written: Written) -> Iterator[Issue]:
    """Report an activity whose service and group are not the same group's."""
    service = written.expanded.services.get(activity.service or "")
    staff = written.expanded.staff_groups.get(activity.staff_group or "")
    named = {
        "group": activity.group,
        "service": service.group if service else None,
        "staff group": staff.group if staff else None,
    }
    found = {what: group for what, group in named.items() if group is not None}
    if len(set(found.values())) > 1:
        said = ", ".join(f"by its {what} to {group}" for what, group in found.items())
        message = f"{quoted(activity.id)} belongs {said}; one option decides its mode"
        path = f"/activities[id={activity.id}]"
        yield error("group_differs", path, message, activity.id)
