"""What a wish costs in plain English, or why it cannot be."""

from __future__ import annotations

from scheduler.answers import LevelPrice, WishAnswer
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.explaining.audience import (
    SENSITIVE_LEVELS,
    WITHHELD,
    Audience,
    fit_for,
    statement_for,
)
from scheduler.explaining.reason_words import listing
from scheduler.pictures.outcome_contents import level_title
from scheduler.pictures.wording import counted

_DAYS_IN_WEEK = 5
_MORE = "What it costs in points or money is told in the exempt version."


def wish_words(
    answer: WishAnswer, programme: ExpandedProgramme, audience: Audience = "exempt"
) -> str:
    """Return the answer to a wish in a few sentences."""
    if audience == "public" and answer.about == "option":
        return WITHHELD
    return fit_for(_told(answer, programme, audience), programme, audience)


def _told(answer: WishAnswer, programme: ExpandedProgramme, audience: Audience) -> str:
    match answer.outcome:
        case "already":
            return f"{answer.wish}: the plan at hand has it so."
        case "undecided":
            return f"{answer.wish}: whether any plan has it so was not found within the limit."
        case "none":
            return _impossible(answer, programme, audience)
        case "plan":
            return _priced(answer, audience)


def _impossible(answer: WishAnswer, programme: ExpandedProgramme, audience: Audience) -> str:
    sure = "proved" if answer.confirmed else "by one solve, not confirmed"
    words = f"{answer.wish} cannot be: no plan has it so ({sure})."
    if answer.clash is None:
        return words
    rules = {rule.id: rule for rule in programme.document.rules}
    told = [
        statement if audience == "exempt" else statement_for(rules[rule], programme)
        for rule, statement in zip(answer.clash.rules, answer.clash.statements, strict=True)
        if rule in rules
    ]
    told = [one for one in dict.fromkeys(told) if one != WITHHELD]
    if told:
        words += f" It clashes with: {' '.join(told)}"
    return words


def _priced(answer: WishAnswer, audience: Audience) -> str:
    shown = [
        price
        for price in answer.prices
        if audience == "exempt" or price.name.partition(" ")[0] not in SENSITIVE_LEVELS
    ]
    worse = [_amount(price, price.worse_by) for price in shown if price.worse_by > 0]
    better = [_amount(price, -price.worse_by) for price in shown if price.worse_by < 0]
    words = f"{answer.wish} "
    words += f"costs {listing(worse, len(worse))}" if worse else "costs nothing that is told here"
    words += "."
    if better:
        words += f" It is better by {listing(better, len(better))}."
    if not all(price.proved for price in answer.prices):
        words += " That is the best plan found; a better one may exist."
    if len(shown) < len(answer.prices):
        words += f" {_MORE}"
    return words


def _amount(price: LevelPrice, by: int) -> str:
    """Return an amount with its unit and level: `12 weeks of schedule contingency`."""
    title = level_title(price.name)
    of = f"{title[0].lower()}{title[1:]}"
    if price.unit == "pounds":
        return f"£{by:,} of {of}"
    if price.unit == "working days" and by % _DAYS_IN_WEEK == 0:
        return f"{counted(by // _DAYS_IN_WEEK, 'week')} of {of}"
    return f"{by:,} {price.unit} of {of}"
