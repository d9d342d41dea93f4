"""What a check says of a certificate: what was verified, and what was not."""

from collections.abc import Sequence

from scheduler.answers import Claim
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.interchange.certificate_document import CertifiedLevel, WrittenCertificate

CLAIMED_BY = {
    Claim.BOUND.value: "claimed by one configuration of {}",
    Claim.CONFIRMED.value: "claimed by one configuration of {} and confirmed by a second",
}
NOTHING_CLAIMED = "That nothing better exists: the file has no certificate, and nothing is claimed."
OTHER_VERSION = "Values and rules of the certificate: it is about another version of the programme."
OTHER_CLASHES = (
    "Clashes and rules of the certificate: it is about another version of the programme."
)
WHOLE = "The certificate is whole, and this document is the one it was made for."
HOW = "How the search ran: versions, seed, workers and parameters are as the certificate tells."


def rules_met(programme: ExpandedProgramme) -> str:
    """Return that hard rules are met, and how many were looked at."""
    count = len(programme.document.rules)
    return f"Every hard planning rule is met: {count:,} checked, by dates alone."


def verified_of(
    certificate: WrittenCertificate, programme: ExpandedProgramme | None
) -> tuple[str, ...]:
    """Return what was verified of a certificate with which nothing is wrong."""
    if programme is None:
        return (WHOLE,)
    levels = len(certificate.levels)
    met, conceded = len(certificate.rules.met), len(certificate.rules.conceded)
    listed = f"Every rule listed is one of the programme: {met:,} met, {conceded:,} conceded."
    return (
        WHOLE,
        _planned(certificate),
        listed,
        f"The values of its {levels} objective levels, measured anew.",
    )


def verified_without_plan(
    certificate: WrittenCertificate, programme: ExpandedProgramme | None
) -> tuple[str, ...]:
    """Return what was verified of the certificate of an answer without a plan."""
    if programme is None:
        return (WHOLE,)
    count = len(certificate.clashes)
    rules = len({name for clash in certificate.clashes for name in clash.rules})
    made = (WHOLE, _planned(certificate))
    if not count:
        return made
    clashes = "the clash" if count == 1 else f"{count:,} clashes"
    words = (
        f"Every rule of {clashes} is one of the programme, in its own words: {rules:,} looked at."
    )
    return (*made, words)


def not_verified_without_plan(
    certificate: WrittenCertificate, programme: ExpandedProgramme | None
) -> tuple[str, ...]:
    """Return what no check without a solver can verify where there is no plan."""
    solver = f"CP-SAT {certificate.versions.ortools}".strip()
    made = [] if programme is not None else [OTHER_CLASHES]
    by = CLAIMED_BY.get(certificate.claim or "")
    if certificate.outcome == "infeasible" and by is not None:
        made.append(f"That no plan exists: {by.format(solver)}. Without a solver nothing shows it.")
    else:
        made.append("Whether a plan exists: nothing is claimed of it.")
    for proved, claim in ((True, "proved again by a second solve"), (False, "likely, not proved")):
        places = [n for n, c in enumerate(certificate.clashes, start=1) if c.proved is proved]
        if places:
            numbers = ", ".join(map(str, places))
            made.append(f"That no plan meets the rules of clash {numbers}: {claim}, says {solver}.")
    minimal = [n for n, c in enumerate(certificate.clashes, start=1) if c.minimal]
    if minimal:
        numbers = ", ".join(map(str, minimal))
        made.append(f"That no rule can be left out of clash {numbers}: claimed by {solver}.")
    return (*made, HOW)


def not_verified_of(
    certificate: WrittenCertificate, programme: ExpandedProgramme | None
) -> tuple[str, ...]:
    """Return what no check by dates can verify, with who claims it."""
    solver = f"CP-SAT {certificate.versions.ortools}".strip()
    made = [] if programme is not None else [OTHER_VERSION]
    for claim, words in CLAIMED_BY.items():
        levels = [level for level in certificate.levels if level.claim == claim]
        if levels:
            made.append(f"That nothing better exists: {words.format(solver)} for {_named(levels)}.")
    unproved = [level for level in certificate.levels if not level.proved]
    if unproved:
        made.append(f"Whether something better exists: nothing is claimed of {_named(unproved)}.")
    return (*made, HOW)


def _planned(certificate: WrittenCertificate) -> str:
    about = certificate.programme
    with_levels = "" if about.profile is None else f", with the levels of {about.profile}"
    planned = f"The programme is the one planned, on {about.durations} durations{with_levels}"
    return f"{planned} (SHA-256 {about.hash})."


def _named(levels: Sequence[CertifiedLevel]) -> str:
    return ", ".join(
        level.name.replace("_", " ")
        + ("" if level.bound is None else f" ({level.value}, bound {level.bound})")
        for level in levels
    )
