"""Past labels under today's content: new, renamed and split topics are known by their templates.

An agent chose a template, and the content says today what that template answers. So a topic
that was split, or is new, has its past cases at once, without anybody labelling them again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from firstline.domain.services import Service
from firstline.domain.topics import TopicId

UNDECIDED = ""
"""The topic of a past case whose template answers several topics today, and not the old one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TodaysTopics:
    """Says which topic a past case counts for, and remembers what it moved."""

    topics: frozenset[str]
    """What an inquiry can be about today."""
    answers: Mapping[str, tuple[TopicId, ...]]
    """Template → the topics it answers today."""
    once: Mapping[str, set[TopicId]]
    """Template → all topics that it answered in any content that was live."""
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Topic as it was labelled, topic of today → cases."""

    def __call__(self, topic: str, template: str) -> str:
        """Give the topic of today; what was retired stays as it is, for the import to refuse."""
        answered = self.answers.get(template, ())
        if not answered or topic in answered or self._is_a_slip(topic, template):
            return topic
        today = answered[0] if len(answered) == 1 else UNDECIDED
        if topic:
            self.moved[topic, today] += 1
        return today

    def _is_a_slip(self, topic: str, template: str) -> bool:
        """Whether the template never answered the topic: an agent erred, the content stayed."""
        return topic in self.topics and topic not in self.once.get(template, ())


def todays_topics(service: Service, earlier: Iterable[Service] = ()) -> TodaysTopics:
    """Compare the content of today with what was live."""
    once: defaultdict[str, set[TopicId]] = defaultdict(set)
    for content in earlier:
        for template in content.templates:
            once[template.id].update(template.topics)
    return TodaysTopics(
        topics=frozenset(topic.id for topic in service.topics.leaves),
        answers={str(t.id): t.topics for t in service.templates},
        once=once,
    )
