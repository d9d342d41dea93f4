"""Sourcing options that no plan needs: another of the group does as well in everything.

One option dominates another where every plan under the other stays a plan under the one, each start
where it is, and is no worse. That is shown by:

- both are open, and every condition, limit and implication about choices, every move of staff and
  every provider treats them alike; they have one delivery model and one style;
- they perform the same activities, asking no more of any team and using up no more;
- no duration is longer in any of its three points; where one is shorter, only rules speak of that
  work to which an earlier finish does no harm, as the start stays where it is;
- appraisal, risk, set-up and running cost are no higher, and told for both or for neither;
- and something of these is better.

Groups with an option promised or decided on, or with anything begun, are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.analysis.spoken_of import activities_of
from scheduler.domain.activities import Activity, Mode
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import (
    ChangeFreeze,
    ChoiceImplication,
    ChoiceLimit,
    ConsumableUse,
    DateLimit,
    Decision,
    MovedLimit,
    NotAtOnce,
    PartialTermination,
    Placement,
    Precedence,
    Rule,
    SourcingChoice,
    StaffTransfer,
    TargetDate,
    TeamCapacity,
    WithinBudget,
    begun_in,
)
from scheduler.domain.services import SourcingOption
from scheduler.domain.values import Money, ThreePoint

_DECIDED = "decided."


def dominated_options(programme: ExpandedProgramme) -> Iterator[tuple[str, str, str]]:
    """Yield each dominated option as service group, option, and the option that dominates it."""
    document = programme.document
    begun = begun_in(document.rules)
    promised = {commitment.group for commitment in document.commitments}
    decided = {
        rule.group
        for rule in document.rules
        if isinstance(rule, SourcingChoice) and rule.id.startswith(_DECIDED)
    }
    rates_fall = any(t.day_rate is not None and t.day_rate.pence < 0 for t in document.teams)
    for group in document.service_groups:
        own = [a for a in document.activities if programme.group_of(a) == group.id]
        if group.id in promised | decided or begun & {a.id for a in own} or rates_fall:
            continue
        open_ = [o for o in group.options if _is_open(group.id, o.id, programme)]
        for worse in open_:
            better = next(
                (o for o in open_ if o != worse and _dominates(group.id, o, worse, own, programme)),
                None,
            )
            if better is not None:
                yield group.id, worse.id, better.id


def _is_open(group: str, option: str, programme: ExpandedProgramme) -> bool:
    return all(
        option in rule.options
        for rule in programme.document.rules
        if isinstance(rule, SourcingChoice)
        and rule.group == group
        and rule.price is None
        and not rule.when
    )


def _dominates(
    group: str,
    one: SourcingOption,
    other: SourcingOption,
    own: list[Activity],
    programme: ExpandedProgramme,
) -> bool:
    if not _treated_alike(group, one, other, programme):
        return False
    gains = [_gain(one.appraisal, other.appraisal), _gain(one.risk, other.risk)]
    gains += [
        _gain_of_money(one.set_up_cost, other.set_up_cost),
        _gain_of_money(one.running_cost, other.running_cost),
    ]
    for activity in own:
        gains.append(_gain_in(activity, one.id, other.id, programme))
        if None in gains:
            return False
    return None not in gains and any(gains)


def _treated_alike(
    group: str, one: SourcingOption, other: SourcingOption, programme: ExpandedProgramme
) -> bool:
    """Tell whether whatever speaks of choices means both options or neither."""

    def alike(options: tuple[str, ...]) -> bool:
        return (one.id in options) == (other.id in options)

    if (one.model, one.style) != (other.model, other.style):
        return False
    if programme.provider_of(group, one.id) != programme.provider_of(group, other.id):
        return False
    for rule in programme.document.rules:
        choices = list(rule.when)
        if isinstance(rule, ChoiceImplication):
            choices += [*rule.if_all, *rule.then_any]
        if not all(alike(choice.options) for choice in choices if choice.group == group):
            return False
        if isinstance(rule, SourcingChoice) and rule.group == group and not alike(rule.options):
            return False
        if isinstance(rule, ChoiceLimit) and (
            rule.sourced_by.admits(one) != rule.sourced_by.admits(other)
        ):
            return False
    moves = (m for s in programme.document.staff_groups if s.group == group for m in s.moves)
    return all(alike(move.options) for move in moves)


def _gain(one: int | None, other: int | None) -> bool | None:
    """Tell whether one figure is better than another; None where it is worse or not comparable."""
    if one is None or other is None:
        return False if one == other else None
    return None if one > other else one < other


def _gain_of_money(one: Money | None, other: Money | None) -> bool | None:
    if one is None or other is None:
        return False if one == other else None
    if (one.per, one.currency, one.price_base) != (other.per, other.currency, other.price_base):
        return None
    return _gain(one.pence, other.pence)


def _gain_in(activity: Activity, one: str, other: str, programme: ExpandedProgramme) -> bool | None:
    """Tell whether an option makes an activity easier; None where it is not as easy, or unclear."""
    first, second = activity.mode_under(one), activity.mode_under(other)
    if first is None or second is None:
        return False if first is second else None
    amounts = [
        *((first.demands.get(k, 0), second.demands.get(k, 0)) for k in _keys(first, second)),
        *(
            (first.consumes.get(k, 0), second.consumes.get(k, 0))
            for k in (*first.consumes, *second.consumes)
        ),
    ]
    if any(a > b for a, b in amounts):
        return None
    gained = any(a < b for a, b in amounts)
    lengths = _points(first.duration), _points(second.duration)
    if lengths[0] == lengths[1]:
        return gained
    if len(lengths[0]) != len(lengths[1]) or any(
        a > b or a < 1 for a, b in zip(*lengths, strict=True)
    ):
        return None
    return True if _may_be_shorter(activity.id, programme) else None


def _keys(first: Mode, second: Mode) -> tuple[str, ...]:
    return (*first.demands, *second.demands)


def _points(duration: ThreePoint | None) -> tuple[float, ...]:
    """Return the three points in working days."""
    if duration is None:
        return ()
    scale = 5 if duration.unit == "weeks" else 1
    return tuple(point * scale for point in (duration.min, duration.likely, duration.max))


def _may_be_shorter(name: str, programme: ExpandedProgramme) -> bool:
    """Tell whether no rule could be broken by work that starts as planned and finishes earlier."""
    return all(
        _harmless(rule, name)
        for rule in programme.document.rules
        if name in activities_of(rule, programme)
    )


def _harmless(rule: Rule, name: str) -> bool:
    match rule:
        case Precedence():
            return rule.max_lag is None and not (rule.after == name and rule.link[1] == "F")
        case TargetDate():
            return rule.instant == "start"
        case _:
            return isinstance(
                rule,
                ChangeFreeze
                | ConsumableUse
                | DateLimit
                | Decision
                | MovedLimit
                | NotAtOnce
                | PartialTermination
                | Placement
                | StaffTransfer
                | TeamCapacity
                | WithinBudget,
            )
