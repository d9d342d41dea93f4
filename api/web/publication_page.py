"""A plan as a council publishes it, and as it goes to the exempt part of a meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.routes.plan_views import view_of
from api.store.approvals import APPROVED, DecisionRecord
from api.web.choices import Choice
from api.web.decision_words import decision_in_words
from api.web.opened_plan import OpenedPlan
from api.web.wording import Told, instant
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.audience import Audience
from scheduler.explaining.public_plan import public_plan
from scheduler.interchange.service_dates import service_dates
from scheduler.pictures.contents import Column, Contents, cell, days
from scheduler.pictures.headline import headline
from scheduler.pictures.service_contents import options_contents, service_dates_contents
from scheduler.pictures.wording import counted, long_date

_STATES = {
    "public": Told(words="Public version"),
    "exempt": Told(words="Exempt version", tone="doubtful"),
}
_SAYS = {
    "public": (
        "For publication: sourcing options, prices, providers and moves of staff are left out, and "
        "so is what would give them away."
    ),
    "exempt": (
        "Not for publication: it tells sourcing options, and what is commercially sensitive. It "
        "belongs in the exempt part of a meeting."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationPage:
    """The page."""

    plan: str
    name: str
    audience: Audience
    state: Told
    says: str
    headline: str
    standing: str
    """Whether it is approved."""
    supplier: str
    contract_end: str
    choices: tuple[Choice, ...]
    picture: str
    """Address of the timeline."""
    picture_told: str
    tables: tuple[Contents, ...]
    steps: Contents | None
    all_steps: str
    """Address that shows every step as well."""
    json: str


def publication_page(
    opened: OpenedPlan,
    plan: Plan,
    audience: Audience,
    decisions: Sequence[DecisionRecord],
    *,
    steps: bool,
) -> PublicationPage:
    """Return what an audience may see of a final plan; `steps` adds every activity."""
    expanded, shown = opened.expanded, plan
    if audience == "public":
        expanded, shown = public_plan(expanded, plan)
    contract = opened.expanded.document.contract
    place = f"/plans/{opened.id}"
    return PublicationPage(
        plan=opened.id,
        name=expanded.document.name,
        audience=audience,
        state=_STATES[audience],
        says=_SAYS[audience],
        headline=headline(expanded, shown),
        standing=_standing(decisions, audience),
        supplier=contract.supplier,
        contract_end=long_date(contract.end_date),
        choices=tuple(
            Choice(words=told.words, address=f"{place}/{one}", here=one == audience)
            for one, told in _STATES.items()
        ),
        picture=f"/v1{place}/gantt.svg?audience={audience}",
        picture_told=f"Timeline of each service up to the contract end; as a table below: "
        f"{counted(len(expanded.services), 'service')}",
        tables=tuple(_tables(expanded, shown, audience)),
        steps=_steps(view_of(opened.expanded, plan, audience)) if steps else None,
        all_steps=f"{place}/{audience}?steps=shown",
        json=f"/v1{place}/view?audience={audience}",
    )


def _standing(decisions: Sequence[DecisionRecord], audience: Audience) -> str:
    """Say whether a plan is approved; by whom is not told in public."""
    if not decisions or decisions[-1].decision != APPROVED:
        return "Draft: this plan is not approved."
    if audience == "exempt":
        return decision_in_words(decisions[-1])
    return f"Approved on {instant(decisions[-1].at)}."


def _tables(expanded: ExpandedProgramme, plan: Plan, audience: Audience) -> Iterator[Contents]:
    if audience == "exempt":
        yield service_dates_contents(expanded, plan)
        yield options_contents(expanded, plan)
        return
    found = service_dates(expanded, plan)
    yield Contents(
        caption="When each service moves, by time",
        columns=(
            Column(heading="Service"),
            *(
                Column(heading=heading, whole=True)
                for heading in ("Technical cutovers", "Service transfer", "Accepted")
            ),
        ),
        rows=tuple(
            (
                cell(expanded.services[service].name or service),
                days(dates.cutovers or ()),
                cell(dates.transfer, "strong"),
                cell(dates.accepted),
            )
            for service, dates in sorted(
                found.items(), key=lambda item: item[1].transfer or date.max
            )
        ),
    )


def _steps(view: dict[str, Any]) -> Contents:
    """Return every step that is told, by date."""
    return Contents(
        caption="Every step, by date",
        columns=(
            Column(heading="Step"),
            Column(heading="First day", whole=True),
            Column(heading="Last day", whole=True),
        ),
        rows=tuple(
            (
                cell(one["name"]),
                cell(date.fromisoformat(one["start"])),
                cell(date.fromisoformat(one["finish"])),
            )
            for one in view["activities"]
        ),
    )
