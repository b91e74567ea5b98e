"""The ladder `off → shadow → suggest → auto`: who may climb, and on what evidence."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from firstline.domain.topics import Mode, Topic
from firstline.panel.content.drafts import Edited
from firstline.panel.topics.changes import Change, TopicChangeRefused, Tree, on_rung
from firstline.panel.topics.evidence import evidence_of

RUNGS = tuple(Mode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step that somebody wants to take."""

    mode: Mode
    all_below: bool = False
    reason: str = ""
    """Given by an owner who sets `auto` without the evidence for it."""


def climb(tree: Tree, edited: Edited, topic_id: str, step: Step) -> Change:
    """Put a topic, and all below it if that is wished, on a rung.

    Raises:
        TopicChangeRefused: `auto` is not proven for the topic, or for any below it.
    """
    topic = tree.topic(topic_id)
    moving = [each for each in _meant(tree, topic, step) if each.mode is not step.mode]
    allowed = [each for each in moving if step.reason or may_climb(edited, each, step.mode)]
    if moving and not allowed:
        raise TopicChangeRefused(_("Automatic replies are not proven here; see the evidence."))
    left = len(moving) - len(allowed)
    notes = (_("%(left)d topics stay where they are: `auto` is not proven for them.")
             % {"left": left},) if left else ()  # fmt: skip
    return Change(items=dict(on_rung(each, step.mode) for each in allowed), notes=notes,
                  shows=topic.id)  # fmt: skip


def may_climb(edited: Edited, topic: Topic, mode: Mode) -> bool:
    """Whether the evidence lets a topic be on a rung; a group's own rung decides nothing."""
    is_group = bool(edited.service.topics.children(topic.id))
    is_found = topic.id in edited.live.model.classifier.topics
    if mode is not Mode.AUTO or (is_group and not is_found):
        return True
    return evidence_of(topic, edited.live).opens_auto


def _meant(tree: Tree, topic: Topic, step: Step) -> Iterator[Topic]:
    topics = tree.service.topics
    if not step.all_below:
        yield topic
        return
    yield from (topics[topic_id] for topic_id in topics.below(topic.id))
