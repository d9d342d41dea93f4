"""Defects in what is asked of people who change sides and of the incumbent after notice."""

from tests.agreement.defect import Defect, defects_of

DEFECTS: tuple[Defect, ...] = (
    *defects_of(
        "rules.staff_transfer",
        ("if waited < least:", "if waited <= least:"),
        ("transfer.start - done.finish - ONE_DAY", "transfer.start - done.finish"),
        ("transfer.start - done.finish - ONE_DAY", "transfer.start - done.start - ONE_DAY"),
        ("if transfer.start not in tranches:", "if False:"),
        ("away = min((abs((transfer", "away = max((abs((transfer"),
        ("(rule.liability_information, rule.information_calendar_days)", "(rule.consultation, 28)"),
        ("informed.post_at_least(transfer, rule", "informed.post_at_least(transfer, 1 + rule"),
        ("lambda day: day not in tranches", "lambda day: day in tranches"),
        ("marks = [ordinal(day) for day", "marks = [ordinal(day) + 1 for day"),
        (
            "for name in (rule.consultation, rule.admission_agreement):\n        if",
            "for name in (rule.consultation,):\n        if",
        ),
        ("post_at_least(transfer, 0, by)", "post_at_least(transfer, 1, by)"),
    ),
)
