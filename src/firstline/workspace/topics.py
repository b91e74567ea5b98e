"""`topics.yaml`: the tree of what customers write about."""

from collections.abc import Iterator

from firstline.domain.errors import Problem
from firstline.domain.topics import Line, Mode, Topic, TopicId, TopicTree
from firstline.workspace.documents import Document, Place
from firstline.workspace.fitting import fit
from firstline.workspace.shapes import TopicFields, TopicShape, TopicsShape


def read_topics(document: Document) -> tuple[TopicTree | None, list[Problem]]:
    shape, problems = fit(document, TopicsShape)
    if shape is None:
        return None, problems
    tree = TopicTree(tuple(topic for root in shape.topics for topic in _topics(root, None)))
    return tree, [*problems, *_repeated_ids(document, shape)]


def _topics(shape: TopicShape, parent: Topic | None) -> Iterator[Topic]:
    topic = topic_of(shape, parent)
    yield topic
    for child in shape.children:
        yield from _topics(child, topic)


def topic_of(shape: TopicFields, parent: Topic | None) -> Topic:
    """Read a topic; it has its parent's line and mode unless it says so."""
    return Topic(
        id=TopicId(shape.id),
        name=shape.name,
        description=shape.description,
        line=shape.line or (parent.line if parent else Line.FIRST),
        mode=shape.mode or (parent.mode if parent else Mode.AUTO),
        parent=parent.id if parent else None,
    )


def _repeated_ids(document: Document, shape: TopicsShape) -> Iterator[Problem]:
    first_lines: dict[str, int] = {}
    for place, topic in _places(shape.topics, ("topics",)):
        line = document.line((*place, "id"))
        if topic.id in first_lines:
            message = (
                f"the topic `{topic.id}` is already on line {first_lines[topic.id]}; rename one"
            )
            yield document.problem((*place, "id"), message)
        first_lines.setdefault(topic.id, line)


def _places(shapes: list[TopicShape], place: Place) -> Iterator[tuple[Place, TopicShape]]:
    for index, shape in enumerate(shapes):
        yield (*place, index), shape
        yield from _places(shape.children, (*place, index, "children"))
