"""Questions and replies as an analysis and its shares exchange them, in the store."""

import json

from pydantic import TypeAdapter

from api.store.records import digest_of, to_json
from scheduler.asking.question import MOST_PROGRAMMES, Question, Reply
from scheduler.asking.wire import (
    question_from_message,
    question_to_message,
    reply_from_message,
    reply_to_message,
)
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.programme import Programme
from scheduler.interchange.programme_json import in_full

_PROGRAMME: TypeAdapter[Programme] = TypeAdapter(Programme)


def asked_text(question: Question, of: ExpandedProgramme) -> str:
    """Return a question as JSON, with its programme where that is not the analysed one."""
    said = to_json(question_to_message(question))
    if question.programme is of:
        return f'{{"question":{said}}}'
    programme = in_full(question.programme.document).decode()
    return f'{{"question":{said},"hash":"{digest_of(programme)}","programme":{programme}}}'


def reply_text(number: int, reply: Reply) -> str:
    """Return the reply to a numbered question as JSON."""
    return to_json(reply_to_message(number, reply))


def reply_in(text: str) -> Reply:
    """Return the reply that `reply_text` wrote."""
    return reply_from_message(json.loads(text))


class Programmes:
    """The programmes that questions are about: one object each, so that its model is built once."""

    def __init__(self, analysed: ExpandedProgramme) -> None:
        """Know the one that the analysis is of."""
        self._analysed = analysed
        self._others: dict[str, ExpandedProgramme] = {}

    def question_in(self, text: str) -> Question:
        """Return the question that `asked_text` wrote."""
        said = json.loads(text)
        return question_from_message(said["question"], self._of(said))

    def _of(self, said: dict[str, object]) -> ExpandedProgramme:
        if "programme" not in said:
            return self._analysed
        name = str(said["hash"])
        if name not in self._others:
            document = _PROGRAMME.validate_python(said["programme"], strict=False)
            self._others[name] = ExpandedProgramme(document)
            for old in list(self._others)[:-MOST_PROGRAMMES]:
                del self._others[old]
        return self._others[name]
