"""Profiles that every programme has; one of its own with the same id takes the place of one."""

from collections.abc import Mapping

from scheduler.domain.objectives import ObjectiveLevel, ObjectiveProfile

_FIRST = ObjectiveLevel(
    name="concessions", reason="Soft rules are broken only where nothing else is possible."
)
_OPTIONS = ObjectiveLevel(
    name="sourcing_appraisal", reason="The council's own appraisal decides between options."
)
_EARLY = ObjectiveLevel(
    name="weighted_transfers", reason="What is left: the most critical services first."
)

BUILT_IN_PROFILES: tuple[ObjectiveProfile, ...] = (
    ObjectiveProfile(
        id="safest",
        name="Safest: time in hand first",
        levels=(
            _FIRST,
            ObjectiveLevel(
                name="schedule_contingency",
                tolerance=5,
                reason="Time before the contract end is what every delay is paid from.",
            ),
            ObjectiveLevel(
                name="risk",
                reason="Options that carry the least risk, where risks have been scored.",
            ),
            ObjectiveLevel(
                name="smallest_slack",
                reason="No transfer hangs on work that ends the day before, up to four weeks.",
            ),
            ObjectiveLevel(
                name="spread",
                reason="One critical cutover has settled before the next, up to four weeks.",
            ),
            _EARLY,
        ),
    ),
    ObjectiveProfile(
        id="calmest",
        name="Calmest: the least change at a time for the people who use the services",
        levels=(
            _FIRST,
            ObjectiveLevel(
                name="peak_change_load", reason="The worst week that any user group goes through."
            ),
            ObjectiveLevel(
                name="change_load_area",
                threshold=60,
                reason="Then the load of all heavy weeks, from about one critical change on.",
            ),
            ObjectiveLevel(
                name="spread",
                reason="Critical cutovers apart, so that one set of problems comes at a time.",
            ),
            ObjectiveLevel(
                name="schedule_contingency",
                reason="Calm is not bought with more time than it needs.",
            ),
            _OPTIONS,
        ),
    ),
    ObjectiveProfile(
        id="cheapest",
        name="Cheapest: the best options by the council's appraisal first",
        levels=(
            _FIRST,
            _OPTIONS,
            ObjectiveLevel(
                name="customisation", reason="What is customised is paid for again at every change."
            ),
            ObjectiveLevel(
                name="providers", reason="Every contract more has to be let and managed."
            ),
            ObjectiveLevel(
                name="last_finish", reason="The exit team and the old contract are paid by time."
            ),
            _EARLY,
        ),
    ),
    ObjectiveProfile(
        id="earliest",
        name="Earliest: over as soon as can be",
        levels=(
            _FIRST,
            ObjectiveLevel(
                name="last_finish", reason="The day on which the last piece of work is done."
            ),
            _EARLY,
            ObjectiveLevel(name="peak_change_load", reason="Of plans equally early, the calmest."),
            _OPTIONS,
        ),
    ),
)


def profiles_by_id(own: tuple[ObjectiveProfile, ...]) -> Mapping[str, ObjectiveProfile]:
    """Return the profiles to choose from: those built in, and a programme's own."""
    return {profile.id: profile for profile in (*BUILT_IN_PROFILES, *own)}
