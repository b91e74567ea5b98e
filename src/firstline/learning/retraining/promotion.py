"""The rule by which a retrained release replaces the live one.

It must do harm in nothing, and be better in something that matters. The first keeps noise out:
what cannot be told apart is no reason to change. The second would freeze a service if nothing
could be told apart for long, so age is a reason too: thresholds promise for traffic like that of
their calibration weeks, and those pass.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from firstline.analysis.comparison import Comparison
from firstline.domain.changes import CONFIDENCE, ShareChange
from firstline.domain.policy import Policy
from firstline.domain.topics import TopicId

SIGNIFICANT = 0.05  # McNemar's p-value; one retraining in forty is called more accurate by luck


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """All that the rule looks at."""

    comparison: Comparison
    policy: Policy
    new_topics: tuple[TopicId, ...]
    """That the new release finds and the live one cannot know."""
    older_by: timedelta | None
    """How much earlier the newest inquiry came in that the live release is made of; `None` where
    that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    is_better: bool
    merits: tuple[str, ...]
    """What speaks for the new release."""
    obstacles: tuple[str, ...]
    """What speaks against it; one is enough."""


def judge(contest: Contest) -> Verdict:
    """Say whether the new release shall replace the live one, and why."""
    merits, obstacles = tuple(_merits(contest)), tuple(_obstacles(contest))
    return Verdict(is_better=bool(merits) and not obstacles, merits=merits, obstacles=obstacles)


def _obstacles(contest: Contest) -> Iterator[str]:
    comparison, policy = contest.comparison, contest.policy
    old, new = comparison.old, comparison.new
    if old.digest == new.digest:
        yield "it is the live release"
    if new.precision_upper_bound < policy.target_precision:
        yield (
            f"{new.precision.value:.1%} of its automatic replies were right: the "
            f"promise of {policy.target_precision:.0%} is refuted"
        )
    caught, caught_before = new.scorecard.expert_recall.count, old.scorecard.expert_recall.count
    if new.recall_upper_bound < policy.expert_recall and caught < caught_before:
        yield f"it routes {caught} expert inquiries, the live one {caught_before}"
    # A release that breaks its promise answers too much: to answer less is then no loss.
    if not _breaks_promise(contest) and _may_lose(comparison.worth, policy):
        yield f"coverage may be lost: {_words(comparison.worth)}"
    if comparison.hits and _may_lose(comparison.hits, policy):
        yield f"agents may find the right reply less often: {_words(comparison.hits)}"


def _merits(contest: Contest) -> Iterator[str]:
    comparison, policy = contest.comparison, contest.policy
    if _breaks_promise(contest):
        share = comparison.old.precision.value
        yield f"the live release breaks its promise: {share:.1%} of its replies were right"
    if (
        comparison.old.recall_upper_bound
        < policy.expert_recall
        <= comparison.new.recall_upper_bound
    ):
        yield "the live release lets too many expert inquiries slip by"
    if comparison.worth.low > 0:
        yield f"it {_answers(comparison)} more: {_words(comparison.worth)}"
    accuracy = comparison.accuracy
    if accuracy and accuracy.difference > 0 and comparison.accuracy_p_value < SIGNIFICANT:
        yield f"it finds more topics: {_words(accuracy)}"
    if comparison.hits and comparison.hits.low > 0:
        yield f"agents find the right reply more often: {_words(comparison.hits)}"
    if contest.new_topics:
        yield f"it finds topics that the live one cannot know: {', '.join(contest.new_topics)}"
    if contest.older_by and contest.older_by >= timedelta(days=policy.renew_after_days):
        yield f"the inquiries behind the live release end {contest.older_by.days} days earlier"


def _answers(comparison: Comparison) -> str:
    return "could answer" if comparison.is_held_back else "answers"


def _breaks_promise(contest: Contest) -> bool:
    return contest.comparison.old.precision_upper_bound < contest.policy.target_precision


def _may_lose(change: ShareChange, policy: Policy) -> bool:
    return change.low < -policy.accepted_loss


def _words(change: ShareChange) -> str:
    return (
        f"{change.before:.1%} → {change.after:.1%} "
        f"({CONFIDENCE:.0%} sure: {100 * change.low:+.1f} to {100 * change.high:+.1f} points)"
    )
