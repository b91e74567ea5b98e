"""Topics edited one by one, and put together as a tree again."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from firstline.domain.errors import Problem
from firstline.domain.facts import did_you_mean
from firstline.domain.topics import Topic, TopicTree
from firstline.workspace.documents import Document
from firstline.workspace.fitting import fit
from firstline.workspace.items import topic_item
from firstline.workspace.shapes import TopicItemShape
from firstline.workspace.topics import topic_of

Shapes: TypeAlias = dict[str, TopicItemShape]
"""Id → topic, in the order that siblings have."""
Children: TypeAlias = Mapping[str | None, list[TopicItemShape]]


def edited_topics(
    tree: TopicTree, edits: Mapping[str, Mapping[str, object] | None]
) -> tuple[TopicTree | None, list[Problem]]:
    """Put edited topics in the place of those there are, new ones last.

    Each topic keeps its own line and mode, whatever the topics above it now have; one that is
    given without them has its parent's. The tree is `None` where none can be built.
    """
    shapes, problems = _read({str(t.id): topic_item(t) for t in tree} | dict(edits))
    if shapes is None:
        return None, problems
    if not shapes:
        return None, [Problem(file="topics", line=0, message="no topic is left; keep one")]
    problems += _without_parent(shapes)
    topics = tuple(_below(None, _children(shapes)))
    circle = list(_in_circles(shapes))
    return (None if circle else TopicTree(topics)), [*problems, *circle]


def _read(
    items: Mapping[str, Mapping[str, object] | None],
) -> tuple[Shapes | None, list[Problem]]:
    shapes: Shapes = {}
    problems: list[Problem] = []
    is_whole = True
    for key, item in items.items():
        if item is None:
            continue
        shape, found = fit(Document(file=f"topics/{key}", data=dict(item)), TopicItemShape)
        problems += found
        if shape is None:
            is_whole = False
        elif shape.id in shapes:
            problems.append(_problem(key, f"the topic `{shape.id}` is there already; rename one"))
        else:
            shapes[shape.id] = shape
    return (shapes if is_whole else None), problems


def _without_parent(shapes: Shapes) -> Iterator[Problem]:
    for shape in shapes.values():
        if shape.parent is not None and shape.parent not in shapes:
            hint = did_you_mean(shape.parent, shapes) or "; choose another parent, or none"
            yield _problem(shape.id, f"there is no topic `{shape.parent}` to be under{hint}")


def _children(shapes: Shapes) -> Children:
    children: dict[str | None, list[TopicItemShape]] = defaultdict(list)
    for shape in shapes.values():
        children[shape.parent if shape.parent in shapes else None].append(shape)
    return children


def _below(parent: Topic | None, children: Children) -> Iterator[Topic]:
    for shape in children.get(parent.id if parent else None, ()):
        topic = topic_of(shape, parent)
        yield topic
        yield from _below(topic, children)


def _in_circles(shapes: Shapes) -> Iterator[Problem]:
    for topic_id in shapes:
        above = _above(topic_id, shapes)
        if topic_id in above:
            way = "" if len(above) == 1 else f", by way of `{above[0]}`"
            yield _problem(topic_id, f"`{topic_id}` is under itself{way}; choose another parent")


def _above(topic_id: str, shapes: Shapes) -> list[str]:
    """The topics above one, the nearest first; each once, should they form a circle."""
    above: list[str] = []
    parent = shapes[topic_id].parent
    while parent in shapes and parent not in above:
        above.append(parent)
        parent = shapes[parent].parent
    return above


def _problem(topic_id: str, message: str) -> Problem:
    return Problem(file=f"topics/{topic_id}", line=0, message=message)
