"""What holds a date in plain English, for those who decide: one short paragraph each.

Made from the facts of an explanation. A test takes every date and number out of the words and finds
it among the facts.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.analysis.holding import ActivityHolding, Chain, Holding, HoldingWords, TrueSlack
from scheduler.analysis.measures import unconfirmed_assumptions, unconfirmed_rules
from scheduler.domain.activities import TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.audience import Audience, fit_for
from scheduler.explaining.reason_words import Naming, reason_sentences
from scheduler.pictures.wording import counted, long_date

_SURE = {"proved": " (proved)", "claimed": " (by one solve)", "at_least": ""}
_SHORTEST_CHAIN = 3
_HELD_BY = {
    "calendar": "its calendar or its list of dates",
    "freeze": "a change freeze",
    "window": "a limit on its dates",
    "meeting": "its meeting dates",
    "team": "a team",
    "stability_limit": "a limit on change",
    "commitment": "a commitment",
    "fact": "what has happened",
    "budget": "a limit on money",
    "objective_only": "nothing but what matters more in this plan",
}


def words_of(
    holding: Holding, programme: ExpandedProgramme, plan: Plan, audience: Audience = "exempt"
) -> HoldingWords:
    """Return the paragraphs of an explanation, and the caution that belongs to them."""
    naming = Naming(programme, plan)
    services = {}
    for name, held in holding.activities.items():
        activity = programme.activities[name]
        if activity.kind == TRANSFER and activity.service is not None:
            services[activity.service] = _paragraph(held, naming, audience, service=True)
    return HoldingWords(
        activities={
            name: _paragraph(held, naming, audience) for name, held in holding.activities.items()
        },
        services=services,
        caution=assumptions_words(programme),
    )


def assumptions_words(programme: ExpandedProgramme) -> str:
    """Return on what every date is calculated, and how much of it nobody has confirmed."""
    document = programme.document
    still_open = unconfirmed_assumptions(document)
    rules = unconfirmed_rules(document)
    verb = "is" if still_open == 1 else "are"
    words = f"Calculated on the stated assumptions, of which {still_open:,} {verb} unconfirmed"
    if rules:
        words += f", as are {counted(rules, 'planning rule')}"
    return f"{words}."


def _paragraph(
    held: ActivityHolding, naming: Naming, audience: Audience, *, service: bool = False
) -> str:
    sentences = (
        _when(held, naming, service=service),
        *reason_sentences(held, naming, audience),
        *_first_cause(held.chain, naming),
        *_room(held),
    )
    words = " ".join(dict.fromkeys(sentence for sentence in sentences if sentence))
    return fit_for(words, naming.programme, audience)


def _when(held: ActivityHolding, naming: Naming, *, service: bool) -> str:
    activity = naming.programme.activities[held.activity]
    if service and activity.service is not None:
        who = naming.programme.services[activity.service].name or activity.service
        return f"{who} transfers on {long_date(held.start)}."
    who = naming.name(held.activity)
    if held.start == held.finish:
        return f"{who} is on {long_date(held.start)}."
    return f"{who} starts on {long_date(held.start)} and finishes on {long_date(held.finish)}."


def _first_cause(chain: Chain, naming: Naming) -> Iterator[str]:
    """Yield where the chain begins, where that is further back than what it waits for."""
    if len(chain.links) < _SHORTEST_CHAIN or chain.ending == "circle":
        return
    first = chain.links[0]
    kind = "" if first.reason is None else first.reason.kind
    if kind == "withheld":
        # What comes before it may not be told, so that it does not begin here.
        return
    held = f" and is held by {_HELD_BY[kind]}" if kind in _HELD_BY else ""
    yield (
        f"The chain of causes has {len(chain.links)} activities and begins with "
        f"{naming.name(first.activity)}, which starts on {long_date(first.start)}{held}."
    )


def _room(held: ActivityHolding) -> Iterator[str]:
    """Yield how far it can move: with everything planned again, or by its links alone."""
    slack = held.true_slack
    if slack is not None:
        yield _later(slack)
        yield _earlier(slack)
    elif held.total_float is not None:
        days = counted(held.total_float, "working day")
        yield f"By what waits for it alone it has {days} of total float; teams may leave it less."


def _later(slack: TrueSlack) -> str:
    if slack.latest == slack.start:
        if slack.latest_known == "at_least":
            return "Whether it could be later with everything else planned again is not known."
        return f"It cannot be later, whatever else is planned again{_SURE[slack.latest_known]}."
    days = counted(slack.later_working_days, "working day")
    if slack.latest_known == "at_least":
        return (
            f"It could start at least {days} later, on {long_date(slack.latest)}, if everything "
            "else is planned again; whether still later is not known."
        )
    return (
        f"It could start {days} later and no more, on {long_date(slack.latest)}, if everything "
        f"else is planned again{_SURE[slack.latest_known]}."
    )


def _earlier(slack: TrueSlack) -> str:
    if slack.earliest == slack.start:
        if slack.earliest_known == "at_least":
            return "Whether it could be earlier is not known."
        return f"It cannot be earlier, whatever else is planned again{_SURE[slack.earliest_known]}."
    known = " at the earliest" if slack.earliest_known != "at_least" else " or earlier"
    return (
        f"It could start on {long_date(slack.earliest)}{known}, at the cost of what matters more "
        f"in this plan{_SURE[slack.earliest_known]}."
    )
