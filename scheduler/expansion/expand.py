"""Expansion: every template, scope and default of a programme written out.

Checks and postings read only the expanded document, so that the two cannot disagree about what a
template means. Expanding an expanded document changes nothing.
"""

from collections.abc import Mapping
from dataclasses import fields, replace

from scheduler.domain.activities import STAFF_TRANSFER, Selection
from scheduler.domain.built_in_profiles import profiles_by_id
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.programme import Programme
from scheduler.domain.resources import StaffGroup
from scheduler.domain.services import Service, ServiceGroup, SourcingOption
from scheduler.expansion.activities import expand_activity_template
from scheduler.expansion.adjustments import with_adjustments
from scheduler.expansion.choices import with_choices_resolved
from scheduler.expansion.dates import expand_date_set, expand_team
from scheduler.expansion.progress import with_progress
from scheduler.expansion.rules import default_rules, expand_rule_template, with_selections_resolved
from scheduler.expansion.selection import selected


def expand(document: Programme) -> ExpandedProgramme:
    """Return the programme with nothing left to look up.

    What a template refers to and cannot find stays in as written; validation names it.
    """
    return expand_and_trace(document)[0]


def expand_and_trace(document: Programme) -> tuple[ExpandedProgramme, Mapping[str, int]]:
    """Return the programme with nothing left to look up, and where its activities come from.

    That is the position of the template of each activity that a template makes.
    """
    document = replace(
        document,
        date_sets=tuple(expand_date_set(s, document) for s in document.date_sets),
        teams=tuple(expand_team(t, document) for t in document.teams),
        service_groups=tuple(_with_profiles(g, document) for g in document.service_groups),
        services=tuple(_with_default_load(s) for s in document.services),
        staff_groups=tuple(_with_transfer(s) for s in document.staff_groups),
        objectives=_levels(document),
    )
    document = replace(document, leave_patterns=(), option_profiles=())
    from_templates = [
        (activity, index)
        for index, template in enumerate(document.activity_templates)
        for activity in expand_activity_template(template, document)
    ]
    made_by = {activity.id: index for activity, index in from_templates}
    made = (activity for activity, _ in from_templates)
    document = replace(document, activities=(*document.activities, *made))
    components = tuple(
        replace(c, consumers=Selection(activities=selected(c.consumers, document)))
        for c in document.shared_components
    )
    risks = tuple(
        replace(r, activities=Selection(activities=selected(r.activities, document)))
        for r in document.risks
    )
    document = replace(document, shared_components=components, risks=risks)
    written = (
        rule
        for template in document.rule_templates
        for rule in expand_rule_template(template, document)
    )
    rules = (*default_rules(document), *document.rules, *written)
    document = replace(
        document,
        activity_templates=(),
        rule_templates=(),
        rules=tuple(
            with_choices_resolved(rule, document)
            for rule in with_selections_resolved(rules, document)
        ),
    )
    document = with_progress(document)
    return ExpandedProgramme(with_adjustments(document, document.adjustments)), made_by


def _levels(document: Programme) -> tuple[ObjectiveLevel, ...]:
    """Return the levels of the profile that is named, if there is such a one."""
    if document.profile is None:
        return document.objectives
    profile = profiles_by_id(document.profiles).get(document.profile)
    return document.objectives if profile is None else profile.levels


def _with_profiles(group: ServiceGroup, document: Programme) -> ServiceGroup:
    profiles = {profile.id: profile for profile in document.option_profiles}
    return replace(
        group,
        options=tuple(
            _with_profile(option, profiles[option.profile])
            if option.profile in profiles
            else option
            for option in group.options
        ),
    )


def _with_profile(option: SourcingOption, profile: SourcingOption) -> SourcingOption:
    """Fill what the option leaves out from its profile; phase by phase in its tables."""
    blank = SourcingOption(id=option.id)
    changes: dict[str, object] = {"profile": None}
    for f in fields(option):
        if f.name in ("id", "profile"):
            continue
        own, given = getattr(option, f.name), getattr(profile, f.name)
        if isinstance(own, dict):
            changes[f.name] = {**given, **own}
        elif own == getattr(blank, f.name):
            changes[f.name] = given
    return replace(option, **changes)  # type: ignore[arg-type]  # values come from the same fields


def _with_default_load(service: Service) -> Service:
    if service.change_load:
        return service
    return replace(service, change_load=dict.fromkeys(service.user_groups, service.criticality))


def _with_transfer(staff: StaffGroup) -> StaffGroup:
    """Name the event on which people change sides, where any do."""
    if not staff.moves or staff.transfer is not None:
        return staff
    return replace(staff, transfer=f"{staff.id}.{STAFF_TRANSFER}")
