"""A service edited item by item; only what an edit can break is checked."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeAlias

from firstline.domain.errors import Problem
from firstline.domain.services import Service
from firstline.domain.templates import Template, TemplateId
from firstline.domain.topics import TopicTree
from firstline.domain.triggers import Trigger, TriggerId
from firstline.workspace.documents import Document
from firstline.workspace.items import settings_items, template_item, trigger_item
from firstline.workspace.settings import Settings, read_settings
from firstline.workspace.templates import (
    Surroundings,
    read_templates,
    topic_problems,
    with_templates,
)
from firstline.workspace.topic_edits import edited_topics
from firstline.workspace.triggers import amount_problems, read_triggers, with_triggers

ItemEdits: TypeAlias = Mapping[str, Mapping[str, object] | None]
"""Id → the whole item as `items` writes it; `None` where it is removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    templates: ItemEdits = field(default_factory=dict)
    topics: ItemEdits = field(default_factory=dict)
    """Each with its `parent`, and without children."""
    triggers: ItemEdits = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)
    """Keys of `workspace.yaml` but `triggers`; `None` where the file shall not have the key."""


def edited_service(service: Service, edits: Edits) -> tuple[Service, tuple[Problem, ...]]:
    """Return the service as it would be, and everything that is wrong with it.

    A problem's file names the item: `templates/<id>`, `topics/<id>`,
    `triggers/<id>` or `workspace`. Its line is
    one of the rule, where a rule's text is wrong. What cannot be read stays as it was.

    Args:
        service: the service, without problems.
        edits: what becomes of it. An item under another id than its own is renamed.
    """
    settings, problems = _settings(service, edits.settings)
    topics, found = _topics(service, edits.topics)
    ids = _template_ids(service, edits.templates)
    around = Surroundings(settings=settings, topics=topics, others=frozenset(ids))
    problems += [*found, *_repeated(edits.templates, ids)]
    items = _to_read(service, edits.templates, settings)
    changes, found = _read(items, around)
    problems += found
    triggers, found = _triggers(service, edits.triggers, settings)
    problems += found
    if topics is not None and topics != service.topics:
        problems += _without_topic(service, topics, read=items)
    edited = replace(
        service,
        **_parts(settings or Settings.of(service)),
        topics=service.topics if topics is None else topics,
        templates=with_templates(service.templates, changes),
        triggers=triggers,
    )
    return edited, tuple(problems)


def _settings(
    service: Service, edits: Mapping[str, object]
) -> tuple[Settings | None, list[Problem]]:
    if not edits:
        return Settings.of(service), []
    items = settings_items(service) | dict(edits)
    data = {key: value for key, value in items.items() if value is not None}
    return read_settings(Document(file="workspace", data=data))


def _parts(settings: Settings) -> dict[str, Any]:
    return {part.name: getattr(settings, part.name) for part in fields(settings)}


def _topics(service: Service, edits: ItemEdits) -> tuple[TopicTree | None, list[Problem]]:
    return edited_topics(service.topics, edits) if edits else (service.topics, [])


def _triggers(
    service: Service, edits: ItemEdits, settings: Settings | None
) -> tuple[tuple[Trigger, ...], list[Problem]]:
    """Put edited triggers in place; where what they are checked against is another, read all."""
    if settings is not None and _read_alike(service) != _read_alike(settings):
        edits = {str(t.id): trigger_item(t) for t in service.triggers} | dict(edits)
    changes: dict[TriggerId, Trigger | None] = {}
    problems: list[Problem] = []
    for key, item in edits.items():
        if item is None:
            changes[TriggerId(key)] = None
            continue
        document = Document(file=f"triggers/{key}", data={"triggers": [dict(item)]})
        triggers, found = read_triggers(document, settings)
        changes |= {TriggerId(key): trigger for trigger in triggers}
        problems += map(_with_line_of_rule, found)
    edited = with_triggers(service.triggers, changes)
    if len({trigger.id for trigger in edited}) < len(edited):
        problems += _renamed_alike(edits, edited)
    return edited, [*problems, *amount_problems(Document(file="workspace"), edited)]


def _renamed_alike(edits: ItemEdits, edited: Sequence[Trigger]) -> Iterator[Problem]:
    ids = Counter(str(trigger.id) for trigger in edited)
    for key, item in edits.items():
        if item is not None and item["id"] != key and ids[str(item["id"])] > 1:
            message = f"the trigger `{item['id']}` is there already; rename one"
            yield Problem(file=f"triggers/{key}", line=0, message=message)


def _template_ids(service: Service, edits: ItemEdits) -> Counter[str]:
    """The ids that there will be, and how often."""
    kept = (str(template.id) for template in service.templates if template.id not in edits)
    return Counter((*kept, *(str(item.get("id")) for item in edits.values() if item is not None)))


def _repeated(edits: ItemEdits, ids: Counter[str]) -> Iterator[Problem]:
    for key, item in edits.items():
        own_id = key if item is None else str(item.get("id"))
        if own_id != key and ids[own_id] > 1:
            yield _problem(key, f"the template `{own_id}` is there already; rename one")


def _to_read(service: Service, edits: ItemEdits, settings: Settings | None) -> ItemEdits:
    """Take the edited ones, or all where what they are checked against is another."""
    if settings is None or _read_alike(service) == _read_alike(settings):
        return edits
    items = {str(template.id): template_item(template) for template in service.templates}
    return items | dict(edits)


def _read_alike(around: Service | Settings) -> tuple[object, ...]:
    return around.schema, around.languages, around.time_zone


def _read(
    items: ItemEdits, around: Surroundings
) -> tuple[dict[TemplateId, Template | None], list[Problem]]:
    changes: dict[TemplateId, Template | None] = {}
    problems: list[Problem] = []
    for key, item in items.items():
        if item is None:
            changes[TemplateId(key)] = None
            continue
        document = Document(file=f"templates/{key}", data={"templates": [dict(item)]})
        templates, found = read_templates(document, around)
        changes |= {TemplateId(key): template for template in templates}
        problems += map(_with_line_of_rule, found)
    return changes, problems


def _with_line_of_rule(problem: Problem) -> Problem:
    return replace(problem, line=problem.misfit.line) if problem.misfit else problem


def _without_topic(service: Service, topics: TopicTree, *, read: ItemEdits) -> Iterator[Problem]:
    """Find the templates whose topics are gone, or have subtopics now."""
    leaves = {topic.id for topic in topics.leaves}
    for template in service.templates:
        if template.id not in read:
            for topic_id in template.topics:
                if topic_id not in leaves:
                    for message in topic_problems(topic_id, topics):
                        yield _problem(template.id, message)


def _problem(template_id: str, message: str) -> Problem:
    file = f"templates/{template_id}"
    return Problem(file=file, line=0, message=message, template=template_id)
