"""Recovery options as documents, and the patch that applies one to its programme."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter

from scheduler.answers import Change, Recovery, RecoveryOption
from scheduler.domain.adjustments import Adjustment
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.programme import Programme
from scheduler.errors import FileRejected
from scheduler.expansion.adjustments import adjusted
from scheduler.interchange.json_patch import apply_patch
from scheduler.interchange.json_text import JsonValue, read_json
from scheduler.interchange.plan_json import plan_to_jsonable
from scheduler.verification.verify import verify

_ADJUSTMENT: TypeAdapter[Adjustment] = TypeAdapter(Adjustment)


def recovery_to_jsonable(
    recovery: Recovery, document: Programme, programme: ExpandedProgramme
) -> dict[str, Any]:
    """Return the fields that recovery adds to an answer; `document` is the programme as written."""
    return {
        "recovery_options": [
            option_to_jsonable(option, document, programme) for option in recovery.options
        ],
        "recovery": {
            "complete": recovery.complete,
            "at_least": recovery.at_least,
            "asked": recovery.asked,
            "seconds": round(recovery.seconds, 2),
        },
    }


def option_to_jsonable(
    option: RecoveryOption, document: Programme, programme: ExpandedProgramme
) -> dict[str, Any]:
    """Return one option, with its plan and the JSON Patch that adds it to the programme."""
    after = adjusted(programme, option.adjustments)
    concessions = verify(after, option.plan).concessions
    return {
        "changes": [_change(change) for change in option.changes],
        "price": option.price,
        "contract_points": option.contract_points,
        "checked": option.checked,
        "cheapest_proved": option.cheapest_proved,
        "irreducible_proved": option.irreducible_proved,
        "patch": patch_of(option, document),
        "plan": plan_to_jsonable(after, option.plan, concessions),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "from": change.before,
        "to": change.after,
        "owner": change.owner,
        "price": change.price,
        "basis": change.basis,
        "words": change.words,
        "adjustments": [written(adjustment) for adjustment in change.adjustments],
    }


def written(adjustment: Adjustment) -> dict[str, Any]:
    """Return an adjustment as it stands in a programme file, defaults left out."""
    made: dict[str, Any] = _ADJUSTMENT.dump_python(adjustment, mode="json", exclude_defaults=True)
    return {"id": adjustment.id, "kind": adjustment.kind, **made}


def patch_of(option: RecoveryOption, document: Programme) -> list[dict[str, Any]]:
    """Return the operations that add an option's adjustments to the programme as written."""
    return patch_adding(
        [written(adjustment) for adjustment in option.adjustments],
        has_some=bool(document.adjustments),
    )


def patch_adding(adjustments: list[Any], *, has_some: bool) -> list[dict[str, Any]]:
    """Return the operations that add adjustments, to others where the document has some."""
    if has_some:
        return [{"op": "add", "path": "/adjustments/-", "value": each} for each in adjustments]
    return [{"op": "add", "path": "/adjustments", "value": adjustments}]


def with_option(programme: bytes, answer: bytes, number: int) -> JsonValue:
    """Return the document of a programme file with an option of an answer file added, from 1.

    Raises FileRejected when the answer has no such option; what is wrong with the adjustments is
    found when the programme is read.
    """
    document = read_json(programme).value
    adjustments = list(_adjustments_in(read_json(answer).value, number))
    has_some = isinstance(document, dict) and isinstance(document.get("adjustments"), list)
    return apply_patch(document, patch_adding(adjustments, has_some=has_some))  # type: ignore[arg-type]  # plain JSON


def _adjustments_in(answer: JsonValue, number: int) -> Iterator[JsonValue]:
    options = answer.get("recovery_options") if isinstance(answer, Mapping) else None
    if not isinstance(options, list):
        message = "the answer has no recovery options; it is made by explain --json"
        raise FileRejected(message)
    if not 1 <= number <= len(options):
        message = f"there is no recovery option {number}; there are {len(options)}"
        raise FileRejected(message)
    option = options[number - 1]
    changes = option.get("changes") if isinstance(option, Mapping) else None
    for change in changes if isinstance(changes, list) else ():
        found = change.get("adjustments") if isinstance(change, Mapping) else None
        yield from found if isinstance(found, list) else ()
