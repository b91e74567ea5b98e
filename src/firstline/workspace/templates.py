"""`templates.yaml`: prepared replies, each with the rule that must hold for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from firstline.domain.errors import Problem
from firstline.domain.facts import did_you_mean
from firstline.domain.templates import PLACEHOLDER, Language, Template, TemplateExample, TemplateId
from firstline.domain.topics import TopicId, TopicTree
from firstline.workspace.documents import Document, Place
from firstline.workspace.fitting import at, fit
from firstline.workspace.known_facts import in_zone
from firstline.workspace.settings import Settings
from firstline.workspace.shapes import TemplateExampleShape, TemplateShape, TemplatesShape
from firstline.workspace.template_rules import rule_problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What templates refer to; `None` where its own file is too broken to tell."""

    settings: Settings | None
    topics: TopicTree | None
    others: frozenset[str] = frozenset()
    """Ids of templates that stand elsewhere."""


def read_templates(
    document: Document, around: Surroundings
) -> tuple[tuple[Template, ...], list[Problem]]:
    """Read each template by itself, so that a broken one hides nothing about the others."""
    outline, problems = fit(document, TemplatesShape)
    if outline is None:
        return (), problems
    templates = []
    known = _first_indexes(document, len(outline.templates))
    for index in range(len(outline.templates)):
        place: Place = ("templates", index)
        shape, found = fit(document, TemplateShape, place)
        if shape is not None:
            template = _template(shape, around.settings)
            found += _check(document, place, template, known, around)
            templates.append(template)
        own_id = _id(document, index)
        problems += [replace(problem, template=own_id) for problem in found]
    return tuple(templates), problems


def with_templates(
    templates: tuple[Template, ...], changes: Mapping[TemplateId, Template | None]
) -> tuple[Template, ...]:
    """Put changed templates in the place of those there are, new ones last.

    Who named one that goes, as an equivalent, names it no longer.

    Args:
        templates: those there are.
        changes: id → what stands there now; `None` for nothing.
    """
    by_id: dict[TemplateId, Template | None] = {template.id: template for template in templates}
    by_id |= changes
    kept = tuple(template for template in by_id.values() if template is not None)
    gone = set(by_id) - {template.id for template in kept}
    return tuple(_without(template, gone) for template in kept) if gone else kept


def _without(template: Template, gone: set[TemplateId]) -> Template:
    if gone.isdisjoint(template.equivalents):
        return template
    left = tuple(other for other in template.equivalents if other not in gone)
    return replace(template, equivalents=left)


def _template(shape: TemplateShape, settings: Settings | None) -> Template:
    return Template(
        id=TemplateId(shape.id),
        topics=tuple(TopicId(topic) for topic in shape.topics),
        texts={Language(code): text for code, text in shape.texts.items()},
        rule=shape.rule,
        act=shape.act,
        equivalents=tuple(TemplateId(other) for other in shape.equivalents),
        examples=tuple(_example(example, settings) for example in shape.examples),
    )


def _example(shape: TemplateExampleShape, settings: Settings | None) -> TemplateExample:
    moment = shape.received_at
    return TemplateExample(
        gets_it=shape.gets_it,
        facts=shape.facts,
        because=shape.because,
        received_at=in_zone(moment, settings) if moment and settings else moment,
    )


def _first_indexes(document: Document, count: int) -> dict[str, int]:
    """The ids in the file, also of broken templates, with the index where each first stands."""
    first: dict[str, int] = {}
    for index in range(count):
        if own_id := _id(document, index):
            first.setdefault(own_id, index)
    return first


def _id(document: Document, index: int) -> str:
    item = at(document.data, ("templates", index))
    return str(item["id"]) if isinstance(item, dict) and "id" in item else ""


def _check(
    document: Document,
    place: Place,
    template: Template,
    known: dict[str, int],
    around: Surroundings,
) -> Iterator[Problem]:
    if ("templates", known[template.id]) != place:
        line = document.line(("templates", known[template.id], "id"))
        message = f"the template `{template.id}` is already on line {line}; rename one"
        yield document.problem((*place, "id"), message)
    for index, other in enumerate(template.equivalents):
        if other not in known and other not in around.others:
            hint = did_you_mean(other, (*known, *around.others))
            message = f"there is no template `{other}`{hint}"
            yield document.problem((*place, "equivalents", index), message)
    if around.topics is not None:
        for index, topic in enumerate(template.topics):
            for message in topic_problems(topic, around.topics):
                yield document.problem((*place, "topics", index), message)
    if around.settings is not None:
        yield from _check_texts(document, place, template, around.settings)
        yield from rule_problems(document, place, template, around.settings)


def topic_problems(topic_id: str, topics: TopicTree) -> Iterator[str]:
    if topic_id not in topics:
        known = {str(topic.id): topic for topic in topics}
        yield f"there is no topic `{topic_id}`{did_you_mean(topic_id, known)}"
        return
    children = [f"`{topic.id}`" for topic in topics if topic.parent == topic_id]
    if children:
        yield f"`{topic_id}` has subtopics; choose among {', '.join(children)}"


def _check_texts(
    document: Document, place: Place, template: Template, settings: Settings
) -> Iterator[Problem]:
    default = settings.languages[0]
    if default not in template.texts:
        message = f"there is no text in `{default}`, the default language; add one"
        yield document.problem((*place, "texts"), message)
    for code, text in template.texts.items():
        if code not in settings.languages:
            message = f"`{code}` is not among the languages of workspace.yaml; add it there"
            yield document.problem((*place, "texts", code), message)
        rest = PLACEHOLDER.sub("", text)
        if "{{" in rest or "}}" in rest:
            message = "a placeholder is not complete; write `{{ name_of_a_fact }}`"
            yield document.problem((*place, "texts", code), message)
