"""What the service counts, for Prometheus."""

from functools import partial

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from firstline.domain.decisions import Decision, replies_of
from firstline.journal.entries import JournalEntry, Outcome

# Around the budget of 20 ms; an encoder pass of a long message takes 60 ms.
LATENCY_BUCKETS_S = (0.002, 0.004, 0.006, 0.008, 0.010, 0.015, 0.020, 0.030, 0.050, 0.1, 0.25, 1.0)


class Metrics:
    """Counters of one service; each has its own registry, so two may live in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        counter = partial(Counter, registry=self.registry)
        gauge = partial(Gauge, registry=self.registry)
        self._decisions = counter(
            "firstline_decisions", "Decisions in the journal.", ("kind", "topic")
        )
        self._seconds = Histogram(
            "firstline_decision_seconds",
            "Seconds from the arrival of an inquiry to its decision, before the journal.",
            buckets=LATENCY_BUCKETS_S,
            registry=self.registry,
        )
        self._outcomes = counter("firstline_outcomes", "Outcomes in the journal.", ("kind",))
        self._drafts = counter("firstline_drafts", "Drafts that agents were shown.", ("result",))
        self._errors = counter("firstline_errors", "Requests that were refused.", ("code",))
        self._reloads = counter("firstline_reloads", "Releases that went live here.")
        self._refused = counter(
            "firstline_refused_releases",
            "Releases that were published but failed their checks.",
        )
        self._live = gauge(
            "firstline_live_release", "1 for the release that answers.", ("release",)
        )
        self._canary = gauge(
            "firstline_canary_share",
            "Share of the conversations that a canary release answers.",
            ("release",),
        )
        self._pauses = gauge("firstline_pauses", "Pauses of automatic replies that are in force.")
        self._stopped_canaries = counter(
            "firstline_stopped_canaries",
            "Canaries that were stopped here because they failed or were worse.",
        )

    def count_decision(self, entry: JournalEntry) -> None:
        decision = entry.decision
        self._decisions.labels(decision.kind, topic_of(decision)).inc()
        self._seconds.observe(entry.timings.total)

    def count_outcome(self, outcome: Outcome) -> None:
        self._outcomes.labels(outcome.kind).inc()

    def count_draft(self, *, is_marked: bool) -> None:
        self._drafts.labels("marked" if is_marked else "clean").inc()

    def count_error(self, code: str) -> None:
        self._errors.labels(code).inc()

    def count_reload(self, release: str) -> None:
        self._reloads.inc()
        self._live.clear()
        self._live.labels(release).set(1)

    def count_refused_release(self) -> None:
        self._refused.inc()

    def show_pauses(self, count: int) -> None:
        self._pauses.set(count)

    def show_canary(self, release: str, share: float) -> None:
        self._canary.labels(release).set(share)

    def show_no_canary(self) -> None:
        self._canary.clear()

    def count_stopped_canary(self) -> None:
        self._stopped_canaries.inc()

    def text(self) -> bytes:
        """Write all numbers in Prometheus' text format."""
        return generate_latest(self.registry)


def topic_of(decision: Decision) -> str:
    """Name the topic that a decision is about; empty where no model was asked."""
    about = replies_of(decision) or decision.trace.predictions
    return about[0].topic_id if about else ""
