"""Nothing commercial is in the public version of an analysis, of its rows or of their words."""

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, cast

import pytest

from api.jobs.row_words import row_data
from scheduler.analyses.by_kind import ANALYSES, Kind
from scheduler.asking.in_process import Answering
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.services import SourcingOption
from scheduler.expansion.expand import expand
from scheduler.explaining.audience import Discretion
from scheduler.explaining.best_known import BestKnown, given_or_best
from scheduler.explaining.public_analyses import public_document
from scheduler.explaining.public_entries import public_rows
from scheduler.explaining.work import Work
from scheduler.interchange.programme_json import read_programme
from scheduler.solver.settings import SearchSettings
from tests.agreement.worlds import FIXTURES

OPTION, PROVIDER, POINTS = "Zqoption", "Zqprovider", "6131"
TRIED = (
    "award_limit_two_providers",
    "budget_assistance_by_option",
    "change_freeze_under_an_option",
    "precedence_under_options_calendar",
    "team_capacity_by_option",
)
NONE = ("choice_limit_one_customised_too_many", "budget_dual_running_too_dear")
Document = dict[str, Any]


def marked(programme: ExpandedProgramme) -> ExpandedProgramme:
    """Return a programme whose options and their providers have names found nowhere else."""

    def option(one: SourcingOption) -> SourcingOption:
        provider = one.provider and f"{PROVIDER} {one.provider}"
        return replace(one, name=f"{OPTION} {one.id}", provider=provider, appraisal=int(POINTS))

    document = programme.document
    groups = tuple(
        replace(group, options=tuple(map(option, group.options)))
        for group in document.service_groups
    )
    return ExpandedProgramme(replace(document, service_groups=groups))


@cache
def world(name: str) -> ExpandedProgramme:
    folder = "infeasible" if name in NONE else "small_worlds"
    return marked(expand(read_programme((FIXTURES / folder / f"{name}.json").read_bytes())))


@cache
def analysed(name: str, kind: str) -> tuple[Document, list[Document]]:
    """Return the document of an analysis and its rows, as JSON has them."""
    rows: list[object] = []
    ask = Answering(threading.Event(), SearchSettings(workers=1))
    work = Work(ask=ask, on_row=rows.append)
    made = ANALYSES[cast("Kind", kind)](world(name), _best(name, kind, work), work)
    return json.loads(json.dumps([made, [row_data(row) for row in rows]]))  # type: ignore[no-any-return]  # as written


def _best(name: str, kind: str, work: Work) -> BestKnown | None:
    if kind != "explanation" or name in NONE:
        return None
    found, _ = given_or_best(world(name), work, None, seconds=20)
    return found


def public(name: str, kind: str) -> tuple[Document, list[Document]]:
    document, rows = analysed(name, kind)
    programme = world(name)
    told = public_document(kind, document, programme)
    return told, public_rows(rows, Discretion(programme))


def strings(value: Any) -> Iterator[str]:
    """Yield every string in a JSON value, keys of objects included."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield key
            yield from strings(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from strings(entry)
    elif isinstance(value, str):
        yield value


def leaks(told: Any, programme: ExpandedProgramme) -> list[str]:
    """Return strings that give an option, a provider or an amount of money away."""
    hidden = Discretion(programme).hidden
    options = {o.id for group in programme.document.service_groups for o in group.options}
    secret = re.compile(rf"{OPTION}|{PROVIDER}|{POINTS}|£|\b({'|'.join(options)})\b")
    named = re.compile("|".join(re.escape(f"({name})") for name in hidden) or "(?!)")
    found = [s for s in strings(told) if secret.search(s) or s in hidden or named.search(s)]
    return found + ([POINTS] if POINTS in json.dumps(told) else [])


@pytest.mark.parametrize("kind", ANALYSES)
@pytest.mark.parametrize("name", [*TRIED, *NONE])
def test_nothing_commercial_is_told(name: str, kind: str) -> None:
    told, rows = public(name, kind)
    assert leaks([told, rows], world(name)) == []
    for member in ("best", "choices", "calendar", "recovery_options", "untestable"):
        assert not told.get(member)
    assert told.get("options", []) == []
    assert told["audience"] == "public"
    # What is not in it is said not to be.
    document, _ = analysed(name, kind)
    assert {n for n in document if n not in told} <= set(told["withheld"])


def test_what_is_left_out_was_there() -> None:
    """The worlds would give everything away, if it were not left out."""
    kinds = {
        kind: leaks(analysed(name, kind), world(name)) for name in TRIED[:2] for kind in ANALYSES
    }
    assert all(kinds[kind] for kind in ("latest", "options", "prices", "backbone", "assumptions"))
    assert any(leaks(analysed(name, "explanation"), world(name)) for name in TRIED)
    assert all(leaks(analysed(name, "explanation"), world(name)) for name in NONE)
