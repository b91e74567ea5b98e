"""Scorecards and thresholds as tables for a terminal."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table

from firstline.analysis.scorecards import Scorer
from firstline.domain.cases import Case
from firstline.domain.decisions import Decision
from firstline.domain.guarantees import PrecisionGuarantee, Thresholds
from firstline.domain.scorecards import Scorecard, Share
from firstline.domain.services import Service


def print_scorecard(console: Console, scorecard: Scorecard, service: Service, title: str) -> None:
    """Print the totals, then every topic that has cases."""
    confidence = f"{1 - service.policy.delta:.0%}"
    table = Table(title=title, title_justify="left", caption=_period(scorecard))
    table.add_column("on labelled inquiries")
    table.add_column("share", justify="right")
    table.add_column(f"at least ({confidence})", justify="right")
    table.add_column("cases", justify="right")
    for name, share in _totals(scorecard):
        table.add_row(name, _percent(share), f"{share.lower_bound:.1%}", f"{share.of:,}")
    console.print(table)
    console.print(f"calibration error {scorecard.calibration_error:.3f}")


def _period(scorecard: Scorecard) -> str:
    first, last = scorecard.first_received[:10], scorecard.last_received[:10]
    return f"{scorecard.cases:,} inquiries, {first} to {last}"


def _totals(scorecard: Scorecard) -> Iterator[tuple[str, Share]]:
    yield "topic found", scorecard.accuracy
    yield "answered automatically (coverage)", scorecard.coverage
    yield "right among these (precision)", scorecard.precision
    yield "expert inquiries routed (recall)", scorecard.expert_recall
    yield "experts' among the routed (precision)", scorecard.expert_precision
    yield "given to agents with suggestions", scorecard.suggested
    yield "right reply among suggestions", scorecard.suggestion_hits


def print_topics(console: Console, scorecard: Scorecard) -> None:
    table = Table(title="By topic", title_justify="left")
    for name in ("topic", "cases", "found", "answered", "right"):
        table.add_column(name, justify="left" if name == "topic" else "right")
    for topic in sorted(scorecard.topics, key=lambda topic: -topic.cases):
        if topic.cases or topic.answered:
            table.add_row(
                topic.topic_id,
                f"{topic.cases:,}",
                _percent(topic.accuracy),
                f"{topic.answered:,}",
                _percent(topic.precision),
            )
    console.print(table)


def print_languages(
    console: Console, scorer: Scorer, cases: Sequence[Case], decisions: Sequence[Decision]
) -> None:
    """Print the shares of each language that messages were read in."""
    table = Table(title="By language", title_justify="left")
    for name in ("language", "cases", "found", "answered", "right"):
        table.add_column(name, justify="left" if name == "language" else "right")
    pairs = list(zip(cases, decisions, strict=True))
    for language in sorted({decision.trace.language for decision in decisions}):
        own = [(case, d) for case, d in pairs if d.trace.language == language]
        score = scorer.score([case for case, _ in own], [d for _, d in own])
        shares = (score.accuracy, score.coverage, score.precision)
        table.add_row(language, f"{score.cases:,}", *map(_percent, shares))
    console.print(table)


def print_thresholds(console: Console, thresholds: Thresholds) -> None:
    """Print every promise with its evidence."""
    table = Table(title="Promises", title_justify="left")
    for name in ("topics", "threshold", "evidence", "promise"):
        table.add_column(name)
    for guarantee in thresholds.precision:
        threshold = "–" if guarantee.threshold is None else f"{guarantee.threshold:.2f}"
        table.add_row(guarantee.name, threshold, _evidence(guarantee), _promise(guarantee))
    expert = thresholds.expert
    needed = "" if expert.holds else f"not yet: needs about {expert.cases_needed} more cases"
    table.add_row(
        "expert line",
        f"{expert.threshold:.3f}",
        f"{expert.caught} of {expert.cases} routed",
        needed or f"≥ {expert.target:.0%} of expert inquiries routed",
    )
    console.print(table)


def _evidence(guarantee: PrecisionGuarantee) -> str:
    if guarantee.threshold is None:
        return f"{guarantee.cases} cases"
    return f"{guarantee.right} of {guarantee.answered} right ({guarantee.cases} cases)"


def _promise(guarantee: PrecisionGuarantee) -> str:
    if guarantee.threshold is not None:
        return f"≥ {guarantee.target:.0%} right, {1 - guarantee.delta:.0%} sure"
    if guarantee.cases_needed is None:
        return "suggests only: not right often enough"
    return f"suggests only: needs about {guarantee.cases_needed} more labelled cases"


def _percent(share: Share) -> str:
    return f"{share.value:.1%}" if share.of else "–"
