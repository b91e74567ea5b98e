"""The shapes of a service's files: which keys there are, and what their values may be."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, LiteralString

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from firstline.domain.facts import FactType
from firstline.domain.model_parts import Calibrator, Head, LabelNoise, ModelParts, TopicNames
from firstline.domain.policy import Policy
from firstline.domain.templates import TemplateAct
from firstline.domain.topics import Line, Mode
from firstline.domain.triggers import ALWAYS


def _matching(pattern: str, words: LiteralString) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise PydanticCustomError("pattern", words)
        return value

    return AfterValidator(check)


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Id = Annotated[
    str,
    _matching(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}", "is no id; use letters, digits, `_`, `-`, `.`"),
]
FactId = Annotated[
    str,
    _matching(
        r"[A-Za-z_][A-Za-z0-9_]{0,99}",
        "is no name for a fact; rules and placeholders need letters, digits and `_`",
    ),
]
LanguageCode = Annotated[
    str, _matching(r"[a-z]{2,3}", "is no language code; use ISO 639 codes such as `en`")
]
Share = Annotated[float, Field(gt=0, lt=1)]


class Method(StrEnum):
    """How thresholds are chosen."""

    PRECISION = "precision"
    BUDGET = "budget"
    COST = "cost"


_DEFAULT = Policy()
_PARTS = ModelParts()


class Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class BudgetShape(Shape):
    share: Share | None = None
    per_day: int | None = Field(default=None, ge=1)
    keep_target: bool = True


class CostsShape(Shape):
    wrong_reply: float | None = None
    agent_reply: float | None = None


class PolicyShape(Shape):
    method: Method = Field(default=Method.PRECISION, strict=False)
    budget: BudgetShape = BudgetShape()
    costs: CostsShape = CostsShape()
    target_precision: Share = _DEFAULT.target_precision
    delta: Share = _DEFAULT.delta
    expert_recall: Share = _DEFAULT.expert_recall
    suggestion_floor: Share = _DEFAULT.suggestion_floor
    suggestions: int = Field(default=_DEFAULT.suggestions, ge=1, le=3)
    upset_to_person: Share | None = _DEFAULT.upset_to_person
    pool_below: int = Field(default=_DEFAULT.pool_below, ge=0)
    accepted_loss: Share = _DEFAULT.accepted_loss
    renew_after_days: int = Field(default=_DEFAULT.renew_after_days, ge=1)


class ModelShape(Shape):
    head: Head = Field(default=_PARTS.head, strict=False)
    calibrator: Calibrator = Field(default=_PARTS.calibrator, strict=False)
    topic_names: TopicNames = Field(default=_PARTS.topic_names, strict=False)
    label_noise: LabelNoise = Field(default=_PARTS.label_noise, strict=False)


class FactShape(Shape):
    type: FactType = Field(strict=False)
    nullable: bool = False
    values: list[Text] = []
    description: str = ""


class WorkspaceShape(Shape):
    name: Id
    languages: list[LanguageCode] = Field(min_length=1)
    time_zone: Text
    encoder: Text
    policy: PolicyShape = PolicyShape()
    model: ModelShape = ModelShape()
    facts: dict[FactId, FactShape] = {}
    triggers: list[Any] = []


class TriggerShape(Shape):
    id: Id
    name: Text
    line: Line = Field(default=Line.FIRST, strict=False)
    words: dict[LanguageCode, list[Text]] = {}
    rule: Text = ALWAYS


class TriggersShape(Shape):
    triggers: list[Any]


class SchemaShape(Shape):
    facts: dict[FactId, FactShape] = Field(min_length=1)


class TopicFields(Shape):
    id: Id
    name: Text
    description: str = ""
    line: Line | None = Field(default=None, strict=False)
    mode: Mode | None = Field(default=None, strict=False)


class TopicShape(TopicFields):
    children: "list[TopicShape]" = []


class TopicItemShape(TopicFields):
    """A topic by itself, outside the tree of its file."""

    parent: Id | None = None


class TopicsShape(Shape):
    topics: list[TopicShape] = Field(min_length=1)


class TemplateExampleShape(Shape):
    gets_it: bool
    because: str = ""
    facts: dict[str, Any] = {}
    received_at: datetime | None = Field(default=None, strict=False)


class TemplateShape(Shape):
    id: Id
    topics: list[Id] = Field(min_length=1)
    rule: Text
    act: TemplateAct = Field(default=TemplateAct.ANSWER, strict=False)
    equivalents: list[Id] = []
    examples: list[TemplateExampleShape] = []
    texts: dict[LanguageCode, Text] = Field(min_length=1)


class TemplatesShape(Shape):
    templates: list[Any]


class TopicChangeShape(Shape):
    mode: Mode = Field(strict=False)


class ChangeShape(Shape):
    rules: dict[Id, Text] = {}
    templates: list[Any] = []
    remove_templates: list[Id] = []
    topics: dict[Id, TopicChangeShape] = {}


class CustomerShape(Shape):
    id: Id
    name: Text
    language: LanguageCode
    summary: str = ""
    facts: dict[str, Any] = {}
    messages: list[Text] = []


class CustomersShape(Shape):
    received_at: datetime = Field(strict=False)
    customers: list[CustomerShape]


class LabelledShape(Shape):
    text: Text
    order: str | None = None
    facts: dict[str, Any] = {}
    topic: Id
    template: Id | None


class LabelledFileShape(Shape):
    received_at: datetime = Field(strict=False)
    orders: dict[Id, dict[str, Any]] = {}
    cases: list[LabelledShape]
