"""Every analysis by its kind: what the service runs as jobs and commands run at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Literal

from scheduler.analyses.holding_plan import look_for_hold
from scheduler.analyses.overrun import overrun_document
from scheduler.analyses.resilience import find_resilience
from scheduler.analyses.simulated import simulated
from scheduler.analyses.weighing import DEFAULT_POINTS, Wish, frontier_document
from scheduler.domain.activities import TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.assumptions import AssumptionRanking, rank_assumptions
from scheduler.explaining.backbone import find_backbone
from scheduler.explaining.best_known import BestKnown
from scheduler.explaining.contingency import find_contingency
from scheduler.explaining.holding import explain_plan
from scheduler.explaining.latest import find_latest
from scheduler.explaining.option_table import OptionTable, find_options
from scheduler.explaining.price_list import PriceList, find_prices
from scheduler.explaining.replanned_slips import WEAKEST
from scheduler.explaining.slipping import find_slipping
from scheduler.explaining.why_none import find_why_none, why_none_to_jsonable
from scheduler.explaining.words import words_of
from scheduler.explaining.work import Work
from scheduler.interchange.hold_json import hold_to_jsonable
from scheduler.interchange.holding_json import holding_to_jsonable
from scheduler.interchange.plain_values import plain
from scheduler.interchange.plan_json import plan_to_jsonable
from scheduler.interchange.risk_json import risk_to_jsonable
from scheduler.quality.assess import assess as assess_quality
from scheduler.quality.replanned_path import replanned_path
from scheduler.verification.verify import verify

Kind = Literal[
    "explanation",
    "latest",
    "options",
    "prices",
    "backbone",
    "assumptions",
    "contingency",
    "frontier",
    "risk",
    "resilience",
    "hold",
    "quality",
    "overrun",
    "slip",
]

SECONDS_FOR_WHY_NONE = 300.0
PART_FOR_WHY_NONE = 0.9
"""Of the time: what is asked about in turn has its share of it, however little there is."""

Analyse = Callable[[ExpandedProgramme, BestKnown | None, Work], Mapping[str, Any]]
"""From a programme and its best plan, if there is one, to the document of the answer."""


def latest_document(
    programme: ExpandedProgramme, best: BestKnown | None, work: Work
) -> Mapping[str, Any]:
    """Find latest decision dates; the document of `latest --json`."""
    made: Mapping[str, Any] = plain(
        find_latest(programme, work, plan=None if best is None else best.plan)
    )
    return made


def options_document(
    programme: ExpandedProgramme, best: BestKnown | None, work: Work
) -> Mapping[str, Any]:
    """Find the option table; the document of `options --json`."""
    return option_table_to_jsonable(find_options(programme, work, best=best), programme)


def backbone_document(
    programme: ExpandedProgramme, best: BestKnown | None, work: Work
) -> Mapping[str, Any]:
    """Find the backbone; the document of `backbone --json`."""
    made: Mapping[str, Any] = plain(find_backbone(programme, work, best=best))
    return made


def prices_document(
    programme: ExpandedProgramme, best: BestKnown | None, work: Work
) -> Mapping[str, Any]:
    """Find the price list; the document of `prices --json`."""
    return with_best_plan(find_prices(programme, work, best=best), programme)


def assumptions_document(
    programme: ExpandedProgramme, best: BestKnown | None, work: Work
) -> Mapping[str, Any]:
    """Rank the assumptions; the document of `assumptions --json`."""
    return with_best_plan(rank_assumptions(programme, work, best=best), programme)


def contingency_document(
    programme: ExpandedProgramme, best: BestKnown | None, work: Work
) -> Mapping[str, Any]:
    """Find what more contingency costs; each row with its plan as in plan files."""
    found = find_contingency(programme, work, best=best)
    made: dict[str, Any] = plain(found)
    for row, written in zip(found.rows, made["rows"], strict=True):
        _put_plan(programme, row.plan, written)
    return made


def risk_document(
    programme: ExpandedProgramme, best: BestKnown | None, _: Work
) -> Mapping[str, Any]:
    """Carry the plan out under chance; the document of `risk --json`."""
    if best is None:
        return {"feasible": None}
    # Loads the compiled kernel, which the other analyses start without.
    from scheduler.simulation.assess import RiskSettings, assess  # noqa: PLC0415

    return risk_to_jsonable(assess(programme, best.plan, RiskSettings(with_slips=True)))


def resilience_document(
    programme: ExpandedProgramme, best: BestKnown | None, work: Work, weakest: int = WEAKEST
) -> Mapping[str, Any]:
    """Find how late each activity alone may be, as planned and so many with the rest replanned."""
    if best is None:
        return {"feasible": None}
    made: Mapping[str, Any] = plain(find_resilience(programme, best.plan, work, weakest))
    return made


def slip_document(
    programme: ExpandedProgramme, best: BestKnown | None, work: Work, activity: str | None
) -> Mapping[str, Any]:
    """Find what slips of one activity come to; each row with its plan as in plan files.

    Where no activity is named it is the last transfer of the plan.
    """
    if best is None:
        return {"feasible": None}
    of = _last_of(programme, best.plan) if activity is None else activity
    if of is None or of not in best.plan.placed:
        return {"feasible": None}
    found = find_slipping(programme, best.plan, of, work)
    made: dict[str, Any] = plain(found)
    for row, written in zip(found.rows, made["rows"], strict=True):
        _put_plan(programme, row.plan, written)
    return made


def hold_document(
    programme: ExpandedProgramme, best: BestKnown | None, work: Work
) -> Mapping[str, Any]:
    """Look for the plan that holds with a probability; as `hold` in `risk --hold --json`."""
    if best is None:
        return {"feasible": None}
    return hold_to_jsonable(look_for_hold(programme, best.plan, work), programme)


def quality_document(
    programme: ExpandedProgramme, best: BestKnown | None, work: Work
) -> Mapping[str, Any]:
    """Assess the schedule by the standards of the field; the document of `quality --risk --json`.

    The critical path test is made with everything else planned again as well.
    """
    if best is None:
        return {"feasible": None}
    path = replanned_path(programme, best.plan, work)
    return assess_quality(
        programme.document,
        programme,
        best.plan,
        risk=simulated(programme, best.plan),
        also=() if path is None else (path,),
    ).to_jsonable()


def explanation_document(
    programme: ExpandedProgramme, best: BestKnown | None, work: Work
) -> Mapping[str, Any]:
    """Find what holds a plan, or why there is none; the document of `explain --json`."""
    if best is None:
        seconds = min(SECONDS_FOR_WHY_NONE, PART_FOR_WHY_NONE * work.limit_seconds)
        return why_none_to_jsonable(find_why_none(programme, work, seconds=seconds), programme)
    holding = explain_plan(programme, best.plan, work)
    return holding_to_jsonable(holding, words_of(holding, programme, best.plan))


def _last_of(programme: ExpandedProgramme, plan: Plan) -> str | None:
    transfers = [n for n in plan.placed if programme.activities[n].kind == TRANSFER]
    return max(transfers, key=lambda name: plan.placed[name].start, default=None)


def option_table_to_jsonable(table: OptionTable, programme: ExpandedProgramme) -> dict[str, Any]:
    """Return the table as plain JSON values, plans as in plan files."""
    made = with_best_plan(table, programme)
    for row, written in zip(table.options, made["options"], strict=True):
        _put_plan(programme, row.plan, written)
    return made


def with_best_plan(
    found: OptionTable | PriceList | AssumptionRanking, programme: ExpandedProgramme
) -> dict[str, Any]:
    """Return an answer as plain JSON values, its best plan as in plan files."""
    made: dict[str, Any] = plain(found)
    if found.best is not None:
        _put_plan(programme, found.best.plan, made["best"])
    return made


def _put_plan(programme: ExpandedProgramme, plan: Plan | None, written: dict[str, Any]) -> None:
    if plan is not None:
        concessions = verify(programme, plan).concessions
        written["plan"] = plan_to_jsonable(programme, plan, concessions)


ANALYSES: Mapping[Kind, Analyse] = {
    "explanation": explanation_document,
    "latest": latest_document,
    "options": options_document,
    "prices": prices_document,
    "backbone": backbone_document,
    "assumptions": assumptions_document,
    "contingency": contingency_document,
    "frontier": partial(frontier_document, wish=Wish()),
    "risk": risk_document,
    "resilience": resilience_document,
    "hold": hold_document,
    "quality": quality_document,
    "overrun": overrun_document,
    "slip": partial(slip_document, activity=None),
}


def analyse_of(kind: Kind, settings: Mapping[str, Any]) -> Analyse:
    """Return how an analysis is made that was asked for with some settings."""
    if kind == "overrun":
        return partial(overrun_document, percent=settings.get("percent"))
    if kind == "slip":
        return partial(slip_document, activity=settings.get("activity"))
    if kind == "resilience" and settings.get("weakest") is not None:
        return partial(resilience_document, weakest=settings["weakest"])
    if kind != "frontier":
        return ANALYSES[kind]
    wish = Wish(
        first=settings.get("first"),
        second=settings.get("second"),
        points=settings.get("points") or DEFAULT_POINTS,
        seconds=settings["time_limit_seconds"],
    )
    return partial(frontier_document, wish=wish)
