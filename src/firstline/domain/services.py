"""A service: one company's or product's topics, templates, rules, facts and policy."""

from dataclasses import dataclass, field
from datetime import tzinfo
from zoneinfo import ZoneInfo

from firstline.domain.facts import FactSchema
from firstline.domain.model_parts import ModelParts
from firstline.domain.policy import Policy
from firstline.domain.templates import Language, Template, TemplateId
from firstline.domain.topics import TopicId, TopicTree
from firstline.domain.triggers import Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The content of a workspace, checked: rules parse and fit, ids refer to something."""

    name: str
    languages: tuple[Language, ...]
    """The first one is the default."""
    time_zone: str
    encoder: str
    """A name of the encoder registry, or of an encoder tuned from one."""
    schema: FactSchema
    policy: Policy
    topics: TopicTree
    templates: tuple[Template, ...]
    triggers: tuple[Trigger, ...] = ()
    model: ModelParts = field(default_factory=ModelParts)
    """What its next training is to build the classifier of."""
    _by_id: dict[TemplateId, Template] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {t.id: t for t in self.templates})

    @property
    def zone(self) -> tzinfo:
        return ZoneInfo(self.time_zone)

    def template(self, template_id: TemplateId) -> Template:
        return self._by_id[template_id]

    def templates_of(self, topic_id: TopicId) -> tuple[Template, ...]:
        """The templates of a topic, or of all topics below one that has been split.

        A model that was trained before the split still finds the topic as a whole.
        """
        answered = set(self.topics.below(topic_id))
        return tuple(t for t in self.templates if not answered.isdisjoint(t.topics))
