"""Who reads the words: the public version leaves out what is commercially sensitive."""

from __future__ import annotations

import re
from typing import Literal

from scheduler.domain.expanded import ExpandedProgramme

Audience = Literal["public", "exempt"]
"""A board's papers come in two versions; the exempt one is not published."""

SENSITIVE_RULES = frozenset(
    (
        "sourcing_choice",
        "choice_limit",
        "choice_implication",
        "provider_limit",
        "award_limit",
        "shared_provider",
        "provider_effort",
        "consumable",
        "budget",
    )
)
"""Kinds of rule that speak of options, providers or money."""
SENSITIVE_LEVELS = frozenset(
    ("cost", "concessions", "sourcing_appraisal", "risk", "providers", "customisation")
)
"""Levels of the objective that tell money, points or how options are appraised."""
_PROVIDER = "a provider"


def fit_for(text: str, programme: ExpandedProgramme, audience: Audience) -> str:
    """Return a text with the names of providers left out of the public version.

    The contract's supplier is public. Everybody else may still be competing.
    """
    if audience == "exempt":
        return text
    supplier = programme.document.contract.supplier
    names = {
        one.provider
        for group in programme.document.service_groups
        for one in group.options
        if one.provider and one.provider != supplier
    }
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", _PROVIDER, text)
    return text
