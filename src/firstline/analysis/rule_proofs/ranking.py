"""Which of two templates wins where both apply, as `engine.candidates` ranks them."""

from dataclasses import dataclass

from firstline.domain.facts import FactSchema, FactType
from firstline.domain.services import Service
from firstline.domain.templates import Template, TemplateAct, placeholders
from firstline.domain.topics import TopicId
from firstline.inference.ranker import ReplyRanker


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    ranker: ReplyRanker | None = None
    """Of a release; without one, the order of the file decides."""

    def best_first(self, service: Service, topic_id: TopicId) -> tuple[Template, ...]:
        templates = service.templates_of(topic_id)
        ranker = self.ranker
        if ranker is None:
            return templates
        return tuple(sorted(templates, key=lambda t: (-ranker.usage_of(t.id, topic_id), t.id)))


FILE_ORDER = Ranking()


def meet(one: Template, other: Template) -> bool:
    """Whether there is a language in which both are candidates."""
    return not one.texts.keys().isdisjoint(other.texts)


def stands_in_for(better: Template, other: Template, schema: FactSchema) -> bool:
    """Whether the better one is a candidate on every message on which the other one is.

    The engine drops a template that lacks the customer's language, an answer where nothing was
    asked, and a text that would name an empty list.
    """
    has_languages = better.texts.keys() >= other.texts.keys()
    fits_as_often = better.act is TemplateAct.COURTESY or other.act is TemplateAct.ANSWER
    return has_languages and fits_as_often and not _names_a_list(better, schema)


def _names_a_list(template: Template, schema: FactSchema) -> bool:
    named = {name for text in template.texts.values() for name in placeholders(text)}
    return any(fact.name in named and fact.type is FactType.LIST for fact in schema)
