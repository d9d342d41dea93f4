"""Making the certificate of an answer, and the hashes in it."""

import hashlib
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import rfc8785
from pydantic import TypeAdapter

from scheduler.answers import Answer
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.interchange.certificate_document import (
    CertifiedClash,
    CertifiedConcession,
    CertifiedLevel,
    CertifiedProgramme,
    CertifiedRules,
    CertifiedSearch,
    CertifiedVersions,
    WrittenCertificate,
)
from scheduler.interchange.programme_json import programme_hash
from scheduler.rules.rule import Concession

CERTIFIED = (
    "outcome",
    "claim",
    "objectives",
    "plan",
    "clashes",
    "recovery_options",
    "baselines",
    "solve",
    "alarms",
)
"""Fields of the answer document that the certificate is made over."""
MEASURED_TIMES = frozenset(("seconds", "first_plan_seconds"))
"""What two runs of the same search may differ in."""

_ADAPTER: TypeAdapter[WrittenCertificate] = TypeAdapter(WrittenCertificate)


def certificate_of(
    answer: Answer, programme: ExpandedProgramme, document: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the certificate of an answer and of its document as written so far."""
    facts = answer.solve
    written = WrittenCertificate(
        programme=CertifiedProgramme(
            id=programme.document.id,
            hash=programme_hash(programme.document),
            durations=programme.document.durations,
            profile=programme.document.profile,
        ),
        versions=CertifiedVersions(
            phased_exit=own_version(), ortools=facts.ortools, python=platform.python_version()
        ),
        search=CertifiedSearch(
            seed=facts.seed,
            workers=facts.workers,
            time_limit_seconds=answer.time_limit_seconds,
            reproducible=facts.reproducible,
            configurations=dict(answer.configurations),
        ),
        rules=tally(programme, answer.concessions, with_plan=answer.plan is not None),
        outcome=answer.outcome,
        claim=None if answer.claim is None else answer.claim.value,
        levels=tuple(
            CertifiedLevel(
                name=level.name,
                value=level.value,
                bound=level.bound,
                tolerance=level.tolerance,
                unit=level.unit,
                proved=level.proved,
                claim=level.claim.value,
            )
            for level in answer.objectives
        ),
        clashes=tuple(
            CertifiedClash(rules=clash.rules, minimal=clash.minimal, proved=clash.proved)
            for clash in answer.clashes
        ),
        alarms=answer.alarms,
        document=hashes_of(document),
        hash="",
    )
    made: dict[str, Any] = _ADAPTER.dump_python(written, mode="json")
    made["hash"] = certificate_hash(made)
    return made


def tally(
    programme: ExpandedProgramme, concessions: Sequence[Concession], *, with_plan: bool
) -> CertifiedRules:
    """Return the rules of a programme, and which of them a plan without violations meets."""
    rules = programme.document.rules
    conceded = {concession.rule for concession in concessions}
    met = tuple(r.id for r in rules if r.id not in conceded) if with_plan else ()
    hard = sum(rule.price is None for rule in rules)
    return CertifiedRules(
        hard=hard,
        soft=len(rules) - hard,
        kinds=dict(sorted(Counter(rule.kind for rule in rules).items())),
        met=met,
        conceded=tuple(
            CertifiedConcession(id=c.rule, shortfall=c.shortfall, points=c.points)
            for c in concessions
        ),
    )


def hashes_of(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the hash of every certified field of an answer document, absent ones as null."""
    return {name: _hash(_without_times(document.get(name))) for name in CERTIFIED}


def certificate_hash(certificate: Mapping[str, Any]) -> str:
    """Return the hash of a certificate over everything in it but that hash."""
    return _hash({name: value for name, value in certificate.items() if name != "hash"})


@cache
def own_version() -> str:
    """Return the version of this program; nothing where it runs without being installed."""
    try:
        return version("phased-exit")
    except PackageNotFoundError:
        return ""


def _hash(value: Any) -> str:  # noqa: ANN401  # any JSON value
    """Return the SHA-256 of a JSON value in canonical form, in hexadecimal. Source: RFC 8785."""
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()


def _without_times(value: Any) -> Any:  # noqa: ANN401  # any JSON value
    """Return a JSON value without the times in its objects, and in those of a list."""
    if isinstance(value, Mapping):
        return {name: entry for name, entry in value.items() if name not in MEASURED_TIMES}
    if isinstance(value, list | tuple):
        return [_without_times(entry) for entry in value]
    return value
