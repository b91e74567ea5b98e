"""What a training achieved, for people: shares with bounds, and each topic's promise."""

from collections.abc import Iterator
from dataclasses import dataclass

from firstline.domain.guarantees import PrecisionGuarantee
from firstline.domain.scorecards import Scorecard, Share, TopicScore
from firstline.domain.topics import Line, Topic
from firstline.release.records import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicOutcome:
    topic: Topic
    score: TopicScore
    promise: PrecisionGuarantee | None
    """Of the topic, or of the pool that it shares a threshold with."""

    @property
    def is_expert(self) -> bool:
        return self.topic.line is Line.EXPERT

    @property
    def is_proven(self) -> bool:
        """Whether a promise says something of it; none does where nothing of it is found."""
        if self.promise is None or self.score.is_never_found:
            return False
        return self.promise.threshold is not None

    @property
    def others(self) -> int:
        """Topics that the promise is about together with this one."""
        return len(self.promise.topics) - 1 if self.promise else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    scorecard: Scorecard
    sure: float
    """Confidence of every lower bound."""
    target: float
    topics: tuple[TopicOutcome, ...]

    @property
    def shares(self) -> dict[str, Share]:
        card = self.scorecard
        return {
            "coverage": card.coverage,
            "precision": card.precision,
            "expert_recall": card.expert_recall,
            "accuracy": card.accuracy,
        }

    @property
    def proven(self) -> int:
        return sum(each.is_proven for each in self.topics)


def outcome_of(release: Release) -> Outcome | None:
    """Take the scorecard of a trained release apart; `None` for one without."""
    card = release.scorecard
    if card is None:
        return None
    policy = release.service.policy
    return Outcome(
        scorecard=card,
        sure=1 - policy.delta,
        target=policy.target_precision,
        topics=tuple(sorted(_topics(release, card), key=lambda each: -each.score.cases)),
    )


def _topics(release: Release, card: Scorecard) -> Iterator[TopicOutcome]:
    for score in card.topics:
        topic = release.service.topics[score.topic_id]
        promise = None if topic.line is Line.EXPERT else release.thresholds.of(topic.id)
        yield TopicOutcome(topic=topic, score=score, promise=promise)
