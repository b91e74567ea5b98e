"""`templates.yaml`: prepared replies, each with the rule that must hold for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from firstline.domain.errors import Problem
from firstline.domain.facts import Fact, FactName, FactSchema, did_you_mean, unknown_name
from firstline.domain.templates import PLACEHOLDER, Language, Template, TemplateId, placeholders
from firstline.domain.topics import TopicId, TopicTree
from firstline.rules import check, guaranteed_facts, parse
from firstline.workspace.documents import Document, Place
from firstline.workspace.fitting import at, fit
from firstline.workspace.settings import Settings
from firstline.workspace.shapes import TemplateShape, TemplatesShape


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What templates refer to; `None` where its own file is too broken to tell."""

    settings: Settings | None
    topics: TopicTree | None


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
        problems += found
        if shape is not None:
            problems += _check(document, place, shape, known, around)
            templates.append(_template(shape))
    return tuple(templates), problems


def _template(shape: TemplateShape) -> Template:
    return Template(
        id=TemplateId(shape.id),
        topics=tuple(TopicId(topic) for topic in shape.topics),
        texts={Language(code): text for code, text in shape.texts.items()},
        rule=shape.rule,
        act=shape.act,
        equivalents=tuple(TemplateId(other) for other in shape.equivalents),
    )


def _first_indexes(document: Document, count: int) -> dict[str, int]:
    """The ids in the file, also of broken templates, with the index where each first stands."""
    first: dict[str, int] = {}
    for index in range(count):
        place: Place = ("templates", index, "id")
        if place in document.lines:
            first.setdefault(str(at(document.data, place)), index)
    return first


def _check(
    document: Document,
    place: Place,
    shape: TemplateShape,
    known: dict[str, int],
    around: Surroundings,
) -> Iterator[Problem]:
    if ("templates", known[shape.id]) != place:
        line = document.line(("templates", known[shape.id], "id"))
        message = f"the template `{shape.id}` is already on line {line}; rename one"
        yield document.problem((*place, "id"), message)
    for index, other in enumerate(shape.equivalents):
        if other not in known:
            message = f"there is no template `{other}`{did_you_mean(other, known)}"
            yield document.problem((*place, "equivalents", index), message)
    if around.topics is not None:
        for index, topic in enumerate(shape.topics):
            for message in _topic_problems(topic, around.topics):
                yield document.problem((*place, "topics", index), message)
    if around.settings is not None:
        yield from _check_texts(document, place, shape, around.settings)
        yield from _check_facts(document, place, shape, around.settings.schema)


def _topic_problems(topic_id: str, topics: TopicTree) -> Iterator[str]:
    if topic_id not in topics:
        known = {str(topic.id): topic for topic in topics}
        yield f"there is no topic `{topic_id}`{did_you_mean(topic_id, known)}"
        return
    children = [f"`{topic.id}`" for topic in topics if topic.parent == topic_id]
    if children:
        yield f"`{topic_id}` has subtopics; choose among {', '.join(children)}"


def _check_texts(
    document: Document, place: Place, shape: TemplateShape, settings: Settings
) -> Iterator[Problem]:
    default = settings.languages[0]
    if default not in shape.texts:
        message = f"there is no text in `{default}`, the default language; add one"
        yield document.problem((*place, "texts"), message)
    for code, text in shape.texts.items():
        if code not in settings.languages:
            message = f"`{code}` is not among the languages of workspace.yaml; add it there"
            yield document.problem((*place, "texts", code), message)
        rest = PLACEHOLDER.sub("", text)
        if "{{" in rest or "}}" in rest:
            message = "a placeholder is not complete; write `{{ name_of_a_fact }}`"
            yield document.problem((*place, "texts", code), message)


def _check_facts(
    document: Document, place: Place, shape: TemplateShape, schema: FactSchema
) -> Iterator[Problem]:
    """Check the rule, and that it leaves no placeholder without a value."""
    misfits = check(shape.rule, schema)
    for misfit in misfits:
        yield document.problem((*place, "rule"), str(misfit))
    # A rule with a misspelt fact says nothing about what it will guarantee once it is repaired.
    guaranteed = None if misfits else guaranteed_facts(parse(shape.rule))
    known = {str(fact.name): fact for fact in schema}
    for code, text in shape.texts.items():
        for name in placeholders(text):
            for message in _placeholder_problems(name, known, guaranteed):
                yield document.problem((*place, "texts", code), message)


def _placeholder_problems(
    name: str, known: dict[str, Fact], guaranteed: frozenset[FactName] | None
) -> Iterator[str]:
    if name not in known:
        yield unknown_name(name, known)
    elif known[name].nullable and guaranteed is not None and name not in guaranteed:
        yield (
            f"`{{{{ {name} }}}}` may be missing when the rule holds;"
            f" add `and {name} is present` to the rule"
        )
