"""What the database holds, in the words of `/metrics`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api.store.figures import Figures
from api.store.finished import Ended
from api.store.tables import ASKED_FOR

NO_OUTCOME = "none"
REFUSED = frozenset({"unsound_plan", "objective_mismatch"})
"""Failure codes of plans whose solver was refuted by the independent check."""
BUCKETS = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600)
"""Seconds."""
GAPS = (0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1)
"""Shares of 1."""
OUTCOMES = ("plan", "infeasible", "undecided", "breaks_rules", NO_OUTCOME)


@dataclass(frozen=True, slots=True)
class Stored:
    """One look at the database."""

    figures: Figures
    ended: Sequence[Ended]
    gaps: Sequence[float]
    """Of plans finished in the last hour, as shares of 1."""


def stored_figures(stored: Stored | None, open_streams: int) -> CollectorRegistry:
    """Return the figures of the moment; without a database only that it is away."""
    registry = CollectorRegistry()
    registry.register(_Moment(stored, open_streams))
    return registry


class _Moment(Collector):
    def __init__(self, stored: Stored | None, open_streams: int) -> None:
        self._stored = stored
        self._open_streams = open_streams

    def collect(self) -> Iterator[Metric]:
        yield _gauge("open_streams", "Event streams open in this process.", self._open_streams)
        yield _gauge("database_up", "Whether the database answers.", int(self._stored is not None))
        if self._stored is not None:
            yield from _of_store(self._stored.figures)
            yield from _of_ends(self._stored.ended)
            yield _of_gaps(self._stored.gaps)


def _of_store(figures: Figures) -> Iterator[Metric]:
    for kind, counted in (("plans", figures.plans), ("analyses", figures.analyses)):
        by_state = GaugeMetricFamily(
            f"phased_exit_{kind}", f"{kind.capitalize()} by state.", labels=["state"]
        )
        for state, number in counted.items():
            by_state.add_metric([state], number)
        yield by_state
    yield _gauge("programmes", "Programmes stored.", figures.programmes)
    yield _gauge("revisions", "Revisions of programmes stored.", figures.revisions)
    yield _gauge("checked_plans", "Checked plans stored, best and earlier.", figures.incumbents)
    yield _gauge(
        "oldest_wait_seconds",
        "Wait of the oldest queued plan or analysis.",
        figures.oldest_wait_ms / 1000,
    )
    yield _gauge(
        "orders_unsent", "Plans and analyses not yet handed to the job engine.", figures.unsent
    )
    yield _gauge("workers_alive", "Workers that gave a sign of life lately.", figures.workers)
    yield _gauge("queue_length", "Plans and analyses that wait.", figures.waiting)
    yield _by("attempts", "Attempts of workers at plans and analyses.", "ending", figures.attempts)
    yield _by("webhook_deliveries", "What webhooks are told.", "state", figures.deliveries)
    yield _spread("waited", "Wait in the queue", [(j.kind, j.waited_ms) for j in figures.lately])
    yield _spread("worked", "Work, all attempts", [(j.kind, j.worked_ms) for j in figures.lately])


def _by(name: str, meaning: str, label: str, counted: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(f"phased_exit_{name}", meaning, labels=[label])
    for value, number in counted.items():
        family.add_metric([value], number)
    return family


def _spread(name: str, meaning: str, measured: Sequence[tuple[str, int]]) -> Metric:
    """Return how jobs of the last hour are spread: gauges by bucket, as they go down again.

    `histogram_quantile(0.9, phased_exit_waited_lately_seconds_bucket)` needs no rate.
    """
    family = GaugeMetricFamily(
        f"phased_exit_{name}_lately_seconds_bucket",
        f"{meaning}, of jobs asked for in the last hour that have ended.",
        labels=["kind", "le"],
    )
    for kind in ASKED_FOR:
        seconds = [ms / 1000 for each, ms in measured if each == kind]
        for bound in BUCKETS:
            family.add_metric([kind, f"{bound:g}"], sum(s <= bound for s in seconds))
        family.add_metric([kind, "+Inf"], len(seconds))
    return family


def _of_gaps(gaps: Sequence[float]) -> Metric:
    family = GaugeMetricFamily(
        "phased_exit_gap_lately_bucket",
        "Gap of plans finished in the last hour: of the first level not proved, a share of 1.",
        labels=["le"],
    )
    for bound in GAPS:
        family.add_metric([f"{bound:g}"], sum(gap <= bound for gap in gaps))
    family.add_metric(["+Inf"], len(gaps))
    return family


def _of_ends(ended: Sequence[Ended]) -> Iterator[Metric]:
    outcomes: Counter[str] = Counter(dict.fromkeys(OUTCOMES, 0))
    refused = 0
    for alike in ended:
        outcomes[alike.outcome if alike.outcome in OUTCOMES else NO_OUTCOME] += alike.number
        refused += alike.number if alike.failure_code in REFUSED else 0
    by_outcome = GaugeMetricFamily(
        "phased_exit_plans_finished",
        "Final plans by the outcome of their answer.",
        labels=["outcome"],
    )
    for outcome, number in outcomes.items():
        by_outcome.add_metric([outcome], number)
    yield by_outcome
    yield _gauge(
        "plans_refused_by_checker", "Plans failed because the solver was refuted.", refused
    )


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(f"phased_exit_{name}", meaning, value=value)
