"""The check of a certificate: all that it says but the bounds, with no solver and no network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from scheduler.answers import Claim
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.expansion.expand import expand
from scheduler.interchange.certificate import certificate_hash, hashes_of, tally
from scheduler.interchange.certificate_document import (
    CertifiedLevel,
    CertifiedRules,
    WrittenCertificate,
)
from scheduler.interchange.programme_json import programme_hash
from scheduler.objectives import term_of
from scheduler.rules.rule import Violation
from scheduler.verification.verify import Verdict

CERTIFICATE = "certificate"
STATEMENT = "What the certificate says is so of this document, this programme and these dates."

_ADAPTER: TypeAdapter[WrittenCertificate] = TypeAdapter(WrittenCertificate)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCertificate:
    """A certificate as read, or what is wrong with its shape."""

    written: WrittenCertificate | None
    said: Mapping[str, Any]
    """The object as it stands in the file."""
    problem: str = ""


def read_certificate(document: Mapping[str, Any]) -> ReadCertificate | None:
    """Return the certificate of an answer document, or nothing where it has none."""
    said = document.get("certificate")
    if said is None:
        return None
    if not isinstance(said, Mapping):
        return ReadCertificate(written=None, said={}, problem="it is no object")
    try:
        written = _ADAPTER.validate_python(said, strict=False)
    except ValidationError as error:
        first = error.errors()[0]
        where = "/".join(map(str, first["loc"]))
        return ReadCertificate(written=None, said=said, problem=f"{where}: {first['msg']}")
    return ReadCertificate(written=written, said=said)


def as_certified(
    programme: ExpandedProgramme, certificate: WrittenCertificate
) -> ExpandedProgramme | None:
    """Return the programme that a certificate is about: this one, on the durations and with the
    levels it names; nothing when that is another version.
    """
    about = certificate.programme
    if programme_hash(programme.document) == about.hash:
        return programme
    named = replace(programme.document, durations=about.durations, profile=about.profile)
    other = expand(named)
    return other if programme_hash(other.document) == about.hash else None


def differences(
    document: Mapping[str, Any],
    read: ReadCertificate,
    programme: ExpandedProgramme | None,
    plan: Plan,
    verdict: Verdict,
) -> list[Violation]:
    """Return item by item what a certificate says otherwise than it is.

    `programme` is the one it is about, where that is at hand: rules and values of another version
    cannot be looked at.
    """
    if read.written is None:
        return [difference("the certificate", read.problem, "a certificate")]
    certificate = read.written
    found = [
        *own_hash(read.said),
        *of_document(document, certificate),
        *_of_claims(certificate),
    ]
    if programme is not None:
        found += _of_rules(certificate, programme, verdict)
        found += _of_values(certificate, programme, plan)
    return found


def own_hash(said: Mapping[str, Any]) -> Iterator[Violation]:
    """Compare the hash of a certificate with that of what it says."""
    due = certificate_hash(said)
    if said["hash"] != due:
        yield difference("hash of the certificate", said["hash"], due)


def of_document(
    document: Mapping[str, Any], certificate: WrittenCertificate
) -> Iterator[Violation]:
    """Compare with the document around it, what both say and the hashes of its fields."""
    plan = document.get("plan")
    solve = document.get("solve")
    plan = plan if isinstance(plan, Mapping) else {}
    solve = solve if isinstance(solve, Mapping) else {}
    if plan:
        about = certificate.programme.hash
        if about != plan.get("programme_hash"):
            yield difference("programme hash", about, plan.get("programme_hash"))
    for what, said, around in (
        ("outcome", certificate.outcome, document.get("outcome")),
        ("claim", certificate.claim, document.get("claim")),
        ("profile", certificate.programme.profile, solve.get("profile")),
        ("seed", certificate.search.seed, solve.get("seed")),
        ("workers", certificate.search.workers, solve.get("workers")),
        ("reproducible", certificate.search.reproducible, solve.get("reproducible")),
        ("version of ortools", certificate.versions.ortools, solve.get("ortools")),
        ("alarms", list(certificate.alarms), document.get("alarms")),
    ):
        if said != around:
            yield difference(what, said, around)
    yield from _of_levels(certificate.levels, document.get("objectives"))
    for name, due in hashes_of(document).items():
        said = certificate.document.get(name)
        if said != due:
            yield difference(f"hash of {name} in the document", said, due)


def _of_levels(levels: Sequence[CertifiedLevel], objectives: object) -> Iterator[Violation]:
    told = [entry for entry in listed(objectives) if isinstance(entry, Mapping)]
    if len(told) != len(levels):
        yield difference("objective levels", len(levels), len(told))
    for level, entry in zip(levels, told, strict=False):
        for field in ("name", "value", "bound", "tolerance", "unit", "proved", "claim"):
            said = getattr(level, field)
            if said != entry.get(field):
                yield difference(f"{level.name}: {field}", said, entry.get(field))


def _of_claims(certificate: WrittenCertificate) -> Iterator[Violation]:
    """Compare claims with one another: no more is claimed than the bounds bear."""
    for level in certificate.levels:
        within = level.bound is not None and abs(level.value - level.bound) <= level.tolerance
        if level.proved and not within:
            yield difference(f"{level.name}: proved", level.proved, within)
        if (level.claim == Claim.FEASIBLE.value) is level.proved:
            due = "a claim on a bound" if level.proved else Claim.FEASIBLE.value
            yield difference(f"{level.name}: claim", level.claim, due)
    if certificate.outcome != "plan":
        yield difference("outcome", certificate.outcome, "plan")
    else:
        order = [claim.value for claim in Claim]
        proved = [order.index(level.claim) for level in certificate.levels if level.proved]
        due = order[min(proved, default=0)]
        if certificate.claim != due:
            yield difference("claim of the whole", certificate.claim, due)


def _of_rules(
    certificate: WrittenCertificate, programme: ExpandedProgramme, verdict: Verdict
) -> Iterator[Violation]:
    """Look for every rule listed in the programme, and at what the dates make of it."""
    due = tally(programme, verdict.concessions, with_plan=True)
    said, rules = certificate.rules, {rule.id for rule in programme.document.rules}
    broken = {violation.rule for violation in verdict.violations}
    for name in dict.fromkeys((*said.met, *(c.id for c in said.conceded))):
        if name not in rules:
            yield difference(f"planning rule {name}", "checked", "no rule of the programme")
    met = set(due.met) - broken
    for name in sorted((set(said.met) - met) & rules):
        yield difference(f"planning rule {name}", "met", "not met")
    for name in sorted(met - set(said.met)):
        yield difference(f"planning rule {name}", "not listed", "met")
    if sorted(said.met) != sorted(set(said.met)):
        yield difference("planning rules met", "some listed twice", "each listed once")
    told = {c.id: (c.shortfall, c.points) for c in said.conceded}
    for c in due.conceded:
        if told.pop(c.id, None) != (c.shortfall, c.points):
            yield difference(f"concession {c.id}", "another", f"{c.shortfall}, {c.points} points")
    for name in told.keys() & rules:
        yield difference(f"concession {name}", "conceded", "met")
    yield from of_counts(said, due)


def of_counts(said: CertifiedRules, due: CertifiedRules) -> Iterator[Violation]:
    """Compare how many rules of each sort there are."""
    for what, here, there in (
        ("hard planning rules", said.hard, due.hard),
        ("soft planning rules", said.soft, due.soft),
        ("planning rules by kind", said.kinds, due.kinds),
    ):
        if here != there:
            yield difference(what, here, there)


def _of_values(
    certificate: WrittenCertificate, programme: ExpandedProgramme, plan: Plan
) -> Iterator[Violation]:
    """Measure every level anew."""
    levels = programme.document.objectives
    named = [level.name for level in certificate.levels]
    if named != [level.key for level in levels]:
        keys = ", ".join(level.key for level in levels)
        yield difference("objective levels", ", ".join(named), keys)
        return
    for said, level in zip(certificate.levels, levels, strict=True):
        term = term_of(level)
        value = term.measure(programme, plan)
        if said.value != value:
            yield difference(f"{said.name}: value", said.value, f"{value}, measured anew")
        if (said.tolerance, said.unit) != (level.tolerance, term.unit):
            theirs, ours = f"{said.tolerance} {said.unit}", f"{level.tolerance} {term.unit}"
            yield difference(f"{said.name}: tolerance and unit", theirs, ours)
        if said.bound is not None and term.sign * (value - said.bound) < 0:
            yield difference(f"{said.name}: bound", said.bound, f"{value}, which is better")


def listed(value: object) -> list[object]:
    """Return a list, or an empty one for what is none."""
    return value if isinstance(value, list) else []


def difference(what: str, said: object, found: object) -> Violation:
    """Return that a certificate says something and what is so instead."""
    return Violation(
        rule=CERTIFICATE,
        kind=CERTIFICATE,
        statement=STATEMENT,
        activities=(),
        measured=f"{what}: {_shown(said)}",
        allowed=_shown(found),
    )


def _shown(value: object) -> str:
    match value:
        case Mapping():
            return ", ".join(f"{key} {item}" for key, item in value.items()) or "none"
        case list() | tuple():
            return "; ".join(map(str, value)) or "none"
        case _:
            return "none" if value is None else str(value)
