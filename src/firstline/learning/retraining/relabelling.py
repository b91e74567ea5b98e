"""Past labels under today's content: new, renamed and split topics are known by their templates.

An agent chose a template, and the content says today what that template answers. So a topic
that was split, or is new, has its past cases at once, without anybody labelling them again.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from firstline.domain.services import Service
from firstline.domain.topics import TopicId

UNDECIDED = ""
"""The topic of a past case whose template answers several topics today, and not the old one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TodaysTopics:
    """Says which topic a past case counts for, and remembers what it moved."""

    answers: Mapping[str, tuple[TopicId, ...]]
    """Template → the topics it answers today."""
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Topic as it was labelled, topic of today → cases."""

    def __call__(self, topic: str, template: str) -> str:
        """Give the topic of today; what was retired stays as it is, for the import to refuse."""
        today = _topic_of(topic, self.answers.get(template, ()))
        if topic and today != topic:
            self.moved[topic, today] += 1
        return today


def todays_topics(service: Service) -> TodaysTopics:
    return TodaysTopics(answers={str(t.id): t.topics for t in service.templates})


def _topic_of(topic: str, answered: tuple[TopicId, ...]) -> str:
    if not answered or topic in answered:
        return topic
    return answered[0] if len(answered) == 1 else UNDECIDED
