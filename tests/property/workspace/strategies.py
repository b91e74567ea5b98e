"""Random services as files can hold them, and their example customers."""

import string
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydantic import TypeAdapter
from tests.property.rules.strategies import facts_of_schema, rules_for, schemas

from firstline.domain.errors import InquiryError
from firstline.domain.examples import ExampleCustomer
from firstline.domain.facts import FactName, FactSchema, FactValue
from firstline.domain.model_parts import Calibrator, Head, LabelNoise, ModelParts, TopicNames
from firstline.domain.policy import Budget, Costs, Policy
from firstline.domain.services import Service
from firstline.domain.templates import (
    Language,
    Template,
    TemplateAct,
    TemplateExample,
    TemplateId,
)
from firstline.domain.topics import Line, Mode, Topic, TopicId, TopicTree
from firstline.domain.triggers import Trigger, TriggerId
from firstline.rules import check, compile_rule, contradiction, format_rule
from firstline.workspace.settings import Settings

FACTS = TypeAdapter(dict[FactName, FactValue])

characters = st.characters(exclude_categories=["Cs"])
words = st.sampled_from(["Your", "ride", "no", "🚕", "引き落とし", "a:", "# b", "'c'", "%"])
sentences = st.lists(words).map(" ".join)
any_texts = st.text(characters) | sentences | st.lists(sentences, max_size=4).map("\n".join)
texts = any_texts.map(str.strip).filter(bool)
"""As a file gives them, without space around."""
odd_ids = st.sampled_from(["no", "null", "08", "1e5", "1.5", "true", "2026-03-01", "12"])
ids = odd_ids | st.text(string.ascii_letters + string.digits, min_size=1, max_size=3)
listed_words = ["court", "no", "事故", "l'avocat", "# 1", "1e5", "суд*", "a: b", "null"]
shares = st.floats(0, 1, exclude_min=True, exclude_max=True)
methods = st.one_of(
    st.none(),
    st.builds(Budget, share=shares, per_day=st.none(), keep_target=st.just(value=True)),
    st.builds(Budget, share=st.none(), per_day=st.integers(1, 900), keep_target=st.booleans()),
    st.builds(Costs, wrong_reply=st.floats(2, 1e9), agent_reply=st.floats(0.1, 1)),
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    method = draw(methods)
    makes_target = isinstance(method, Costs) or (method is not None and not method.keep_target)
    policy = Policy(
        target_precision=Policy().target_precision if makes_target else draw(shares),
        delta=draw(shares),
        suggestions=draw(st.integers(1, 3)),
        upset_to_person=draw(st.none() | shares),
        method=method,
    )
    return draw(st.sampled_from([Policy(), policy]))


@st.composite
def settings(draw: st.DrawFn) -> Settings:
    schema = draw(schemas)
    facts = [
        replace(fact, nullable=draw(st.booleans()), description=draw(any_texts)) for fact in schema
    ]
    languages = draw(st.lists(st.sampled_from(["en", "no", "ja"]), min_size=1, unique=True))
    return Settings(
        name=draw(ids),
        languages=tuple(map(Language, languages)),
        time_zone=draw(st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns"])),
        encoder="all-MiniLM-L6-v2",
        policy=draw(policies()),
        model=draw(
            st.builds(
                ModelParts,
                head=st.sampled_from(Head),
                calibrator=st.sampled_from(Calibrator),
                topic_names=st.sampled_from(TopicNames),
                label_noise=st.sampled_from(LabelNoise),
            )
        ),
        schema=FactSchema(tuple(facts)),
    )


@st.composite
def topic_trees(draw: st.DrawFn) -> TopicTree:
    """Trees in the order of a file: each topic is followed by all below it."""
    topics: list[Topic] = []
    for topic_id in draw(st.lists(ids, min_size=1, max_size=6, unique=True)):
        parent = draw(st.none() | st.sampled_from(topics)) if topics else None
        topic = Topic(
            id=TopicId(topic_id),
            name=draw(texts),
            description=draw(any_texts),
            line=draw(st.sampled_from(Line)),
            mode=draw(st.sampled_from(Mode)),
            parent=parent.id if parent else None,
        )
        topics.append(topic)
    return TopicTree(tuple(_below(topics, None)))


def _below(topics: list[Topic], parent: TopicId | None) -> list[Topic]:
    children = [topic for topic in topics if topic.parent == parent]
    return [each for child in children for each in (child, *_below(topics, child.id))]


@st.composite
def json_facts(draw: st.DrawFn, around: Settings) -> Mapping[str, object]:
    """Facts of a service as its files write them."""
    typed = draw(facts_of_schema(around.schema))
    raw: dict[str, object] = FACTS.dump_python(dict(typed), mode="json")
    try:
        around.schema.parse(raw)
    except InquiryError:  # a time beyond the years of orders
        return {}
    return raw


def moments(around: Settings) -> SearchStrategy[datetime]:
    """Times as files give them: with an offset, or read as the service's own."""
    offsets = st.integers(-720, 720).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    return st.datetimes(
        datetime(2020, 1, 1),  # noqa: DTZ001 - the zone is drawn
        datetime(2030, 1, 1),  # noqa: DTZ001
        timezones=offsets | st.just(ZoneInfo(around.time_zone)),
    ).map(lambda moment: moment.replace(fold=0))


@st.composite
def template_examples(draw: st.DrawFn, rule: str, around: Settings) -> tuple[TemplateExample, ...]:
    """Orders of which the rule makes what they say."""
    example = TemplateExample(
        gets_it=True,
        facts=draw(json_facts(around)),
        because=draw(any_texts),
        received_at=draw(st.none() | moments(around)),
    )
    compiled = compile_rule(rule, around.schema)
    return tuple(
        said
        for said in (example, replace(example, gets_it=False))
        if contradiction(said, compiled, around.schema, zone=around.zone) is None
    )


@dataclass(frozen=True, slots=True)
class Contents:
    topics: TopicTree
    templates: tuple[Template, ...]
    triggers: tuple[Trigger, ...]

    def in_service(self, around: Settings) -> Service:
        return Service(
            name=around.name,
            languages=around.languages,
            time_zone=around.time_zone,
            encoder=around.encoder,
            policy=around.policy,
            model=around.model,
            schema=around.schema,
            topics=self.topics,
            templates=self.templates,
            triggers=self.triggers,
        )


@st.composite
def contents(draw: st.DrawFn, around: Settings) -> Contents:
    tree = draw(topic_trees())
    own_ids = draw(st.lists(ids.map(TemplateId), max_size=4, unique=True))
    topics = st.lists(st.sampled_from([topic.id for topic in tree.leaves]), min_size=1, max_size=3)
    templates = []
    for own_id in own_ids:
        rule = draw(rules(around.schema))
        template = Template(
            id=own_id,
            topics=tuple(draw(topics)),
            texts=draw(template_texts(around)),
            rule=rule,
            act=draw(st.sampled_from(TemplateAct)),
            equivalents=tuple(draw(st.lists(st.sampled_from(own_ids), max_size=2))),
            examples=draw(template_examples(rule, around)),
        )
        templates.append(template)
    return Contents(tree, tuple(templates), draw(triggers(around)))


@st.composite
def triggers(draw: st.DrawFn, around: Settings) -> tuple[Trigger, ...]:
    listed = st.lists(st.sampled_from(listed_words), min_size=1, max_size=3, unique=True)
    return tuple(
        Trigger(
            id=TriggerId(own_id),
            name=draw(texts),
            words={code: tuple(draw(listed)) for code in around.languages},
            rule=draw(rules(around.schema)),
            line=draw(st.sampled_from(Line)),
        )
        for own_id in draw(st.lists(ids, max_size=2, unique=True))
    )


def rules(schema: FactSchema) -> SearchStrategy[str]:
    fitting = rules_for(schema).map(format_rule).filter(lambda rule: not check(rule, schema))
    return st.just("always") | fitting


@st.composite
def template_texts(draw: st.DrawFn, around: Settings) -> Mapping[Language, str]:
    """Texts whose placeholders, if any, always have a value."""
    sure = [f"{{{{ {fact.name} }}}}" for fact in around.schema if not fact.nullable]
    filled = st.sampled_from(sure) if sure else st.just("Hello")
    plain = texts.filter(lambda text: "{{" not in text and "}}" not in text)
    default, *others = around.languages
    spoken = [default, *(code for code in others if draw(st.booleans()))]
    return {code: draw(plain | filled) for code in spoken}


@st.composite
def services(draw: st.DrawFn) -> Service:
    around = draw(settings())
    return draw(contents(around)).in_service(around)


@st.composite
def customers(draw: st.DrawFn, service: Service) -> tuple[ExampleCustomer, ...]:
    around = Settings.of(service)
    moment = draw(moments(around))
    return tuple(
        ExampleCustomer(
            id=own_id,
            name=draw(texts),
            language=draw(st.sampled_from(around.languages)),
            summary=draw(any_texts),
            facts=draw(json_facts(around)),
            messages=tuple(draw(st.lists(texts, max_size=2))),
            received_at=moment,
        )
        for own_id in draw(st.lists(ids, max_size=2, unique=True))
    )
