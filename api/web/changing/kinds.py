"""The changes that people make in forms: what each asks, and the patch that it comes to.

Everything else is changed in a planning tool or by a patch document; these are those that happen
every week. A patch is made for the programme document as it is written, templates and all.
"""

from __future__ import annotations

from api.web.changing import patches
from api.web.changing.asking import FIRST, LAST, REASON, ChangeKind, Field
from api.web.changing.further_kinds import FURTHER_KINDS
from api.web.changing.lists import (
    activities,
    durations,
    freezes,
    groups_or_all,
    levels,
    levels_or_none,
    load_limits,
    meetings,
    options,
    promises,
    rules_to_drop,
    teams,
    unconfirmed,
)

_ACTIVITY = Field(id="activity", label="Activity", form="choice", offers=activities)

_HALVES = "Parts of a person as a decimal: 0.5 is half of one."

KINDS: tuple[ChangeKind, ...] = (
    ChangeKind(
        id="not-before",
        title="Something cannot begin before a date",
        says="A delivery, a licence or somebody else's decision comes later than planned.",
        fields=(
            _ACTIVITY,
            Field(id="day", label="First day on which it can begin", form="date"),
            REASON,
        ),
        patch=patches.not_before,
    ),
    ChangeKind(
        id="duration",
        title="Work takes longer, or less long",
        says="An estimate has changed.",
        fields=(
            Field(id="duration", label="Work", form="choice", offers=durations),
            Field(
                id="likely",
                label="Likely duration from now on",
                form="number",
                hint="In the unit told beside the work. Shortest and longest make room for it.",
                least=1,
                most=520,
            ),
            REASON,
        ),
        patch=patches.duration,
    ),
    ChangeKind(
        id="dependency",
        title="One activity must wait for another",
        says="A dependency has been found that the programme does not know.",
        fields=(
            Field(id="before", label="What is waited for", form="choice", offers=activities),
            Field(id="after", label="What waits", form="choice", offers=activities),
            Field(
                id="lag",
                label="Working days between the two",
                form="number",
                hint="From the end of the one to the beginning of the other; 0 for none.",
                most=520,
            ),
            REASON,
        ),
        patch=patches.dependency,
    ),
    ChangeKind(
        id="team",
        title="A team has fewer people for a time",
        says="Leave, illness, or another programme that needs them.",
        fields=(
            Field(id="team", label="Team", form="choice", offers=teams),
            FIRST,
            LAST,
            Field(id="people", label="How many people are missing", form="people", hint=_HALVES),
            REASON,
        ),
        patch=patches.team,
    ),
    ChangeKind(
        id="team-more",
        title="A team gets more people for a time",
        says="Somebody joins, or a supplier lends people.",
        fields=(
            Field(id="team", label="Team", form="choice", offers=teams),
            FIRST,
            LAST,
            Field(id="people", label="How many people join", form="people", hint=_HALVES),
            REASON,
        ),
        patch=patches.team_more,
    ),
    ChangeKind(
        id="freeze",
        title="A change freeze",
        says="No technical cutover may fall into some days, such as an election or a year end.",
        fields=(
            Field(id="name", label="What it is called", form="words"),
            FIRST,
            LAST,
            Field(id="group", label="Which services", form="choice", offers=groups_or_all),
            REASON,
        ),
        patch=patches.freeze,
    ),
    ChangeKind(
        id="freeze-moved",
        title="A change freeze moves, or is lifted",
        says="Its days are others than the programme knows, or somebody has opened them.",
        fields=(
            Field(id="freeze", label="Change freeze", form="choice", offers=freezes),
            Field(
                id="first",
                label="First day from now on",
                form="date",
                hint="As before where it is left empty; with both days empty the freeze is lifted.",
                optional=True,
            ),
            Field(id="last", label="Last day from now on", form="date", optional=True),
            REASON,
        ),
        patch=patches.freeze_moved,
    ),
    ChangeKind(
        id="load-limit",
        title="People can take more change at once, or less",
        says="The limit of change load in a week is another, for example while schools close.",
        fields=(
            Field(id="limit", label="User group", form="choice", offers=load_limits),
            Field(id="at_most", label="Most load points in a week", form="number"),
            REASON,
        ),
        patch=patches.load_limit,
    ),
    ChangeKind(
        id="rule-gone",
        title="A rule no longer holds",
        says="A dependency has gone, or whoever made a rule gives it up. Law is not offered here.",
        fields=(
            Field(id="rule", label="Planning rule", form="choice", offers=rules_to_drop),
            REASON,
        ),
        patch=patches.rule_gone,
    ),
    ChangeKind(
        id="meeting",
        title="A meeting is cancelled",
        says="What was to be decided there must be decided at another one.",
        fields=(Field(id="meeting", label="Meeting", form="choice", offers=meetings), REASON),
        patch=patches.meeting,
    ),
    ChangeKind(
        id="option",
        title="A sourcing option is chosen, or withdrawn",
        says="A decision was taken, or nobody offers it any more.",
        fields=(
            Field(id="option", label="Option", form="choice", offers=options),
            Field(id="day", label="When", form="date", optional=True),
            REASON,
        ),
        patch=patches.option,
    ),
    ChangeKind(
        id="commitment",
        title="A date was promised",
        says="From now on a plan that changes it says so, and who must be told.",
        fields=(
            _ACTIVITY,
            Field(id="day", label="The day that was promised", form="date"),
            Field(id="level", label="How firmly", form="choice", offers=levels),
            Field(id="told", label="Who was told", form="words", optional=True),
            REASON,
        ),
        patch=patches.commitment,
    ),
    ChangeKind(
        id="promise",
        title="A promise becomes firmer, or ends",
        says="A date that was told is published or signed, or nobody counts on it any more.",
        fields=(
            Field(id="promise", label="What was promised", form="choice", offers=promises),
            Field(id="level", label="How firmly", form="choice", offers=levels_or_none),
            REASON,
        ),
        patch=patches.promise,
    ),
    ChangeKind(
        id="confirmed",
        title="An assumption is confirmed",
        says="Somebody who can know says that it is so. If it is not, change what is otherwise.",
        fields=(
            Field(id="assumption", label="Assumption", form="choice", offers=unconfirmed),
            Field(
                id="reason",
                label="Who confirmed it, when, and where that is written",
                form="words",
            ),
        ),
        patch=patches.confirmation,
    ),
    *FURTHER_KINDS,
)
"""In the order in which they are offered."""

BY_ID = {kind.id: kind for kind in KINDS}
