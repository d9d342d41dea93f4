"""The check of the certificate of an answer without a plan, with no solver and no network.

That no plan exists is beyond it. What it is said of can be looked at: the programme, the rules of
each clash and their words, and whether claims agree with one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scheduler.answers import Claim
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.interchange.certificate import tally
from scheduler.interchange.certificate_check import (
    ReadCertificate,
    difference,
    listed,
    of_counts,
    of_document,
    own_hash,
)
from scheduler.interchange.certificate_document import CertifiedClash, WrittenCertificate
from scheduler.rules.conditional import statement_of
from scheduler.rules.rule import Violation

WITHOUT_PLAN = ("infeasible", "undecided")
_CLAIMS_OF_NONE = {Claim.BOUND.value, Claim.CONFIRMED.value}


def holds_no_plan(document: Mapping[str, Any]) -> bool:
    """Tell whether a document is an answer with a certificate and without a plan."""
    return (
        document.get("plan") is None
        and document.get("outcome") in WITHOUT_PLAN
        and document.get("certificate") is not None
    )


def differences_without_plan(
    document: Mapping[str, Any], read: ReadCertificate, programme: ExpandedProgramme | None
) -> list[Violation]:
    """Return item by item what a certificate says otherwise than it is.

    `programme` is the one it is about, where that is at hand.
    """
    if read.written is None:
        return [difference("the certificate", read.problem, "a certificate")]
    certificate = read.written
    found = [
        *own_hash(read.said),
        *of_document(document, certificate),
        *_of_claims(certificate),
        *_of_clashes(certificate.clashes, document.get("clashes")),
    ]
    if programme is not None:
        found += _of_rules(certificate, programme)
        found += _of_words(document.get("clashes"), programme)
    return found


def _of_claims(certificate: WrittenCertificate) -> Iterator[Violation]:
    """Compare claims with one another: nothing is claimed of what there is not."""
    claim, outcome = certificate.claim, certificate.outcome
    if outcome == "infeasible" and claim not in _CLAIMS_OF_NONE:
        yield difference("claim of the whole", claim, "a claim that no plan exists")
    if outcome == "undecided":
        if claim is not None:
            yield difference("claim of the whole", claim, None)
        for place, clash in enumerate(certificate.clashes, start=1):
            if clash.proved:
                yield difference(f"clash {place}: proved", clash.proved, "undecided")
    if certificate.levels:
        yield difference("objective levels", len(certificate.levels), "none without a plan")
    rules = certificate.rules
    for what, named in (("met", rules.met), ("conceded", rules.conceded)):
        if named:
            yield difference(f"planning rules {what}", len(named), "none without a plan")


def _of_clashes(clashes: Sequence[CertifiedClash], told: object) -> Iterator[Violation]:
    """Compare clashes with those of the document, and with one another."""
    around = [entry for entry in listed(told) if isinstance(entry, Mapping)]
    if len(around) != len(clashes):
        yield difference("clashes", len(clashes), len(around))
    for place, (clash, entry) in enumerate(zip(clashes, around, strict=False), start=1):
        for field in ("rules", "minimal", "proved"):
            said = getattr(clash, field)
            said = list(said) if isinstance(said, tuple) else said
            if said != entry.get(field):
                yield difference(f"clash {place}: {field}", said, entry.get(field))
        if clash.proved and entry.get("alarms"):
            yield difference(f"clash {place}: proved", clash.proved, "answers disagree on it")
    for place, clash in enumerate(clashes, start=1):
        if len(set(clash.rules)) < max(1, len(clash.rules)):
            yield difference(f"clash {place}: rules", clash.rules, "each named once")
        smaller = any(set(other.rules) < set(clash.rules) for other in clashes)
        if clash.minimal and smaller:
            yield difference(
                f"clash {place}: minimal", clash.minimal, "another clash is part of it"
            )


def _of_rules(certificate: WrittenCertificate, programme: ExpandedProgramme) -> Iterator[Violation]:
    """Look for every rule of a clash in the programme; only hard ones clash."""
    yield from of_counts(certificate.rules, tally(programme, (), with_plan=False))
    rules = {rule.id: rule for rule in programme.document.rules}
    for place, clash in enumerate(certificate.clashes, start=1):
        for name in clash.rules:
            rule = rules.get(name)
            if rule is None:
                what = f"clash {place}: planning rule {name}"
                yield difference(what, "clashes", "no rule of the programme")
            elif rule.price is not None:
                what = f"clash {place}: planning rule {name}"
                yield difference(what, "clashes", "soft, so that it clashes with nothing")


def _of_words(told: object, programme: ExpandedProgramme) -> Iterator[Violation]:
    """Say anew what each rule of a clash asks for, and what it rests on."""
    rules = {rule.id: rule for rule in programme.document.rules}
    for place, clash in enumerate(listed(told), start=1):
        if not isinstance(clash, Mapping):
            continue
        known = [rules[name] for name in listed(clash.get("rules")) if name in rules]
        due = [statement_of(rule, programme) for rule in known]
        if listed(clash.get("statements")) != due:
            said = f"clash {place}: statements"
            yield difference(said, clash.get("statements"), due)
        bases = [rule.basis for rule in known]
        if "bases" in clash and listed(clash["bases"]) != bases:
            yield difference(f"clash {place}: bases", clash["bases"], bases)
