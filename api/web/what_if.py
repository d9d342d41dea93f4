"""From a reason for a date to the forms that would loosen it, filled in as far as is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from api.web.changing.further_lists import comes_of_a_pattern, may_be_waived
from scheduler.analysis.holding import Reason
from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Rule, TeamCapacity

MOST_DURATIONS = 3

_OWN_FORM: Mapping[str, tuple[str, str, str]] = {
    "change_load": ("load-limit", "limit", "What if people could take more change at once?"),
    "schedule_contingency": ("contingency", "rule", "What if fewer weeks stayed free?"),
}
"""Kind of rule to its form, the field that names the rule there, and the words of the link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """A form that would loosen what holds a date."""

    words: str
    about: str
    """What it is about, for those who hear the links one by one."""
    address: str


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a programme, for its latest revision."""

    programme: str
    document: Mapping[str, Any]
    """The latest revision, as it is written."""
    expanded: ExpandedProgramme
    """The programme that the plan was made for."""

    def loosening(self, reason: Reason, activity: Activity) -> tuple[WhatIf, ...]:
        """Return the forms that would loosen a reason; none where nobody can change it."""
        rule = next((r for r in self.expanded.document.rules if r.id == reason.rule), None)
        return tuple(self._found(reason, rule, activity))

    def _found(self, reason: Reason, rule: Rule | None, activity: Activity) -> Iterator[WhatIf]:
        if reason.kind == "meeting" and activity.dates is not None:
            yield self._form(
                "extra-meeting",
                "What if there was one more meeting?",
                activity.dates,
                meeting=activity.dates,
            )
        if reason.kind == "choice":
            yield self._form("option", "What if another option was chosen?", reason.statement)
            return
        if reason.kind == "calendar" and reason.on is not None:
            yield from self._closed(reason.on)
        if reason.kind == "precedence" and not reason.comes_along:
            yield from self._shorter(reason.other)
        if rule is None:
            return
        if isinstance(rule, TeamCapacity):
            team = self.expanded.teams[rule.team]
            words = f"What if {team.name or team.id} had more people?"
            yield self._form("team-more", words, rule.id, team=rule.team)
        yield from self._of_rule(rule, reason)

    def _of_rule(self, rule: Rule, reason: Reason) -> Iterator[WhatIf]:
        place = self._place(rule.id)
        if place is None:
            of_pattern = comes_of_a_pattern(rule.id, self.document)
            if of_pattern and may_be_waived(rule, self.expanded):
                words = "What if this rule was given up here?"
                yield self._form("waived", words, rule.id, rule=rule.id)
            return
        written = self.document["rules"][place]
        if written["kind"] == "change_freeze":
            at = _window_of(written, reason.on)
            words = "What if the change freeze was shorter or lifted?"
            yield self._form("freeze-moved", words, rule.id, freeze=f"{place}|{at}")
        if written["kind"] in _OWN_FORM:
            kind, field, words = _OWN_FORM[written["kind"]]
            yield self._form(kind, words, rule.id, **{field: str(place)})
        elif rule.basis != "law":
            words = "What if this rule no longer held?"
            yield self._form("rule-gone", words, rule.id, rule=str(place))

    def _shorter(self, others: tuple[str, ...]) -> Iterator[WhatIf]:
        """Yield the forms of the durations of what is waited for."""
        for name in others[:MOST_DURATIONS]:
            activity = self.expanded.activities.get(name)
            value = None if activity is None else self._duration(activity)
            if activity is not None and value is not None:
                words = f"What if this took less long: {activity.name or name}?"
                yield self._form("duration", words, "", duration=value)

    def _duration(self, activity: Activity) -> str | None:
        for place, service in enumerate(self.document.get("services", ())):
            own = service["id"] == activity.service
            if own and activity.kind in service.get("durations", {}):
                return f"services|{place}|{activity.kind}"
        for place, written in enumerate(self.document.get("activities", ())):
            if written["id"] == activity.id:
                modes = enumerate(written.get("modes", ()))
                return next((f"activities|{place}|{m}" for m, d in modes if "duration" in d), None)
        return None

    def _closed(self, day: date) -> Iterator[WhatIf]:
        """Yield the form that opens the closed days that a day lies in."""
        for place, calendar in enumerate(self.document["calendars"]):
            for at, window in enumerate(calendar.get("closures", ())):
                if window["first"] <= day.isoformat() <= window["last"]:
                    about = window.get("name", "")
                    words = "What if these closed days were worked?"
                    yield self._form("closure-gone", words, about, closure=f"{place}|{at}")

    def _place(self, rule: str) -> int | None:
        rules = enumerate(self.document.get("rules", ()))
        return next((place for place, written in rules if written["id"] == rule), None)

    def _form(self, kind: str, words: str, about: str, **given: str) -> WhatIf:
        query = f"?{urlencode(given)}" if given else ""
        address = f"/programmes/{self.programme}/change/{kind}{query}"
        return WhatIf(words=words, about=about, address=address)


def _window_of(freeze: Mapping[str, Any], day: date | None) -> int:
    """Return which stretch of a freeze a day lies in; the first where it lies in none."""
    windows = enumerate(freeze["windows"])
    written = "" if day is None else day.isoformat()
    return next((at for at, one in windows if one["first"] <= written <= one["last"]), 0)
