"""The test set written by hand is what it claims to be: complete, well-formed, and right."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from firstline.domain.facts import FactName, Facts
from firstline.domain.services import Service
from firstline.domain.templates import Language, Template, TemplateId, placeholders
from firstline.domain.topics import Line, TopicId
from firstline.rules import compile_rule
from firstline.workspace import load_service

RIDES = Path(__file__).parents[3] / "examples" / "rides"

UNANSWERABLE = TopicId("out_of_scope")
SMALL_TALK = ("compliment_driver", "thanks", "abuse", UNANSWERABLE)

KANA = re.compile("[\u3040-\u30ff]")
CYRILLIC = re.compile("[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handwritten:
    """One message with the right answer."""

    text: str
    order: str
    topic: TopicId
    template: TemplateId | None
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def language(self) -> Language:
        if KANA.search(self.text):
            return Language("ja")
        return Language("ru" if CYRILLIC.search(self.text) else "en")


@pytest.fixture(scope="module")
def service() -> Service:
    return load_service(RIDES)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    text = (RIDES / "test_cases.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


@pytest.fixture(scope="module")
def received_at(document: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(document["received_at"])


@pytest.fixture(scope="module")
def cases(document: dict[str, Any]) -> tuple[Handwritten, ...]:
    return tuple(Handwritten(**case) for case in document["cases"])


@pytest.fixture(scope="module")
def facts_of(
    service: Service, document: dict[str, Any], cases: tuple[Handwritten, ...]
) -> dict[str, Facts]:
    """Text of the message → its facts; reading them also checks them against the schema."""
    orders = document["orders"]
    return {
        case.text: service.schema.parse({**orders[case.order], **case.facts}, zone=service.zone)
        for case in cases
    }


def test_there_are_enough_messages_for_every_topic(
    service: Service, cases: tuple[Handwritten, ...]
) -> None:
    counts = Counter(case.topic for case in cases)
    needed = {leaf.id: 4 if leaf.line is Line.EXPERT else 5 for leaf in service.topics.leaves}
    needed |= {TopicId(topic): 6 for topic in SMALL_TALK}

    assert len(cases) >= 320
    assert {topic: counts[topic] for topic in needed if counts[topic] < needed[topic]} == {}
    assert set(counts) <= set(needed)


def test_customers_write_in_every_language(
    service: Service, cases: tuple[Handwritten, ...]
) -> None:
    counts = Counter(case.language for case in cases)

    assert set(counts) == set(service.languages)
    assert min(counts.values()) >= 25


def test_no_message_is_there_twice(cases: tuple[Handwritten, ...]) -> None:
    counts = Counter(_bare(case.text) for case in cases)

    assert [text for text, count in counts.items() if count > 1] == []


def test_every_named_order_is_used_and_known(
    document: dict[str, Any], cases: tuple[Handwritten, ...]
) -> None:
    assert {case.order for case in cases} == set(document["orders"])


def test_every_order_knows_what_the_company_always_knows(
    service: Service, document: dict[str, Any]
) -> None:
    always_known = {fact.name for fact in service.schema if not fact.nullable}
    unknown = {
        name: always_known - {fact for fact, value in order.items() if value is not None}
        for name, order in document["orders"].items()
    }

    assert {name: facts for name, facts in unknown.items() if facts} == {}


def test_nothing_in_the_facts_happens_after_the_message(
    facts_of: dict[str, Facts], received_at: datetime
) -> None:
    times = [FactName(n) for n in ("order_created_at", "driver_arrived_at", "trip_ended_at")]
    for text, facts in facts_of.items():
        seen = [moment for time in times if isinstance(moment := facts[time], datetime)]
        assert [*seen, received_at] == sorted([*seen, received_at]), text


def test_the_right_template_is_one_whose_rule_holds(
    service: Service,
    cases: tuple[Handwritten, ...],
    facts_of: dict[str, Facts],
    received_at: datetime,
) -> None:
    """Also the other way round: no template is right only where none could be sent."""
    wrong = {
        case.text: case.template
        for case in cases
        if not _is_possible(
            case.template, _sendable(service, case, facts_of[case.text], received_at)
        )
    }

    assert wrong == {}


def test_of_several_templates_that_fit_the_first_one_is_right(
    service: Service,
    cases: tuple[Handwritten, ...],
    facts_of: dict[str, Facts],
    received_at: datetime,
) -> None:
    """Within a topic `templates.yaml` puts first what agents send first."""
    sendable = {c.text: _sendable(service, c, facts_of[c.text], received_at) for c in cases}
    second_best = {
        case.text: case.template
        for case in cases
        if sendable[case.text] and sendable[case.text][0].id != case.template
    }

    assert second_best == {}


def test_every_placeholder_of_the_right_template_can_be_filled(
    service: Service, cases: tuple[Handwritten, ...], facts_of: dict[str, Facts]
) -> None:
    empty = {
        case.text: name
        for case in cases
        if case.template is not None
        for name in placeholders(service.template(case.template).texts[case.language])
        if facts_of[case.text][FactName(name)] is None
    }

    assert empty == {}


def _bare(text: str) -> str:
    """The letters and digits alone, so that punctuation does not make a copy look new."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _sendable(
    service: Service, case: Handwritten, facts: Facts, received_at: datetime
) -> tuple[Template, ...]:
    """The templates of the topic, in the customer's language, whose rule is true."""
    return tuple(
        template
        for template in service.templates_of(case.topic)
        if case.language in template.texts
        and compile_rule(template.rule, service.schema).holds(facts, received_at) is True
    )


def _is_possible(template: TemplateId | None, sendable: tuple[Template, ...]) -> bool:
    return template in {each.id for each in sendable} if template else not sendable
