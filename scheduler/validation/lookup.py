"""What a document declares, for questions that must not fail on a document with mistakes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from scheduler.domain.activities import Activity
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.programme import Programme
from scheduler.domain.services import ServiceGroup
from scheduler.domain.values import DurationCase, ThreePoint


@dataclass(frozen=True)
class Written:
    """A document as written beside the same written out, with the way back from the second."""

    document: Programme
    expanded: ExpandedProgramme
    made_by: Mapping[str, int]
    """Activity to the position of the template that makes it."""

    @cached_property
    def own_activities(self) -> frozenset[str]:
        """Ids of the activities that the planner wrote."""
        return frozenset(activity.id for activity in self.document.activities)

    @cached_property
    def own_rules(self) -> frozenset[str]:
        """Ids of the planning rules that the planner wrote."""
        return frozenset(rule.id for rule in self.document.rules)

    @cached_property
    def rule_templates(self) -> frozenset[str]:
        """Ids of the rule templates."""
        return frozenset(template.id for template in self.document.rule_templates)

    @cached_property
    def groups_by_service(self) -> Mapping[str, str]:
        """Service to service group."""
        return {service.id: service.group for service in self.document.services}

    @cached_property
    def horizon(self) -> tuple[date, ...]:
        """Every day of the horizon."""
        first, last = self.document.plan_from, self.document.plan_until
        return tuple(first + ONE_DAY * i for i in range((last - first).days + 1))

    @cached_property
    def worked(self) -> Mapping[str, frozenset[date]]:
        """Working days of each calendar in the horizon."""
        return {
            name: frozenset(day for day in self.horizon if self.expanded.is_working(day, name))
            for name in self.expanded.calendars
        }

    def calendars_of(self, activity: Activity) -> tuple[str, ...]:
        """Return the names of the calendars of an activity, known or not, each once."""
        own = activity.calendar or self.document.default_calendar
        return tuple(dict.fromkeys((own, *activity.also_calendars)))

    def room(self, calendars: tuple[str, ...]) -> tuple[int, int]:
        """Return the days that all of some calendars work, and the most without a closure."""
        if calendars not in self._rooms:
            known = [self.expanded.calendars[n] for n in calendars if n in self.expanded.calendars]
            total = longest = run = 0
            for day in self.horizon:
                if all(day in self.worked[calendar.id] for calendar in known):
                    total, run = total + 1, run + 1
                elif all(calendar.in_week(day) for calendar in known):
                    run = 0
                longest = max(longest, run)
            self._rooms[calendars] = (total, longest)
        return self._rooms[calendars]

    @cached_property
    def _rooms(self) -> dict[tuple[str, ...], tuple[int, int]]:
        return {}

    def path_of_activity(self, activity: str) -> str:
        """Return where an activity, or the template it comes from, is written."""
        if activity in self.own_activities:
            return f"/activities[id={activity}]"
        return template_path(self.document, self.made_by.get(activity))

    def path_of_rule(self, rule: str) -> str:
        """Return where a planning rule, or the template it comes from, is written."""
        template = rule.partition(".")[0]
        if rule in self.own_rules or template not in self.rule_templates:
            return f"/rules[id={rule}]"
        return f"/rule_templates[id={template}]/rule"

    def group_of(self, activity: Activity) -> ServiceGroup | None:
        """Return the group whose option decides an activity's mode, where all of that is known."""
        name = activity.group
        if name is None and activity.service is not None:
            name = self.groups_by_service.get(activity.service)
        if name is None and activity.staff_group is not None:
            staff = self.expanded.staff_groups.get(activity.staff_group)
            name = staff.group if staff else None
        return None if name is None else self.expanded.groups.get(name)

    def working_days(self, duration: ThreePoint, case: DurationCase) -> int:
        """Return one of the three points of a duration in whole working days."""
        scale = 5 if duration.unit == "weeks" else 1
        return int(duration.case(case) * scale + 0.5)


def template_path(document: Programme, index: int | None) -> str:
    """Return where an activity template is written: by its id where that is its own."""
    if index is None:
        return "/activity_templates"
    name = document.activity_templates[index].id
    alike = sum(1 for template in document.activity_templates if template.id == name)
    return f"/activity_templates[{f'id={name}' if alike == 1 else index}]"
