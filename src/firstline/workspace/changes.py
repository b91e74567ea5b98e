"""A change file: what a specialist would like to change, to be tried on real traffic first."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from firstline.domain.errors import Problem, WorkspaceError
from firstline.domain.facts import did_you_mean
from firstline.domain.services import Service
from firstline.domain.templates import Template, TemplateId
from firstline.domain.topics import Topic, TopicTree
from firstline.workspace.documents import Document, Place
from firstline.workspace.fitting import read_as
from firstline.workspace.settings import Settings
from firstline.workspace.shapes import ChangeShape
from firstline.workspace.template_rules import rule_problems
from firstline.workspace.templates import Surroundings, read_templates, with_templates


def load_change(path: Path, service: Service) -> Service:
    """Read a change file and return the service as it would then be.

    Raises:
        WorkspaceError: with every problem of the file.
    """
    document, shape, problems = read_as(path, ChangeShape)
    changed = service
    if shape is not None:
        changed, found = _changed(document, shape, service)
        problems += found
    if not problems and changed == service:
        problems.append(document.problem((), "this changes nothing; name what shall be different"))
    if problems:
        raise WorkspaceError(tuple(sorted(problems, key=lambda problem: problem.line)))
    return changed


def _changed(
    document: Document, shape: ChangeShape, service: Service
) -> tuple[Service, list[Problem]]:
    settings, topics = Settings.of(service), _topics(shape, service.topics)
    problems = [*_unknown_topics(document, shape, service.topics)]
    problems += _unknown_templates(document, shape, service)
    others = frozenset(template.id for template in service.templates)
    around = Surroundings(settings=settings, topics=topics, others=others)
    whole, found = read_templates(_only_templates(document), around)
    problems += found
    by_id = {template.id: template for template in (*service.templates, *whole)}
    changes: dict[TemplateId, Template | None] = {template.id: template for template in whole}
    for template_id, rule in shape.rules.items():
        if template := by_id.get(TemplateId(template_id)):
            changed = replace(template, rule=rule)
            changes[template.id] = changed
            problems += rule_problems(document, ("rules", template_id), changed, settings)
    changes |= dict.fromkeys(map(TemplateId, shape.remove_templates))
    templates = with_templates(service.templates, changes)
    return replace(service, topics=topics, templates=templates), problems


def _only_templates(document: Document) -> Document:
    """What stands under `templates:` is read as `templates.yaml` is."""
    data = document.data if isinstance(document.data, dict) else {}
    return replace(document, data={"templates": data.get("templates", [])}, problems=())


def _topics(shape: ChangeShape, tree: TopicTree) -> TopicTree:
    return TopicTree(tuple(_topic(topic, shape, tree) for topic in tree))


def _topic(topic: Topic, shape: ChangeShape, tree: TopicTree) -> Topic:
    """Apply what is said of the topic, or of the nearest one above it."""
    said = [shape.topics[name] for name in tree.path(topic.id) if name in shape.topics]
    return replace(topic, mode=said[-1].mode) if said else topic


def _unknown_topics(document: Document, shape: ChangeShape, tree: TopicTree) -> Iterator[Problem]:
    known = {str(topic.id): topic for topic in tree}
    for topic_id in shape.topics:
        if topic_id not in known:
            message = f"there is no topic `{topic_id}`{did_you_mean(topic_id, known)}"
            yield document.problem(("topics", topic_id), message)


def _unknown_templates(
    document: Document, shape: ChangeShape, service: Service
) -> Iterator[Problem]:
    known = {str(template.id): template for template in service.templates}
    for place, name in _named_templates(shape):
        if name not in known:
            message = f"there is no template `{name}`{did_you_mean(name, known)}"
            yield document.problem(place, message)


def _named_templates(shape: ChangeShape) -> Iterator[tuple[Place, str]]:
    for name in shape.rules:
        yield ("rules", name), name
    for index, name in enumerate(shape.remove_templates):
        yield ("remove_templates", index), name
