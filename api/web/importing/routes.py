"""The pages that take a file, for a new programme or as a revision of one."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.http.answer_turns import IN_TURN
from api.http.caller import Caller, CallerOf
from api.http.problems import Problem
from api.http.state import Services, ServicesOf
from api.web.forms import see
from api.web.importing.answering import answered, read_answers
from api.web.importing.form_page import form_page
from api.web.importing.guided import Sent, guided
from api.web.importing.import_page import refused
from api.web.importing.packed import unpacked
from api.web.importing.question_controls import Known
from api.web.importing.targets import Target, target_of
from api.web.importing.uploads import AnswersOf, Part, Upload, UploadOf, text_of
from scheduler.errors import FileRejected, ProgrammeRejected
from scheduler.exchange.formats import FORMATS, TEMPLATE, loaded
from scheduler.pictures.wording import plain

PASTED = "the pasted text"
_MOVED = (
    "The programme was changed by somebody else meanwhile. Look at it, and send the file again."
)
_NOTHING = "Choose a file, or paste the text of one."
_BOTH = "Choose a file or paste its text, not both."
_BEGIN_OF_JSON = (b"{", b"[")
_MARK = b"\xef\xbb\xbf"

router = APIRouter(include_in_schema=False)


@router.get("/programmes/template.xlsx", dependencies=[IN_TURN])
def template() -> Response:
    """Return an empty workbook to fill in."""
    name = "programme-to-fill-in.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(loaded(TEMPLATE)(), media_type=FORMATS["xlsx"].media_type, headers=headers)


@router.get("/programmes/import")
def begin(at: ServicesOf, who: CallerOf) -> Response:
    """Show the form that begins a programme with a file."""
    return form_page(at, target_of(at, who))


@router.post("/programmes/import", dependencies=[IN_TURN])
def take(at: ServicesOf, who: CallerOf, sent: UploadOf) -> Response:
    """Store the programme that a file holds, ask what it does not say, or tell what is wrong."""
    return _taken(at, who, sent, target_of(at, who, sent=sent))


@router.post("/programmes/import/answers", dependencies=[IN_TURN])
def answer(at: ServicesOf, who: CallerOf, sent: AnswersOf) -> Response:
    """Take answers about a project; ask the next ones, or show what came of it."""
    return _answered(at, who, sent, target_of(at, who, sent=sent))


@router.get("/programmes/{id}/import")
def begin_again(id: str, at: ServicesOf, who: CallerOf) -> Response:
    """Show the form that makes a file the next revision of a programme."""
    return form_page(at, target_of(at, who, id))


@router.post("/programmes/{id}/import", dependencies=[IN_TURN])
def take_again(id: str, at: ServicesOf, who: CallerOf, sent: UploadOf) -> Response:
    """Store a file as the next revision after the one that the form was made for."""
    return _taken(at, who, sent, target_of(at, who, id, sent))


@router.post("/programmes/{id}/import/answers", dependencies=[IN_TURN])
def answer_again(id: str, at: ServicesOf, who: CallerOf, sent: AnswersOf) -> Response:
    """Take answers about a project that becomes the next revision of a programme."""
    return _answered(at, who, sent, target_of(at, who, id, sent))


def _taken(at: Services, who: Caller, sent: Upload, to: Target) -> Response:
    file, text = sent.get("file", Part(b"")), sent.get("text", Part(b""))
    pasted = bool(text.data.strip())
    if pasted == bool(file.filename or file.data):
        wrong = (_BOTH if pasted else _NOTHING, "file")
        return form_page(at, _anew(at, who, to), text=text.text, errors=(wrong,))
    data = text.data if pasted else file.data
    name = PASTED if pasted else plain(file.filename) or "the file"
    if not pasted and _of_a_tool(data):
        return _first_of_tool(at, who, sent, to, Sent(content=data, name=name))
    try:
        stored = to.stored(at, who, data)
    except (FileRejected, ProgrammeRejected) as error:
        found = refused(error, data, name, at.settings.limits)
        return form_page(at, _anew(at, who, to), text=text.text, found=found)
    except Problem as problem:
        if problem.code == "revision_moved":
            return form_page(at, _anew(at, who, to), text=text.text, errors=((_MOVED, ""),))
        if problem.code == "id_changed":
            found = refused(problem.issues, data, name, at.settings.limits)
            return form_page(at, _anew(at, who, to), text=text.text, found=found)
        raise
    return see(stored)


def _of_a_tool(data: bytes) -> bool:
    """Tell whether a file is none of ours, which are JSON; an empty one is."""
    begins = data.removeprefix(_MARK).lstrip()[:1]
    return bool(begins) and begins not in _BEGIN_OF_JSON


def _first_of_tool(at: Services, who: Caller, sent: Upload, to: Target, file: Sent) -> Response:
    """Take a planning tool's file, with answers of an earlier time where they came along."""
    answers = sent.get("mapping", Part(b"")).data
    try:
        mapping = read_answers(answers) if answers.strip() else {}
    except (FileRejected, ProgrammeRejected) as error:
        words = f"The file of answers cannot be used: {plain(error)}"
        return form_page(at, _anew(at, who, to), errors=((words, "mapping"),))
    return _guided(at, who, to, Sent(content=file.content, name=file.name, mapping=mapping))


def _answered(at: Services, who: Caller, sent: Upload, to: Target) -> Response:
    content = unpacked(text_of(sent, "packed"), at.settings.body_bytes)
    found = answered(sent)
    known = Known(said=found.said, wrong=found.wrong, again=found.again)
    file = Sent(
        content=content,
        name=plain(text_of(sent, "name")) or "the file",
        mapping=found.mapping,
        known=known,
        ask=found.unasked,
        store=text_of(sent, "store") == "yes",
    )
    return _guided(at, who, to, file)


def _guided(at: Services, who: Caller, to: Target, file: Sent) -> Response:
    try:
        return guided(at, who, to, file)
    except Problem as problem:
        if problem.code == "revision_moved":
            return form_page(at, _anew(at, who, to), errors=((_MOVED, ""),))
        if problem.code == "id_changed":
            words = "; ".join(plain(issue.message) for issue in problem.issues)
            return form_page(at, _anew(at, who, to), errors=((words, "file"),))
        raise


def _anew(at: Services, who: Caller, to: Target) -> Target:
    """Return the target of a form that is shown again: for the latest revision, with a new key."""
    return target_of(at, who, to.programme)
