"""What each sourcing option would do, on the first page of a plan: from an analysis made of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.pictures.contents import Contents
from scheduler.pictures.option_contents import option_contents

OPTIONS = "options"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedOptions:
    """The table of options, and where it is from."""

    table: Contents
    address: str


def compared_options(
    found: Mapping[str, tuple[str, str]], programme: ExpandedProgramme, plan: Plan | None
) -> ComparedOptions | None:
    """Return the table of an analysis of options; nothing where none has found any.

    `found` are documents of analyses by id: kind and text.
    """
    for id, (kind, text) in found.items():
        document = json.loads(text)
        if kind == OPTIONS and document.get("options"):
            chosen = {} if plan is None else plan.options
            table = option_contents(document, programme, chosen)
            return ComparedOptions(table=table, address=f"/analyses/{id}")
    return None
