"""Defects of rules about sourcing options, and of conditions on them."""

from tests.agreement.defect import Defect, defects_of

DEFECTS: tuple[Defect, ...] = (
    *defects_of(
        "rules.conditional",
        ("if all_made(rule.when, plan.options):", "if True:"),
        ("by.under(*conditions)", "by"),
        ("by.under(*conditions)", "by.under(*conditions[:1])"),
    ),
    *defects_of(
        "domain.choice",
        ("return all(choice.is_made", "return not choices or any(choice.is_made"),
        ("options.get(self.group) in self.options", "options.get(self.group) == self.options[0]"),
    ),
    *defects_of(
        "model.enforcement",
        ("switches=(*self.switches, *literals)", "switches=literals"),
    ),
    *defects_of(
        "model.model_build",
        ("self.model.add(sum(literals) == some)", "self.model.add(sum(literals) >= some)"),
        (
            "self.model.add_max_equality(used, literals)",
            "self.model.add_implication(literals[0], used)",
        ),
        ("self._options[group].items() if name in wanted]", "self._options[group].items()]"),
    ),
    *defects_of(
        "rules.choice_limit",
        ("count > rule.at_most:", "count >= rule.at_most:"),
        ("count < rule.at_least:", "count < rule.at_least - 1:"),
        ("<= rule.at_most)", "<= rule.at_most + 1)"),
        (">= rule.at_least)", "> rule.at_least)"),
        ("        if rule.sourced_by.admits(option)\n", ""),
    ),
    *defects_of(
        "rules.choice_implication",
        ("if not all(choice", "if not any(choice"),
        ("if not any(choice", "if not all(choice"),
        ("add_bool_or(then), *made)", "add_bool_or(then), *made[:1])"),
        ("add_bool_or(then), *made)", "add_bool_and(then), *made)"),
    ),
    *defects_of(
        "rules.provider_limit",
        ("len(found - {None})", "len(found)"),
        ("count > rule.at_most:", "count > rule.at_most + 1:"),
        ("<= rule.at_most)", "< rule.at_most)"),
        (">= rule.at_least)", ">= rule.at_least - 1)"),
    ),
    *defects_of(
        "rules.award_limit",
        ("if provider is not None and count", "if count"),
        ("count > rule.at_most:", "count >= rule.at_most:"),
        ("if provider is not None and len(literals)", "if len(literals)"),
        ("len(literals) > rule.at_most:", "len(literals) > rule.at_most + 1:"),
        ("<= rule.at_most)", "<= rule.at_most - 1)"),
    ),
    *defects_of(
        "rules.shared_provider",
        ("repeats = provider is not None and", "repeats ="),
        ("bool(seen) and provider not in seen", "len(seen) > 1 and provider not in seen"),
        ("if provider is not None and len(literals) > 1:", "if len(literals) > 1:"),
        ("pairwise(each):", "pairwise(each[:2]):"),
        ("sum(literals) == sum(other", "sum(literals) >= sum(other"),
    ),
    *defects_of(
        "rules.provider_effort",
        ("max(0, len(found - {None}) - rule.included)", "len(found - {None})"),
        ("effort > rule.at_most_hundredths:", "effort >= rule.at_most_hundredths:"),
        ("sum(providers) - rule.included", "sum(providers)"),
        ("effort - give <= rule.at_most_hundredths", "effort - give < rule.at_most_hundredths"),
    ),
)
