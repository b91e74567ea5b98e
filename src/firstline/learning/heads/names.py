"""What topics are called, as something to learn from."""

from collections.abc import Container, Sequence
from dataclasses import replace

from firstline.domain.cases import Case
from firstline.domain.model_parts import PartChoice, TopicNames
from firstline.domain.topics import Topic, TopicId
from firstline.learning.heads.settings import FEW


def name_cases(
    asked: TopicNames,
    topics: Sequence[Topic],
    like: Case,
    known: Container[TopicId],
    per_topic: float,
) -> tuple[tuple[Case, ...], PartChoice]:
    """Make a case of each topic's name and description, without facts."""
    is_taught = asked is TopicNames.TAUGHT or (asked is TopicNames.AUTO and per_topic < FEW)
    few = f"{per_topic:.0f} examples per topic; names help below {FEW}"
    why = few if asked is TopicNames.AUTO else "as the service asks"
    chosen = TopicNames.TAUGHT if is_taught else TopicNames.IGNORED
    choice = PartChoice(part="topic_names", chosen=chosen, why=why)
    if not is_taught:
        return (), choice
    return tuple(_named(topic, like) for topic in topics if topic.id in known), choice


def _named(topic: Topic, like: Case) -> Case:
    text = f"{topic.name}. {topic.description}" if topic.description else topic.name
    return replace(like, inquiry=replace(like.inquiry, text=text, facts={}), topic_id=topic.id)
