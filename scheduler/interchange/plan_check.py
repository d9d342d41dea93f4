"""The independent check of a plan file, as the command line and the service answer it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.limits import DEFAULT_LIMITS, Limits
from scheduler.interchange.certificate_check import (
    ReadCertificate,
    as_certified,
    differences,
    read_certificate,
)
from scheduler.interchange.certificate_of_none import differences_without_plan, holds_no_plan
from scheduler.interchange.certificate_words import (
    NOTHING_CLAIMED,
    not_verified_of,
    not_verified_without_plan,
    rules_met,
    verified_of,
    verified_without_plan,
)
from scheduler.interchange.json_text import read_json
from scheduler.interchange.plan_json import disagreements, read_plan
from scheduler.rules.rule import Concession, Violation
from scheduler.verification.verify import verify

OTHER_PROGRAMME = "the plan was made for another version of the programme than this one"
OTHER_PROGRAMME_OF_NONE = "the answer is about another version of the programme than this one"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCheck:
    """What the check found."""

    violations: tuple[Violation, ...]
    """Breaches of hard rules, after what the file says against its own dates and certificate."""
    concessions: tuple[Concession, ...]
    notices: tuple[str, ...]
    verified: tuple[str, ...]
    """What was looked at and is so, in sentences; nothing where anything is not."""
    not_verified: tuple[str, ...]
    """What no check without a solver can say, and who claims it."""
    alarms: tuple[str, ...]
    """What answers of the solver disagreed on, as the file tells."""

    def to_jsonable(self) -> dict[str, Any]:
        """Return the answer of `check --json` as plain JSON values."""
        return {
            "ok": not self.violations,
            "violations": [asdict(violation) for violation in self.violations],
            "concessions": [asdict(concession) for concession in self.concessions],
            "notices": list(self.notices),
            "verified": list(self.verified),
            "not_verified": list(self.not_verified),
            "alarms": list(self.alarms),
        }


def check_plan(
    programme: ExpandedProgramme, data: bytes, limits: Limits = DEFAULT_LIMITS
) -> PlanCheck:
    """Return what is wrong with the plan that a file holds, and with its certificate.

    A certificate names durations and a profile: where the programme with those is the one planned,
    that is the one checked against. Of an answer without a plan the certificate alone is checked.
    Raises: FileRejected when the file is no JSON; PlanRejected with every shape problem.
    """
    document = _document(data, limits)
    certificate = read_certificate(document)
    written = None if certificate is None else certificate.written
    planned = None if written is None else as_certified(programme, written)
    checked = planned or programme
    if certificate is not None and holds_no_plan(document):
        return _check_of_none(document, certificate, planned)
    read = read_plan(data, checked, limits)
    verdict = verify(checked, read.plan)
    violations = [*disagreements(checked, read), *verdict.violations]
    if certificate is not None:
        violations += differences(document, certificate, planned, read.plan, verdict)
    verified: tuple[str, ...] = ()
    if not violations:
        verified = (rules_met(checked), *(() if written is None else verified_of(written, planned)))
    return PlanCheck(
        violations=tuple(violations),
        concessions=verdict.concessions,
        notices=(OTHER_PROGRAMME,) if read.other_programme else (),
        verified=verified,
        not_verified=(NOTHING_CLAIMED,) if written is None else not_verified_of(written, planned),
        alarms=_alarms(document),
    )


def _check_of_none(
    document: Mapping[str, Any], certificate: ReadCertificate, planned: ExpandedProgramme | None
) -> PlanCheck:
    """Return what is wrong with the certificate of an answer without a plan."""
    written = certificate.written
    found = tuple(differences_without_plan(document, certificate, planned))
    other_programme = written is not None and planned is None
    return PlanCheck(
        violations=found,
        concessions=(),
        notices=(OTHER_PROGRAMME_OF_NONE,) if other_programme else (),
        verified=() if found or written is None else verified_without_plan(written, planned),
        not_verified=() if written is None else not_verified_without_plan(written, planned),
        alarms=_alarms(document),
    )


def _document(data: bytes, limits: Limits) -> Mapping[str, Any]:
    """Return the object a file holds; what is no object is refused as a plan."""
    value: object = json.loads(json.dumps(read_json(data, limits).value))
    return value if isinstance(value, dict) else {}


def _alarms(document: Mapping[str, Any]) -> tuple[str, ...]:
    said = document.get("alarms")
    return tuple(map(str, said)) if isinstance(said, list) else ()
