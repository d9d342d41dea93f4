"""A planning tool's file on its way to a programme: what it does not say is asked for.

Nothing is kept between two pages: the file and the answers so far travel in the form.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from api.http.caller import Caller
from api.http.state import Services
from api.web.forms import see
from api.web.importing.answering import Answers, steps
from api.web.importing.answers_so_far import so_far
from api.web.importing.form_page import dates_of, form_page
from api.web.importing.outcome import (
    baseline_of,
    broken_contents,
    errors_of,
    issues_contents,
    losses_contents,
    made_of,
    names_of,
)
from api.web.importing.packed import packed
from api.web.importing.question_controls import Known
from api.web.importing.questions_page import holds, questions_page
from api.web.importing.targets import Target
from api.web.templating import page
from scheduler.domain.issues import Issue
from scheduler.errors import ProgrammeRejected
from scheduler.exchange.formats import FORMATS
from scheduler.exchange.limited import Refusal, import_in_child
from scheduler.exchange.sheets.of_a_plan import PLAN_SHEETS
from scheduler.pictures.wording import counted, plain

ROOM = 256 * 1024
"""Bytes of a form beside the file that travels in it."""
UNPROCESSABLE = 422
_TOO_LONG = (
    "The last day of the contract and the first task of the file lie too far apart. Change the "
    "answer, or leave out the tasks that are long past."
)
_OF_A_PLAN = "This is the workbook of a plan: it holds dates, and no programme. Nothing was stored."
_OTHERS = "The file as it is fits into no form with its answers; send it by `POST /v1/imports`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A file with what is known about it."""

    content: bytes
    name: str
    mapping: Answers = field(default_factory=dict)
    known: Known = field(default_factory=lambda: Known(said={}, wrong={}))
    ask: bool = False
    """Whether to ask even where all is answered."""
    store: bool = False
    """Whether to store the programme that it makes."""


def guided(at: Services, who: Caller, to: Target, sent: Sent) -> Response:
    """Return what comes next: questions, what came of the file, or the programme it has become."""
    found = _read(sent)
    if isinstance(found, Refusal) and found.reason == PLAN_SHEETS:
        return form_page(at, to, errors=((_OF_A_PLAN, "file"),), back=dates_of(at, who, to))
    if isinstance(found, Refusal):
        return form_page(at, to, errors=((_refused(found), "file"),))
    if found["questions"] or sent.ask:
        return _questions(at, to, sent, found)
    document = found["programme"]
    is_project = FORMATS[found["format"]].holds == "project"
    if errors_of(found["issues"]) and not is_project:
        return _not_stored(at, to, sent, found["issues"])
    if is_project:
        document = to.fitted(document)
    at_once = not is_project and not found["losses"]
    if errors_of(found["issues"]) or not (at_once or sent.store):
        return _outcome(at, to, sent, found, document)
    try:
        return see(to.stored(at, who, json.dumps(document).encode()))
    except ProgrammeRejected as rejected:
        issues = [issue for issue in rejected.issues if isinstance(issue, Issue)]
        told = [
            {
                "code": issue.code,
                "path": issue.path,
                "cell": None,
                "message": issue.message,
                "value": issue.value,
                "severity": issue.severity,
            }
            for issue in issues
        ]
        return _not_stored(at, to, sent, told)


def _read(sent: Sent) -> dict[str, Any] | Refusal:
    """Read a file in a process of its own, its answers with it."""
    found = import_in_child(sent.content, _mapping(sent))
    if isinstance(found, Refusal):
        return found
    unsorted = {
        one["path"]: plain(one["text"])
        for one in found["questions"]
        if one["path"] in {"/services", "/groups"} and steps(one["path"])[0] in sent.mapping
    }
    if not unsorted:
        return found
    # What was chosen does not sort the tasks: what can be chosen instead is asked for again.
    for path in unsorted:
        del sent.mapping[steps(path)[0]]
    again = import_in_child(sent.content, _mapping(sent))
    if isinstance(again, dict):
        again["why"] = unsorted
    return again


def _mapping(sent: Sent) -> bytes:
    return json.dumps(sent.mapping).encode() if sent.mapping else b""


def _questions(at: Services, to: Target, sent: Sent, found: dict[str, Any]) -> Response:
    known = sent.known
    why: Mapping[str, str] = found.get("why", {})
    known = Known(said=known.said, wrong={**why, **known.wrong}, again=known.again)
    travelling = packed(sent.content)
    if len(travelling) + ROOM > at.settings.body_bytes:
        return form_page(at, to, errors=((_OTHERS, "file"),))
    asked = questions_page(found, sent.name, sent.mapping, known)
    return page(
        "import_questions.html",
        status=UNPROCESSABLE if asked.wrong else 200,
        here=to.here,
        crumbs=to.crumbs,
        to=to,
        asked=asked,
        packed=travelling,
        mapping=json.dumps(sent.mapping),
    )


def _outcome(
    at: Services, to: Target, sent: Sent, found: dict[str, Any], document: dict[str, Any]
) -> Response:
    errors = [_advised(one) for one in errors_of(found["issues"])]
    travelling = packed(sent.content)
    fits = len(travelling) + ROOM <= at.settings.body_bytes
    return page(
        "import_outcome.html",
        status=UNPROCESSABLE if errors else 200,
        here=to.here,
        crumbs=to.crumbs,
        to=to,
        file=sent.name,
        format=FORMATS[found["format"]].title,
        holds=holds(found["counts"]),
        name=document["name"],
        made=made_of(document),
        dates=len(baseline_of(document).get("dates", ())),
        checked=_sourced(document),
        problems=issues_contents(errors, "What is wrong with the programme it makes"),
        odd=issues_contents(
            [one for one in found["issues"] if one["severity"] != "error"],
            "What is odd about the programme it makes",
        ),
        broken=broken_contents(
            found["violations"], names_of(document), "Planning rules that the file's dates break"
        ),
        losses=losses_contents(
            found["losses"], "What did not come along, or came as something else"
        ),
        so_far=tuple(so_far(sent.mapping)),
        can_store=not errors and fits,
        too_large="" if fits else _OTHERS,
        packed=travelling if fits else "",
        mapping=json.dumps(sent.mapping),
        mapping_file=json.dumps({"format_version": 1, **sent.mapping}, indent=2),
    )


def _advised(issue: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what is wrong with a programme, with what to do about it where answers made it so."""
    if issue["path"] != "/plan_until":
        return issue
    return {**issue, "message": f"{issue['message'].partition(chr(10))[0]}\n{_TOO_LONG}"}


def _sourced(document: Mapping[str, Any]) -> bool:
    """Tell whether the baseline says how every group is sourced, so that it could be checked."""
    groups = {one["id"] for one in document.get("service_groups", ())}
    return set(baseline_of(document).get("options", ())) == groups


def _not_stored(at: Services, to: Target, sent: Sent, issues: list[dict[str, Any]]) -> Response:
    count = counted(len(errors_of(issues)), "problem")
    contents = issues_contents(issues, f"Not stored: {count} in {sent.name}")
    return form_page(at, to, cells=contents)


def _refused(refusal: Refusal) -> str:
    said = "; ".join(f"{one['path']}: {one['message']}" for one in refusal.issues[:5])
    words = plain(f"{refusal.message}. {said}" if said else refusal.message)
    return words[:1].upper() + words[1:]
