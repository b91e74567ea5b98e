"""Templates as a list that is searched, filtered and sorted."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from firstline.domain.services import Service
from firstline.domain.templates import Template, TemplateId
from firstline.domain.topics import TopicId
from firstline.panel.content.drafts import Edited
from firstline.panel.content.models import DraftItem, Kind
from firstline.panel.content.used_in import use_counts
from firstline.release.records import Release


class ItemState(StrEnum):
    LIVE = "live"
    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRow:
    template: Template
    state: ItemState
    topics: str
    """Their names."""
    problems: int
    popularity: float
    """Share of the inquiries of its topic on which agents chose it where its rule held."""
    used_in: int
    """How many templates, topics and example customers rest on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    words: str = ""
    topic: str = ""
    state: str = ""
    """A value of `ItemState`, or `edited` for all that differ from what is live."""
    has_problems: bool = False

    @property
    def is_narrow(self) -> bool:
        return self != Filters()


def state_of(item: DraftItem | None) -> ItemState:
    if item is None:
        return ItemState.LIVE
    if item.body is None:
        return ItemState.REMOVED
    return ItemState.NEW if item.base is None else ItemState.CHANGED


def template_rows(edited: Edited, filters: Filters) -> list[TemplateRow]:
    """List what the draft makes of the templates, with those that it removes."""
    problems = Counter(problem.template for problem in edited.problems)
    uses = use_counts(edited.service, edited.live)
    popularity = popularity_of(edited.live)
    names = {topic.id: topic.name for topic in edited.service.topics}
    rows = (
        TemplateRow(
            template=template,
            state=state_of(edited.item(Kind.TEMPLATE, template.id)),
            topics=", ".join(names.get(topic, topic) for topic in template.topics),
            problems=problems[template.id],
            popularity=popularity.get(template.id, 0.0),
            used_in=uses[template.id],
        )
        for template in (*edited.service.templates, *_unreadable(edited), *_removed(edited))
    )
    return [row for row in rows if _passes(row, filters, edited.service)]


def _removed(edited: Edited) -> Sequence[Template]:
    gone = {key for (kind, key), item in edited.items.items() if item.body is None}
    return [template for template in edited.live.service.templates if template.id in gone]


def _unreadable(edited: Edited) -> Sequence[Template]:
    """Stand in for new templates that cannot be read, so that they can be found and mended."""
    known = {template.id for template in edited.service.templates}
    return [
        Template(id=TemplateId(key), topics=(), texts={}, rule="always")
        for (kind, key), item in edited.items.items()
        if kind is Kind.TEMPLATE and item.body is not None and key not in known
    ]


def popularity_of(live: Release) -> Mapping[TemplateId, float]:
    """Map each template to its share in the topic where it is largest."""
    shares: dict[TemplateId, float] = defaultdict(float)
    for usage in live.model.ranker.usage.values():
        for template_id, share in usage.items():
            shares[template_id] = max(shares[template_id], share)
    return shares


def _passes(row: TemplateRow, filters: Filters, service: Service) -> bool:
    if filters.has_problems and not row.problems:
        return False
    if filters.state == "edited" and row.state is ItemState.LIVE:
        return False
    if filters.state in {*ItemState} and row.state != filters.state:
        return False
    if filters.topic and not _is_below(row.template, TopicId(filters.topic), service):
        return False
    return all(word in _searched(row) for word in filters.words.lower().split())


def _is_below(template: Template, topic_id: TopicId, service: Service) -> bool:
    tree = service.topics
    return any(topic in tree and topic_id in tree.path(topic) for topic in template.topics)


def _searched(row: TemplateRow) -> str:
    template = row.template
    return " ".join((template.id, *template.topics, row.topics, *template.texts.values())).lower()
