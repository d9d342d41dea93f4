"""Further changes that people make in forms: of the contract, calendars, services and rules."""

from __future__ import annotations

from api.web.changing import further_patches as patches
from api.web.changing.asking import FIRST, LAST, REASON, ChangeKind, Field
from api.web.changing.away import away, away_refused, times_of_year
from api.web.changing.further_lists import (
    calendars,
    closures,
    contingencies,
    groups,
    meeting_bodies,
    rules_made,
    services,
)

ONE = Field(id="one", label="One service", form="choice", offers=services)
OTHER = Field(id="other", label="The other service", form="choice", offers=services)

FURTHER_KINDS = (
    ChangeKind(
        id="contract-end",
        title="The contract ends on another day",
        says="It is extended, or ended early. Planning rules that name its last day move with it.",
        fields=(
            Field(
                id="day",
                label="Last day of the contract from now on",
                form="date",
                hint="The last day on which the supplier provides the services.",
            ),
            REASON,
        ),
        patch=patches.contract_end,
        refused=patches.contract_end_refused,
    ),
    ChangeKind(
        id="contingency",
        title="More weeks stay free before the contract ends, or fewer",
        says="The schedule contingency: time in reserve between the last transfer and the end of "
        "the contract.",
        fields=(
            Field(id="rule", label="Which reserve", form="choice", offers=contingencies),
            Field(
                id="weeks",
                label="Weeks that stay free",
                form="number",
                hint="0 for none. “What more contingency costs” on the page of a plan prices them.",
                most=104,
            ),
            REASON,
        ),
        patch=patches.contingency,
        refused=patches.contingency_refused,
    ),
    ChangeKind(
        id="apart",
        title="Two services must not change close together",
        says="The same people use or support both, or one falls back on the other.",
        fields=(
            ONE,
            OTHER,
            Field(
                id="weeks",
                label="Least number of weeks between them",
                form="number",
                hint="Between technical cutovers; where a service has none, its transfer counts.",
                least=1,
                most=104,
            ),
            REASON,
        ),
        patch=patches.apart,
        refused=patches.apart_refused,
    ),
    ChangeKind(
        id="away",
        title="Two services keep away from times of year, and from each other",
        says="Such as the payrolls of schools and of the fire service: not in September, not at "
        "the tax year end, and not close together.",
        fields=(
            ONE,
            OTHER,
            Field(
                id="times",
                label="Times of year",
                form="choice",
                hint="In every year that is planned for. Technical cutovers keep away; "
                "where a service has none, its transfer counts.",
                offers=times_of_year,
            ),
            Field(
                id="weeks",
                label="Least number of weeks between them",
                form="number",
                least=1,
                most=104,
            ),
            REASON,
        ),
        patch=away,
        refused=away_refused,
    ),
    ChangeKind(
        id="bank-holidays",
        title="Bank holidays",
        says="Single days on which nobody works.",
        fields=(
            Field(id="calendar", label="Calendar", form="choice", offers=calendars),
            Field(
                id="dates",
                label="Days",
                form="dates",
                hint="One after another, such as 29 May 2023, 28/8/2023 or 2023-12-25.",
            ),
            REASON,
        ),
        patch=patches.bank_holidays,
        refused=patches.bank_holidays_refused,
    ),
    ChangeKind(
        id="closure",
        title="Closed for some days",
        says="A shutdown such as Christmas: work in progress pauses and goes on after it.",
        fields=(
            Field(id="calendar", label="Calendar", form="choice", offers=calendars),
            Field(id="name", label="What it is called", form="words"),
            FIRST,
            LAST,
            REASON,
        ),
        patch=patches.closure,
    ),
    ChangeKind(
        id="closure-gone",
        title="Days that were closed are worked after all",
        says="A closure or a bank holiday is taken out of a calendar.",
        fields=(
            Field(id="closure", label="Closed days", form="choice", offers=closures),
            REASON,
        ),
        patch=patches.closure_gone,
    ),
    ChangeKind(
        id="service",
        title="One more service leaves",
        says="A service was forgotten, or is split from another. It joins a service group.",
        fields=(
            Field(id="name", label="Name of the service", form="words"),
            Field(id="group", label="Service group that it joins", form="choice", offers=groups),
            Field(
                id="like",
                label="Service that it is most like",
                form="choice",
                hint="It takes as long, needs the same teams and disturbs the same people. Price "
                "and rules made for that service alone are not taken over.",
                offers=services,
            ),
            REASON,
        ),
        patch=patches.service,
        refused=patches.service_refused,
    ),
    ChangeKind(
        id="extra-meeting",
        title="There is one more meeting",
        says="A special meeting, or a date that the programme does not know yet.",
        fields=(
            Field(id="meeting", label="Who meets", form="choice", offers=meeting_bodies),
            Field(id="day", label="Day of the meeting", form="date"),
            REASON,
        ),
        patch=patches.extra_meeting,
    ),
    ChangeKind(
        id="waived",
        title="A rule is given up in one case",
        says="For one service or group alone. Whoever owns the rule must agree; law is not "
        "offered here.",
        fields=(
            Field(id="rule", label="Planning rule", form="choice", offers=rules_made),
            REASON,
        ),
        patch=patches.waived,
    ),
)
"""In the order in which they are offered, after those that happen every week."""
