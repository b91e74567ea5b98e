"""What can be done to the topic tree.

Each function looks at the edited content and says what becomes of which item; nothing is saved
here. Whatever the live model finds stays in the tree until a training no longer finds it, and is
answered meanwhile by the topics below it (`Service.templates_of`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstline.domain.templates import TemplateId
from firstline.domain.topics import Mode, Topic, TopicId
from firstline.panel.topics.changes import (
    Change,
    ItemKey,
    TopicChangeRefused,
    Tree,
    answering,
    as_topic,
    gone,
    on_rung,
)


def add(tree: Tree, topic: Topic) -> Change:
    """Add a topic that does not exist yet."""
    _refuse_taken(tree, topic.id)
    if topic.parent is not None:
        _refuse_replies_above(tree, tree.topic(topic.parent))
    note = _(
        "The live model does not know “%(topic)s” yet. With the next training it finds it, from "
        "the past cases of the replies that answer it; until then nobody gets those replies."
    )
    return Change(
        items=dict([as_topic(topic)]), notes=(note % {"topic": topic.name},), shows=topic.id
    )


def move(tree: Tree, topic_id: str, *, below: str | None) -> Change:
    """Put a topic, with all below it, under another one or at the root."""
    topic = tree.topic(topic_id)
    parent = tree.topic(below) if below else None
    if parent and topic.id in tree.service.topics.path(parent.id):
        raise TopicChangeRefused(_("A topic cannot be below itself; choose another place."))
    if parent:
        _refuse_replies_above(tree, parent)
    items, notes = _without_empty(tree, topic)
    items |= dict([as_topic(replace(topic, parent=parent.id if parent else None))])
    notes += (
        _(
            "Topics that have too few cases share their threshold with their neighbours in the "
            "tree, so this may change who shares one. The draft page shows it."
        ),
    )
    return Change(items=items, notes=notes, shows=topic.id)


def merge(tree: Tree, topic_id: str, *, into: str) -> Change:
    """Let two leaves become one: replies go over, and the first topic is retired."""
    topic, target = tree.leaf(topic_id), tree.leaf(into)
    if topic.id == target.id:
        raise TopicChangeRefused(_("A topic cannot be merged with itself; choose another one."))
    items, notes = ({}, ()) if topic.parent == target.parent else _without_empty(tree, topic)
    for template in tree.service.templates_of(topic.id):
        others = (target.id if each == topic.id else each for each in template.topics)
        items |= dict([answering(template, tuple(others))])
    names = {"topic": topic.name, "target": target.name}
    if topic.id not in tree.found:
        return Change(items=items | dict([gone(topic)]), notes=notes, shows=target.id)
    items |= dict([as_topic(replace(topic, parent=target.parent))])
    items |= dict([as_topic(replace(target, parent=topic.id))])
    notes += (
        _("The live model still finds “%(topic)s”, so it stays for now, right above "
          "“%(target)s”: what is found as either gets the same replies.") % names,
        _("With the next training the past cases of these replies count for “%(target)s”. "
          "Then retire “%(topic)s”.") % names,
    )  # fmt: skip
    return Change(items=items, notes=notes, shows=target.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A topic that a split makes."""

    id: TopicId
    name: str


def split(
    tree: Tree,
    topic_id: str,
    parts: Sequence[Part],
    shares: Mapping[TemplateId, Sequence[TopicId]],
) -> Change:
    """Give a leaf new topics below it, and each of its replies to one or more of those."""
    topic = tree.leaf(topic_id)
    if len(parts) < 2:  # noqa: PLR2004 - one would be another name
        raise TopicChangeRefused(_("Name at least two new topics to split into."))
    for part in parts:
        _refuse_taken(tree, part.id)
    if len({part.id for part in parts}) < len(parts):
        raise TopicChangeRefused(_("Two new topics have the same id; rename one."))
    items: dict[ItemKey, Any] = {}
    for part in parts:
        new = replace(topic, id=part.id, name=part.name, description="", parent=topic.id)
        items |= dict([as_topic(new)])
    for template in tree.service.templates_of(topic.id):
        own = shares.get(template.id, ())
        if not own:
            words = _("Choose which of the new topics the reply “%(template)s” answers.")
            raise TopicChangeRefused(words % {"template": template.id})
        others = (each for each in template.topics if each != topic.id)
        items |= dict([answering(template, (*own, *others))])
    note = _(
        "Until the next training the live model finds “%(topic)s” as a whole, and the rules of all "
        "these replies decide as before: nothing changes for customers. The training then learns "
        "the new topics from the past cases of their replies."
    )
    return Change(items=items, notes=(note % {"topic": topic.name},), shows=topic.id)


def retire(tree: Tree, topic_id: str) -> Change:
    """Take a topic out of the tree, or switch it off while the live model finds it."""
    topic = tree.topic(topic_id)
    children = tree.service.topics.children(topic.id)
    if topic.id in tree.found:
        return _switched_off(topic, has_children=bool(children))
    items, notes = ({}, ()) if children else _without_empty(tree, topic)
    items |= dict(as_topic(replace(child, parent=topic.parent)) for child in children)
    if not children:
        items |= dict(_without_topic(tree, topic))
    return Change(items=items | dict([gone(topic)]), notes=notes, shows=None)


def _switched_off(topic: Topic, *, has_children: bool) -> Change:
    names = {"topic": topic.name}
    if has_children or topic.mode is Mode.OFF:
        words = _(
            "The live model still finds “%(topic)s”. Once a training no longer does, it can be "
            "taken out of the tree."
        )
        raise TopicChangeRefused(words % names)
    notes = (
        _("The live model finds “%(topic)s”, and customers go on writing about it. So it stays in "
          "the tree, on “off”: people answer, and nothing is suggested.") % names,
        _("If another topic should answer these customers, merge the two instead.") % names,
    )  # fmt: skip
    return Change(items=dict([on_rung(topic, Mode.OFF)]), notes=notes, shows=topic.id)


def _without_topic(tree: Tree, topic: Topic) -> Iterator[tuple[ItemKey, Any]]:
    alone = tree.only_for(topic.id)
    if alone:
        words = ngettext(
            "%(count)d reply answers only this topic (%(replies)s). Merge the topic into another "
            "one, or retire that reply first.",
            "%(count)d replies answer only this topic (%(replies)s). Merge the topic into another "
            "one, or retire those replies first.",
            len(alone),
        )
        listed = ", ".join(template.id for template in alone[:5])
        raise TopicChangeRefused(words % {"count": len(alone), "replies": listed})
    for template in tree.service.templates_of(topic.id):
        yield answering(template, tuple(each for each in template.topics if each != topic.id))


def _without_empty(tree: Tree, leaving: Topic) -> tuple[dict[ItemKey, Any], tuple[str, ...]]:
    """Retire the groups that nothing is left in when a topic goes."""
    items: dict[ItemKey, Any] = {}
    notes: tuple[str, ...] = ()
    topics, parent, last = tree.service.topics, leaving.parent, leaving.id
    while parent and {child.id for child in topics.children(parent)} == {last}:
        group = topics[parent]
        if group.id in tree.found:
            break
        items |= dict([gone(group)])
        note = _("Nothing is left below “%(group)s”, so it is retired as well.")
        notes += (note % {"group": group.name},)
        last, parent = group.id, group.parent
    return items, notes


def _refuse_taken(tree: Tree, topic_id: TopicId) -> None:
    if topic_id in tree.service.topics:
        words = _("There is a topic “%(id)s” already; choose another id.")
        raise TopicChangeRefused(words % {"id": topic_id})


def _refuse_replies_above(tree: Tree, parent: Topic) -> None:
    """Replies hang on leaves; a leaf that has some must be split to get topics below it."""
    has_children = bool(tree.service.topics.children(parent.id))
    if not has_children and tree.service.templates_of(parent.id):
        words = _("“%(parent)s” has replies of its own. Split it to put topics below it.")
        raise TopicChangeRefused(words % {"parent": parent.name})
