"""Mistakes in rules about what has happened and about the plan in force."""

from tests.agreement.defect import Defect, defects_of

DEFECTS: tuple[Defect, ...] = (
    *defects_of(
        "rules.actual_dates",
        ("if placed.start != rule.start:", "if placed.start < rule.start:"),
        ("if placed.start != rule.start:", "if placed.start > rule.start:"),
        (
            "rule.finish is not None and placed.finish != rule.finish:",
            "rule.finish is not None and placed.finish > rule.finish:",
        ),
        (
            "rule.finish is not None and placed.finish != rule.finish:",
            "rule.finish is not None and placed.finish < rule.finish:",
        ),
        ("rule.finish is not None and placed.finish != rule.finish:", "False:"),
        ("away = abs((placed.finish - rule.finish).days)", "away = 1"),
        ("away = abs((placed.start - rule.start).days)", "away = 1"),
        ("lambda day: day != rule.start, by)", "lambda day: day < rule.start, by)"),
        ("lambda day: day != rule.start, by)", "lambda day: False, by)"),
        ("lambda day: day != rule.finish, by)", "lambda day: False, by)"),
        ("axis.position_after(rule.finish)", "axis.position(rule.finish)"),
        (
            "axis.position_after(rule.finish)), finish.performed",
            "axis.position_after(rule.finish))",
        ),
        ("    if rule.finish in axis.working:", "    if True:"),
        ("add_bool_or([]), finish.performed", "add_bool_or([])"),
        ("axis.ordinal(rule.finish) + 1", "axis.ordinal(rule.finish)"),
        ("at.ordinal + give >= wished), at.performed", "at.ordinal + give >= wished)"),
        ("at.ordinal - give <= wished)", "at.ordinal <= wished)"),
    ),
    *defects_of(
        "rules.moved_limit",
        ("if now != was and in_time:", "if now is not None and now != was and in_time:"),
        ("if now != was and in_time:", "if now != was:"),
        ("was <= rule.until or", "was < rule.until or"),
        ("was <= rule.until or", "False or"),
        ("now <= rule.until)", "now < rule.until)"),
        ("(now is not None and now <= rule.until)", "False"),
        ("        if name not in baseline.dates:\n            continue", "        pass"),
        ("if len(moved) > rule.at_most:", "if len(moved) >= rule.at_most:"),
        ("shortfall=len(moved) - rule.at_most", "shortfall=1"),
        ("sum(moves) - give <= rule.at_most", "sum(moves) - give < rule.at_most"),
        ("sum(moves) - give <= rule.at_most", "sum(moves) - give <= rule.at_most + 1"),
        ("until is None or was <= until:", "until is None or was < until:"),
        ("until is None or was <= until:", "True:"),
        ("return 1 - build.starts_on(name, was)", "return build.starts_on(name, was)"),
        ("name, until, or_before=True)", "name, until)"),
    ),
    *defects_of(
        "model.starts_on",
        ("int(other <= day)", "int(other < day)"),
        ("of.on.get(day, 0)", "0"),
        ("axis.position_after(day) - 1", "axis.position_after(day)"),
        ("elsewhere, ~there, of.performed", "elsewhere, ~there"),
        ("    if of.performed is not True:", "    if False:"),
        ("always.bind(elsewhere, ~there, of.performed)", "pass"),
    ),
)
