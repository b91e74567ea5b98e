"""Scorecards: the numbers of one release on one set of inquiries."""

from dataclasses import dataclass

from firstline.domain.topics import TopicId


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share with its Clopper–Pearson lower bound at confidence 1 − delta."""

    count: int
    of: int
    lower_bound: float

    @property
    def value(self) -> float:
        return self.count / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicScore:
    topic_id: TopicId
    cases: int
    accuracy: Share
    """Cases of this topic whose most probable topic is this one."""
    answered: int
    """Automatic replies whose topic was this one."""
    precision: Share

    @property
    def is_never_found(self) -> bool:
        """Whether it has cases, and not one was found to be of it."""
        return self.accuracy.of > 0 and self.accuracy.count == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    cases: int
    first_received: str
    last_received: str
    accuracy: Share
    """The most probable topic is the labelled one."""
    coverage: Share
    """Inquiries answered automatically."""
    precision: Share
    """Automatic replies that were right."""
    expert_recall: Share
    """Expert-line inquiries that were routed to the expert line."""
    expert_precision: Share
    """Inquiries routed to the expert line that belong there."""
    suggested: Share
    """Inquiries for which an agent got suggestions."""
    suggestion_hits: Share
    """Of these, the right reply was among the suggestions."""
    calibration_error: float
    """Expected calibration error of the best candidate's probability, 10 bins."""
    topics: tuple[TopicScore, ...]
    answerable: Share | None = None
    """Inquiries that would be answered automatically if no topic were in shadow or on suggest;
    `None`, like the next one, in releases from before this was counted."""
    answerable_precision: Share | None = None
    """Of these, the reply would have been right."""

    @property
    def is_held_back(self) -> bool:
        """Whether modes of topics keep replies from being sent that would be."""
        return self.answerable is not None and self.answerable.count > self.coverage.count
