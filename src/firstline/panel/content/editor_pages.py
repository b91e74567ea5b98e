"""Everything that the page of one template shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from firstline.domain.errors import Problem
from firstline.domain.facts import Fact, FactName, FactType
from firstline.domain.services import Service
from firstline.domain.templates import Template, TemplateAct
from firstline.domain.topics import Topic
from firstline.panel.content.builder.laying_out import Choice, Input, PartView, laid_out
from firstline.panel.content.checking import Checked
from firstline.panel.content.fact_values import as_typed
from firstline.panel.content.rule_states import RuleState
from firstline.rules.tree import facts_of_rule
from firstline.workspace.items import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField:
    language: str
    text: str
    is_default: bool
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactField:
    name: str
    description: str
    input: Input
    is_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleField:
    key: str
    """Names its inputs; a number is its place in the item that the page was first filled from."""
    number: int
    gets_it: bool
    because: str
    received_at: str
    facts: Sequence[FactField]
    further: Sequence[Fact]
    """Facts that may be added."""
    problems: Sequence[Problem]
    is_judged: bool
    """Whether there is a rule to judge it by."""

    @property
    def verdict(self) -> str:
        if self.problems:
            return "broken"
        return "kept" if self.is_judged else "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicField:
    topic: Topic
    path: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorPage:
    item: Item
    service: Service
    rule: RuleState
    checked: Checked[Template]
    keys: Sequence[str]
    """Of the examples."""
    added: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Example's key → names of facts that its form has inputs for although they are unknown."""

    @property
    def acts(self) -> list[tuple[TemplateAct, bool]]:
        chosen = self.item.get("act", TemplateAct.ANSWER)
        return [(act, act == chosen) for act in TemplateAct]

    @property
    def texts(self) -> list[TextField]:
        texts: dict[str, str] = self.item.get("texts", {})
        languages = dict.fromkeys((*self.service.languages, *texts))
        return [
            TextField(
                language=code,
                text=texts.get(code, ""),
                is_default=code == self.service.languages[0],
                problems=self.checked.of(f"texts.{code}"),
            )
            for code in languages
        ]

    @property
    def topics(self) -> list[TopicField]:
        """List the leaves, and what else is chosen, in the order of the tree."""
        chosen = self.item.get("topics", [])
        tree = self.service.topics
        leaves = {topic.id for topic in tree.leaves}
        return [
            TopicField(
                topic=topic,
                path=" / ".join(tree[each].name for each in tree.path(topic.id)[:-1]),
                is_chosen=topic.id in chosen,
            )
            for topic in tree
            if topic.id in leaves or topic.id in chosen
        ]

    @property
    def lost_topics(self) -> list[str]:
        """Chosen topics that there are no more."""
        return [topic for topic in self.item.get("topics", []) if topic not in self.service.topics]

    @property
    def equivalents(self) -> list[str]:
        return list(self.item.get("equivalents", []))

    @property
    def neighbours(self) -> list[str]:
        """List the other templates of its topics, of which some may say as much."""
        topics = set(self.item.get("topics", []))
        others = (t for t in self.service.templates if topics.intersection(t.topics))
        return [template.id for template in others if template.id != self.item.get("id")]

    @property
    def builder(self) -> PartView | None:
        group = self.rule.group
        return laid_out(group, self.service.schema, self.rule.faults) if group else None

    @property
    def examples(self) -> list[ExampleField]:
        examples: list[dict[str, Any]] = self.item.get("examples", [])
        return [
            self._example(number, key, example)
            for number, (key, example) in enumerate(zip(self.keys, examples, strict=True))
        ]

    def _example(self, number: int, key: str, example: Mapping[str, Any]) -> ExampleField:
        facts: Mapping[str, object] = example.get("facts", {})
        asked = facts_of_rule(self.rule.condition) if self.rule.condition else ()
        names = {*facts, *asked, *self.added.get(key, ())}
        schema = self.service.schema
        shown = [fact for fact in schema if fact.name in names]
        unknown = [name for name in facts if schema.get(name) is None]
        return ExampleField(
            key=key,
            number=number + 1,
            gets_it=example["gets_it"],
            because=example.get("because", ""),
            received_at=example.get("received_at") or "",
            facts=[
                *(fact_field(fact, facts.get(fact.name)) for fact in shown),
                *(_lost_fact(name, facts[name]) for name in unknown),
            ],
            further=[fact for fact in schema if fact.name not in names],
            problems=self.checked.of(f"examples.{number}"),
            is_judged=self.rule.is_fine and self.checked.value is not None,
        )


def fact_field(fact: Fact, value: object) -> FactField:
    return FactField(name=fact.name, description=fact.description, input=_input(fact, value))


def _lost_fact(name: str, value: object) -> FactField:
    lost = Input(kind="text", value=as_typed(value))
    return FactField(name=FactName(name), description="", input=lost, is_known=False)


def _input(  # noqa: PLR0911 - one line per type of fact
    fact: Fact, value: object
) -> Input:
    text = as_typed(value)
    match fact.type:
        case FactType.BOOL:
            return Input(kind="choice", choices=_choices(("true", "false"), text))
        case FactType.ENUM:
            return Input(kind="choice", choices=_choices(fact.values, text))
        case FactType.LIST if fact.values:
            chosen = text.split("\n") if text else []
            choices = [Choice(value=v, label=v, is_chosen=v in chosen) for v in fact.values]
            return Input(kind="choices", choices=choices)
        case FactType.LIST:
            return Input(kind="lines", value=text)
        case FactType.DATE:
            return Input(kind="date", value=text)
        case FactType.DATETIME:
            return Input(kind="time", value=text)
        case FactType.INT | FactType.DECIMAL:
            return Input(kind="number", value=text)
        case FactType.STRING:
            return Input(kind="text", value=text)


def _choices(values: Sequence[str], chosen: str) -> list[Choice]:
    """Offer the values, nothing at all, and what stands there although it is none of them."""
    known = [Choice(value=v, label=v, is_chosen=v == chosen) for v in values]
    strange = (
        [] if chosen in (*values, "") else [Choice(value=chosen, label=chosen, is_chosen=True)]
    )
    return [Choice(value="", label="—", is_chosen=not chosen), *known, *strange]
