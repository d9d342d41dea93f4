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
HOW = "How the search ran: versions, seed, workers and parameters are as the certificate tells."


def rules_met(programme: ExpandedProgramme) -> str:
    """Return that hard rules are met, and how many were looked at."""
    count = len(programme.document.rules)
    return f"Every hard planning rule is met: {count:,} checked, by dates alone."


def verified_of(
    certificate: WrittenCertificate, programme: ExpandedProgramme | None
) -> tuple[str, ...]:
    """Return what was verified of a certificate with which nothing is wrong."""
    whole = "The certificate is whole, and this document is the one it was made for."
    if programme is None:
        return (whole,)
    about, levels = certificate.programme, len(certificate.levels)
    with_levels = "" if about.profile is None else f", with the levels of {about.profile}"
    planned = f"The programme is the one planned, on {about.durations} durations{with_levels}"
    met, conceded = len(certificate.rules.met), len(certificate.rules.conceded)
    listed = f"Every rule listed is one of the programme: {met:,} met, {conceded:,} conceded."
    return (
        whole,
        f"{planned} (SHA-256 {about.hash}).",
        listed,
        f"The values of its {levels} objective levels, measured anew.",
    )


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


def _named(levels: Sequence[CertifiedLevel]) -> str:
    return ", ".join(
        level.name.replace("_", " ")
        + ("" if level.bound is None else f" ({level.value}, bound {level.bound})")
        for level in levels
    )
