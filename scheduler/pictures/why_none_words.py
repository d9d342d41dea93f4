"""What is said of the clashes of a programme without a plan as a whole."""

from collections.abc import Iterator, Mapping
from typing import Any


def why_none_words(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield sentences: whether all clashes are told, and what must not be overlooked."""
    if document["outcome"] == "undecided":
        yield "Whether there is a plan was not found within the limit."
        return
    clashes = document["clashes"]
    if clashes and document["complete"]:
        yield "There are no other clashes."
    elif clashes and document["none_apart"]:
        yield "Every other clash shares a planning rule with one of these."
    elif clashes:
        yield "There may be further clashes."
    for alarm in document["alarms"]:
        yield f"ALARM: {alarm}"
