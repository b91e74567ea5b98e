"""What the service counts, for Prometheus."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from firstline.domain.decisions import AutoReply, Decision, Suggestion
from firstline.journal.entries import JournalEntry, Outcome

# Around the budget of 20 ms; an encoder pass of a long message takes 60 ms.
LATENCY_BUCKETS_S = (0.002, 0.004, 0.006, 0.008, 0.010, 0.015, 0.020, 0.030, 0.050, 0.1, 0.25, 1.0)


class Metrics:
    """Counters of one service; each has its own registry, so two may live in one process."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._decisions = Counter(
            "firstline_decisions",
            "Decisions in the journal.",
            ("kind", "topic"),
            registry=registry,
        )
        self._seconds = Histogram(
            "firstline_decision_seconds",
            "Seconds from the arrival of an inquiry to its decision, before the journal.",
            buckets=LATENCY_BUCKETS_S,
            registry=registry,
        )
        self._outcomes = Counter(
            "firstline_outcomes", "Outcomes in the journal.", ("kind",), registry=registry
        )
        self._drafts = Counter(
            "firstline_drafts", "Drafts that agents were shown.", ("result",), registry=registry
        )
        self._errors = Counter(
            "firstline_errors", "Requests that were refused.", ("code",), registry=registry
        )
        self._reloads = Counter(
            "firstline_reloads", "Releases that went live here.", registry=registry
        )
        self._refused = Counter(
            "firstline_refused_releases",
            "Releases that were published but failed their checks.",
            registry=registry,
        )
        self._live = Gauge(
            "firstline_live_release",
            "1 for the release that answers.",
            ("release",),
            registry=registry,
        )

        self._canary = Gauge(
            "firstline_canary_share",
            "Share of the conversations that a canary release answers.",
            ("release",),
            registry=registry,
        )
        self._pauses = Gauge(
            "firstline_pauses",
            "Pauses of automatic replies that are in force.",
            registry=registry,
        )
        self._stopped_canaries = Counter(
            "firstline_stopped_canaries",
            "Canaries that were stopped here because they failed or were worse.",
            registry=registry,
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
    match decision:
        case AutoReply(reply=reply):
            return reply.topic_id
        case Suggestion(replies=replies):
            return replies[0].topic_id
        case _:
            predictions = decision.trace.predictions
            return predictions[0].topic_id if predictions else ""
