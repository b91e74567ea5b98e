"""The topic tree as it is shown: each topic with what is known of it, filtered by the address."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from firstline.domain.pauses import Pause
from firstline.domain.scorecards import Scorecard
from firstline.domain.topics import Line, Mode, Topic, TopicId
from firstline.panel.content.drafts import Edited
from firstline.panel.content.models import Kind
from firstline.panel.topics.evidence import Evidence, Standing, evidence_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What a topic was of the inquiries that the last training was tested on."""

    cases: int = 0
    answered: int = 0
    of: int = 0

    def __add__(self, other: "Traffic") -> "Traffic":
        return Traffic(
            cases=self.cases + other.cases,
            answered=self.answered + other.answered,
            of=max(self.of, other.of),
        )

    @property
    def share(self) -> float | None:
        return self.cases / self.of if self.of else None

    @property
    def automatic(self) -> float | None:
        """Of these inquiries; replies may have been sent to a few that were about another."""
        return min(self.answered / self.cases, 1.0) if self.cases else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    topic: Topic
    evidence: Evidence
    templates: int
    traffic: Traffic
    state: str
    """`live`, `new` or `changed` in the draft."""
    is_found: bool
    """Whether the live model knows it."""
    pause: Pause | None
    children: tuple["Node", ...] = field(default=())

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @property
    def is_stand_in(self) -> bool:
        """Whether it was split or merged, and the live model still finds it as a whole."""
        return self.is_found and not self.is_leaf

    @property
    def is_automatic(self) -> bool:
        """Whether replies go out by themselves, pauses aside."""
        return self.topic.mode is Mode.AUTO and self.evidence.opens_auto

    @property
    def is_marked(self) -> bool:
        """Whether it has a tag: most have none, and looking costs time."""
        is_new_to_model = self.is_leaf is not self.is_found
        is_expert = self.topic.line is Line.EXPERT
        return is_expert or is_new_to_model or self.state != "live" or self.pause is not None

    @property
    def rung(self) -> str:
        """Its mode, or `unproven` where it may answer by itself but nothing is proven."""
        if self.topic.line is Line.EXPERT:
            return "expert"
        is_unproven = self.topic.mode is Mode.AUTO and not self.evidence.opens_auto
        return "unproven" if is_unproven else self.topic.mode.value

    @property
    def leaves(self) -> int:
        return sum(child.leaves for child in self.children) if self.children else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    words: str = ""
    line: str = ""
    mode: str = ""
    only: str = ""
    """`changed`, `unproven`, `empty`, `paused` or `automatic`."""

    @property
    def is_narrow(self) -> bool:
        return self != Filters()


def nodes_of(
    edited: Edited, scorecard: Scorecard | None, pauses: Sequence[Pause]
) -> tuple[Node, ...]:
    """Build the whole tree, roots first."""
    topics = edited.service.topics
    templates = Counter(topic for t in edited.service.templates for topic in t.topics)
    traffic = traffic_by_topic(scorecard)
    found = frozenset(edited.live.model.classifier.topics)
    paused = {pause.topic: pause for pause in pauses}

    def node(topic: Topic) -> Node:
        children = tuple(map(node, topics.children(topic.id)))
        own = traffic.get(topic.id, Traffic())
        return Node(
            topic=topic,
            evidence=evidence_of(topic, edited.live),
            templates=templates[topic.id] + sum(child.templates for child in children),
            traffic=sum((child.traffic for child in children), own),
            state=_state(edited, topic.id),
            is_found=topic.id in found,
            pause=paused.get(topic.id),
            children=children,
        )

    return tuple(map(node, topics.children(None)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a walk through the tree: into a node, or back out of one that has children."""

    node: Node
    is_back: bool = False
    is_open: bool = False


def walk(nodes: Sequence[Node], *, unfolded: int) -> Iterator[Step]:
    """Go through the tree in the order of the page: one loop is shown faster than a recursion.

    Args:
        nodes: the roots.
        unfolded: how many levels show what is below them.
    """
    for node in nodes:
        yield Step(node=node, is_open=unfolded > 0)
        if node.children:
            yield from walk(node.children, unfolded=unfolded - 1)
            yield Step(node=node, is_back=True)


def traffic_by_topic(scorecard: Scorecard | None) -> Mapping[TopicId, Traffic]:
    if scorecard is None:
        return {}
    return {
        score.topic_id: Traffic(cases=score.cases, answered=score.answered, of=scorecard.cases)
        for score in scorecard.topics
    }


def _state(edited: Edited, topic_id: TopicId) -> str:
    item = edited.item(Kind.TOPIC, topic_id)
    if item is None:
        return "live"
    return "new" if item.base is None else "changed"


def filtered(nodes: Sequence[Node], filters: Filters) -> tuple[Node, ...]:
    """Keep what passes, and the way to it."""
    if not filters.is_narrow:
        return tuple(nodes)
    return tuple(kept for node in nodes if (kept := _kept(node, filters)))


def _kept(node: Node, filters: Filters) -> Node | None:
    children = filtered(node.children, filters)
    if children or passes(node, filters):
        return replace(node, children=children) if node.children else node
    return None


def passes(node: Node, filters: Filters) -> bool:
    topic = node.topic
    text = f"{topic.id} {topic.name} {topic.description}".lower()
    return (
        all(word in text for word in filters.words.lower().split())
        and (not filters.line or topic.line == filters.line)
        and (not filters.mode or (topic.mode == filters.mode and node.is_leaf))
        and (not filters.only or _ONLY.get(filters.only, _all)(node))
    )


def _all(_: Node) -> bool:
    return True


_ONLY: Mapping[str, Callable[[Node], bool]] = {
    "changed": lambda node: node.state != "live",
    "unproven": lambda node: (
        node.is_leaf
        and node.topic.line is Line.FIRST
        and node.evidence.standing is not Standing.PROVEN
    ),
    "empty": lambda node: node.is_leaf and not node.templates and node.topic.line is Line.FIRST,
    "paused": lambda node: node.pause is not None,
    "automatic": lambda node: node.is_leaf and node.is_automatic,
}


def flat(nodes: Sequence[Node]) -> Iterator[Node]:
    """The leaves, and whatever the live model finds besides."""
    for node in nodes:
        if node.is_leaf or node.is_found:
            yield node
        yield from flat(node.children)


ORDERS: Mapping[str, Callable[[Node], Any]] = {
    "traffic": lambda node: -node.traffic.cases,
    "name": lambda node: node.topic.name.lower(),
    "automatic": lambda node: -(node.traffic.automatic or 0),
    "templates": lambda node: -node.templates,
    "rung": lambda node: -tuple(Mode).index(node.topic.mode),
}
"""Of the list; the first is the usual one."""
