"""What is told about a plan under chance: how likely it is in time, for whom not, and why."""

from collections.abc import Iterator, Mapping
from datetime import date

from scheduler.analysis.risk import EventRisk, FirmUp, RiskAnswer, Share
from scheduler.pictures.cells import Layout
from scheduler.pictures.contents import Cell, Column, Contents, cell
from scheduler.pictures.slip_contents import slip_contents
from scheduler.pictures.wording import counted, short_date

LIKELY, UNLIKELY = 0.9, 0.5
MOST_OF_A_KIND = 4
_DAYS = ("Planned", "P50", "P80", "P90")
RISK_LAYOUTS: Mapping[str, Layout] = {name: {"no_wrap": True} for name in (*_DAYS, "In time")}
MOST_CRITICAL = 10
HARDLY = 0.005
IN_TIME_MEANS = "transferred by the contract end, and accepted in time where a rule says when"
"""What services are that are in time, wherever a probability of that is told."""


def risk_words(answer: RiskAnswer) -> str:
    """Return in a sentence or two how likely the plan is kept."""
    low, high = answer.in_time.interval
    share, runs = percent(answer.in_time.value), counted(answer.samples, "run")
    told = [
        (
            f"In {share} of {runs} all services are {IN_TIME_MEANS} "
            f"(95 % interval {100 * low:.1f} to {100 * high:.1f} %). "
            f"The contract ends on {short_date(answer.contract_end)}."
        )
    ]
    last = answer.last
    told.append(
        f"The last transfer is planned for {short_date(answer.planned_last)}; in half of the runs "
        f"it is made {_by(last.p50, answer)}, in 80 % {_by(last.p80, answer)}, in 90 % "
        f"{_by(last.p90, answer)}."
    )
    if answer.beyond.count:
        told.append(
            f"In {percent(answer.beyond.value)} something is not transferred or accepted by the "
            f"end of the horizon, {short_date(answer.horizon)}; {_counted_as(answer)}."
        )
    if answer.violations:
        told.append(
            f"The plan breaks {counted(answer.violations, 'planning rule')} before anything is "
            "late; see check."
        )
    return " ".join(told)


def risk_contents(answer: RiskAnswer) -> Iterator[Contents]:
    """Yield the tables that have any rows."""
    yield _services(answer)
    if answer.failures:
        yield _failures(answer)
    if answer.firm_up:
        yield _firm_up(answer)
    if any(a.criticality.count for a in answer.activities):
        yield _critical(answer)
    if answer.slips:
        yield slip_contents(answer.slips, answer.replanned)


def percent(share: float) -> str:
    """Return a share in whole percent; hardly ever and almost always are not rounded away."""
    if 0 < share < HARDLY:
        return "under 1 %"
    return "over 99 %" if 1 - HARDLY < share < 1 else f"{100 * share:.0f} %"


def _counted_as(answer: RiskAnswer) -> str:
    """Say which of the runs that go past the horizon are late."""
    undue = [s for s in answer.services if s.acceptance is not None and s.acceptance.due is None]
    if not undue:
        return "such runs count as late"
    # They count as past the horizon, but nothing says by when they had to be accepted.
    return (
        "where this is only the acceptance of a service that no rule sets a last day for "
        f"({counted(len(undue), 'service')}), the run does not count as late for it"
    )


def _day(day: date | None, answer: RiskAnswer) -> str:
    return f"after {short_date(answer.horizon)}" if day is None else short_date(day)


def _by(day: date | None, answer: RiskAnswer) -> str:
    return _day(day, answer) if day is None else f"by {_day(day, answer)}"


def _services(answer: RiskAnswer) -> Contents:
    rows = []
    for service in answer.services:
        name = service.name or service.service
        rows.append((cell(name), *_event(service.transfer, answer)))
        if service.acceptance is not None:
            rows.append((cell("- acceptance"), *_event(service.acceptance, answer)))
    return Contents(
        caption="Transfers: planned, and by when in 50, 80 and 90 of 100 runs",
        columns=(
            Column(heading="Service"),
            *(Column(heading=heading, whole=True) for heading in _DAYS),
            Column(heading="In time", number=True),
        ),
        rows=tuple(rows),
    )


def _event(event: EventRisk, answer: RiskAnswer) -> tuple[Cell, ...]:
    reached = event.reached
    days = (event.planned, reached.p50, reached.p80, reached.p90)
    return (
        *(cell(_day(day, answer)) for day in days),
        cell(None) if event.in_time is None else _chance(event.in_time),
    )


def _chance(share: Share) -> Cell:
    tone = "good" if share.value >= LIKELY else "bad" if share.value < UNLIKELY else "doubtful"
    return cell(percent(share.value), tone)  # type: ignore[arg-type]  # one of the tones


def _failures(answer: RiskAnswer) -> Contents:
    shown = [
        mode
        for kind in dict.fromkeys(mode.kind for mode in answer.failures)
        for mode in [m for m in answer.failures if m.kind == kind][:MOST_OF_A_KIND]
    ]
    more = len(answer.failures) - len(shown)
    return Contents(
        caption="What goes wrong",
        columns=(Column(heading="Runs", number=True), Column(heading="What happens")),
        rows=tuple((cell(percent(mode.share.value), "strong"), cell(mode.words)) for mode in shown),
        note=f"{more} more; --json tells all." if more > 0 else "",
    )


def _firm_up(answer: RiskAnswer) -> Contents:
    return Contents(
        caption="What to know better first",
        columns=(
            Column(heading="Estimate or cause"),
            Column(heading="Explains", number=True),
            Column(heading="In time if as likely", number=True),
        ),
        rows=tuple((_estimate(f), _part(f.explains), _if_likely(f)) for f in answer.firm_up),
        note="Explains: part of the variance of the last transfer, gone once this is known.",
    )


def _estimate(found: FirmUp) -> Cell:
    words = found.name or found.id
    if found.kind == "driver":
        return cell(f"{words} (cause)")
    return cell(f"{words} ({found.id})" if found.name else found.id)


def _part(part: float) -> Cell:
    return cell(percent(part), "strong")


def _if_likely(found: FirmUp) -> Cell:
    if found.in_time_if_likely is None or found.in_time_now is None:
        return cell(None)
    return cell(
        f"{100 * found.in_time_if_likely.value:.1f} %, now {100 * found.in_time_now.value:.1f} %"
    )


def _critical(answer: RiskAnswer) -> Contents:
    found = [a for a in answer.activities if a.criticality.count][:MOST_CRITICAL]
    return Contents(
        caption="What makes the last transfer late",
        columns=(
            Column(heading="Activity"),
            Column(heading="On the chain", number=True),
            Column(heading="Rank correlation", number=True),
        ),
        rows=tuple(
            (
                cell(f"{a.name} ({a.activity})" if a.name else a.activity),
                cell(percent(a.criticality.value), "strong"),
                cell(None if a.sensitivity is None else f"{a.sensitivity:.2f}"),
            )
            for a in found
        ),
    )
