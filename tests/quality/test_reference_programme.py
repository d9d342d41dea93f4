"""The reference programme at real size: what its plan in force scores, before and under way."""

from dataclasses import replace
from datetime import date

from scheduler.domain.plan import Plan
from scheduler.domain.programme import Programme
from scheduler.domain.standing import Baseline, DatesInForce, Progress
from scheduler.expansion.expand import expand
from scheduler.quality.assess import assess
from scheduler.quality.findings import Check
from tests.regenerating.twelve import plan_in_force, reference

STATUS = date(2022, 10, 14)


def numbers(checks: tuple[Check, ...], verdict: str) -> list[int]:
    return [check.number for check in checks if check.verdict == verdict]


def test_before_it_begins() -> None:
    valid = reference()
    found = assess(valid.document, valid.expanded, plan_in_force())
    assert numbers(found.checks, "pass") == [7, 12, 13]
    assert numbers(found.checks, "not applicable") == [9, 11, 14]
    assert found.checks[8 - 1].note.startswith("70 of them are divided")  # all that are long
    assert [row.standing for row in found.practices].count("met") == 1


def test_under_way_as_planned() -> None:
    valid, plan = reference(), plan_in_force()
    document = as_planned(valid.document, plan)
    found = assess(document, expand(document), plan)
    assert numbers(found.checks, "not applicable") == []
    assert numbers(found.checks, "pass") == [7, 9, 11, 12, 13, 14]
    due = sum(at.finish <= STATUS for at in plan.placed.values())
    assert found.checks[14 - 1].numerator == found.checks[14 - 1].denominator
    assert found.checks[14 - 1].numerator == found.checks[11 - 1].denominator
    assert 0 < (found.checks[14 - 1].numerator or 0) <= due
    assert {row.number for row in found.practices if row.standing == "met"} == {6, 9, 10}


def as_planned(document: Programme, plan: Plan) -> Programme:
    """Return the programme on the status date with everything gone as planned."""
    of = reference().expanded
    happened = []
    for name, at in plan.placed.items():
        form = of.activities[name].form
        if at.start > STATUS or form == "span":
            continue
        over = at.finish <= STATUS
        to_come = range(STATUS.toordinal() + 1, at.finish.toordinal() + 1)
        left = sum(of.is_working(date.fromordinal(day)) for day in to_come)
        happened.append(
            Progress(
                activity=name,
                actual_start=at.start,
                actual_finish=at.finish if over else None,
                remaining_working_days=None if over or form == "event" else left,
            )
        )
    dates = {n: DatesInForce(start=at.start, finish=at.finish) for n, at in plan.placed.items()}
    return replace(
        document,
        status_date=STATUS,
        progress=tuple(happened),
        baseline=Baseline(options=dict(plan.options), dates=dates),
    )
