"""Losses and questions in lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from scheduler.exchange.losses import Loss
from scheduler.exchange.mapping.questions import Question

_CODES = {
    "not_read": "not read",
    "not_understood": "not understood",
    "changed": "changed",
    "not_carried": "not carried",
    "missing": "missing",
}


def loss_line(loss: Loss) -> str:
    """Return a loss on one line: what, how often, where first, what became of it."""
    often = f" ({loss.count:,} times)" if loss.count > 1 else ""
    value = f" {loss.value}" if loss.value else ""
    first = "first " if loss.count > 1 else ""
    text = f". {loss.text}" if loss.text else ""
    return f"{_CODES[loss.code]}: {loss.field}{often}, {first}{loss.place}{value}{text}"


def question_lines(questions: Sequence[Question]) -> Iterator[str]:
    """Yield each question with where its answer stands and what it may be."""
    for question in questions:
        yield f"{question.path}: {question.text}"
        for choice in question.choices:
            answer = json.dumps(choice.answer, ensure_ascii=False)
            yield f"    {answer}  {choice.words}"
