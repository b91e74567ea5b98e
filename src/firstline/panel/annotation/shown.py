"""A decision as the person who annotates it sees it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from firstline.domain.decisions import DecisionId
from firstline.domain.errors import RuleError
from firstline.domain.services import Service
from firstline.domain.topics import Line, Topic, TopicId
from firstline.engine.fill import fill, missing_facts
from firstline.journal.entries import JournalEntry
from firstline.journal.reader import DecisionNotFound, JournalReader
from firstline.panel.annotation.models import QueueItem
from firstline.panel.services.models import HostedService
from firstline.panel.tags import fact
from firstline.rules import compile_rule

HOTKEYS = 5
"""Most probable topics that a digit chooses."""
MOST_MESSAGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    text: str
    received_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicChoice:
    topic: Topic
    key: str
    """The digit that chooses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """A template whose rule holds."""

    id: str
    text: str
    key: str
    """The letter that chooses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    item: QueueItem
    entry: JournalEntry
    messages: Sequence[Message]
    facts: Sequence[tuple[str, str]]
    likely: Sequence[TopicChoice]


LETTERS = ("Q", "W", "E", "R", "T", "Y", "A", "D", "F", "G")
"""In the rows below the digits, but for those that do something else."""


def shown_item(item: QueueItem, service: HostedService, content: Service) -> ShownItem:
    """Read a decision from the journal, with its conversation.

    Raises:
        DecisionNotFound: the journal does not hold it.
        JournalError: it cannot be read.
    """
    reader = JournalReader(service.folder.journal)
    try:
        entry = reader.entry(DecisionId(item.decision_id))
        messages = list(_messages(reader, item, entry))
    finally:
        reader.close()
    return ShownItem(
        item=item,
        entry=entry,
        messages=sorted(messages, key=lambda message: message.received_at),
        facts=[(name, words) for name, v in entry.inquiry.facts.items() if (words := fact(v))],
        likely=list(_likely(entry, content)),
    )


def _messages(reader: JournalReader, item: QueueItem, entry: JournalEntry) -> Iterator[Message]:
    inquiry = entry.inquiry
    yield Message(text=inquiry.text, received_at=inquiry.received_at, is_this=True)
    for decision_id in item.others[:MOST_MESSAGES]:
        try:
            other = reader.entry(DecisionId(decision_id)).inquiry
        except DecisionNotFound:
            continue
        yield Message(text=other.text, received_at=other.received_at, is_this=False)


def _likely(entry: JournalEntry, content: Service) -> Iterator[TopicChoice]:
    leaves = {leaf.id for leaf in content.topics.leaves}
    known = [p.topic_id for p in entry.decision.trace.predictions if p.topic_id in leaves]
    for number, topic_id in enumerate(known[:HOTKEYS], start=1):
        yield TopicChoice(topic=content.topics[topic_id], key=str(number))


def fitting_templates(
    entry: JournalEntry, topic_id: TopicId, content: Service
) -> tuple[Fitting, ...]:
    """Find the templates of a topic whose rule holds for this order."""
    inquiry, _ = entry.inquiry.typed_as_far_as_known(content)
    language = entry.decision.trace.language
    found = []
    for template in content.templates_of(topic_id):
        try:
            rule = compile_rule(template.rule, content.schema)
        except RuleError:  # content that is not published shows no broken rule here
            continue
        if rule.holds(inquiry.facts, inquiry.received_at):
            text = template.texts.get(language) or next(iter(template.texts.values()))
            if not missing_facts(text, inquiry.facts):
                text = fill(text, inquiry.facts, language=language, zone=content.zone)
            found.append((template.id, text))
    return tuple(
        Fitting(id=template_id, text=text, key=LETTERS[n] if n < len(LETTERS) else "")
        for n, (template_id, text) in enumerate(found)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A topic of the tree with what lies below it."""

    topic: Topic
    below: tuple["Branch", ...]

    @property
    def is_leaf(self) -> bool:
        return not self.below

    @property
    def is_expert(self) -> bool:
        return self.topic.line is Line.EXPERT


def topic_tree(content: Service) -> tuple[Branch, ...]:
    return _below(None, content.topics.topics)


def _below(parent: TopicId | None, topics: Sequence[Topic]) -> tuple[Branch, ...]:
    return tuple(
        Branch(topic=topic, below=_below(topic.id, topics))
        for topic in topics
        if topic.parent == parent
    )
