"""What one decision costs beside the encoder pass alone: 200 topics, 1,500 rules, one thread."""

import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from benchmarks.many_rules import many_facts, many_rules
from benchmarks.public_sets import banking77, clinc150
from firstline.domain.cases import Case
from firstline.domain.facts import Facts
from firstline.domain.inquiries import Inquiry
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.engine import Engine
from firstline.engine.reading import read
from firstline.inference.encoders import load_encoder
from firstline.learning.corpus import Splits, service_from_labels
from firstline.learning.embeddings import RememberingEncoder
from firstline.learning.heads import SETTINGS
from firstline.learning.training import train
from firstline.rules import CompiledRule, compile_rule
from firstline.text import LanguageDetector

TOPICS, RULES, WORDS = 200, 1_500, 15
ROUNDS = 400


def measure() -> Mapping[str, Any]:
    service, cases = _large_service()
    encoder = RememberingEncoder(load_encoder(service.encoder, sessions=2))
    half = len(cases) // 2
    splits = Splits(
        train=tuple(cases[:half]),
        dev=tuple(cases[half::4]),
        calibrate=tuple(cases[half + 1 :: 4]),
        test=(),
    )
    trained = train(service, splits, encoder, settings=SETTINGS[:1])
    engine = Engine(trained.release, load_encoder(service.encoder))
    return _interleaved(engine, _inquiries(cases))


def _large_service() -> tuple[Service, list[Case]]:
    """The topics and texts of two public sets, with random rules and orders."""
    labelled = [case for public in (banking77(), clinc150()) for case in public.train]
    names = sorted({str(case.topic_id) for case in labelled})[:TOPICS]
    ruled = many_rules(rules=RULES, topics=TOPICS)
    topics = {topic.id: TopicId(name) for topic, name in zip(ruled.topics, names, strict=True)}
    templates = tuple(
        replace(template, topics=tuple(topics[topic] for topic in template.topics))
        for template in ruled.templates
    )
    service = replace(service_from_labels("large", names), schema=ruled.schema, templates=templates)
    known = [case for case in labelled if case.topic_id in service.topics]
    orders = many_facts(service.schema, len(known))
    replies = {topic.id: _replies(topic.id, service) for topic in service.topics}
    cases = [_with_order(case, *order, replies) for case, order in zip(known, orders, strict=True)]
    random.Random(0).shuffle(cases)
    return service, cases


def _replies(topic_id: TopicId, service: Service) -> Mapping[TemplateId, CompiledRule]:
    templates = service.templates_of(topic_id)
    return {template.id: compile_rule(template.rule, service.schema) for template in templates}


def _with_order(
    case: Case,
    facts: Facts,
    received_at: datetime,
    replies: Mapping[TopicId, Mapping[TemplateId, CompiledRule]],
) -> Case:
    """Give it an order, and the reply that an agent would have sent: the first that fits."""
    rules = replies[case.topic_id] if case.topic_id else {}
    fitting = (id_ for id_, rule in rules.items() if rule.holds(facts, received_at))
    inquiry = replace(case.inquiry, facts=facts, received_at=received_at)
    return replace(case, inquiry=inquiry, template_id=next(fitting, None))


def _inquiries(cases: Sequence[Case]) -> list[Inquiry]:
    return [c.inquiry for c in cases if len(c.inquiry.text.split()) == WORDS][:ROUNDS]


def _interleaved(engine: Engine, inquiries: Sequence[Inquiry]) -> Mapping[str, Any]:
    """Time the whole and its parts in turn on each inquiry, so that drift hits all alike."""
    encoder, detector = load_encoder(engine.release.model.encoder), LanguageDetector()
    service = engine.release.service
    parts: dict[str, Callable[[Inquiry], object]] = {
        "decision": engine.answer,
        "encoder pass alone": lambda inquiry: encoder.encode([inquiry.text]),
        "reading (redact, act, language)": lambda inquiry: read(inquiry, service, detector),
    }
    seconds: dict[str, list[float]] = {name: [] for name in parts}
    for inquiry in inquiries:
        for name, part in parts.items():
            started = time.perf_counter()
            part(inquiry)
            seconds[name].append(time.perf_counter() - started)
    ratios = [
        whole / alone
        for whole, alone in zip(seconds["decision"], seconds["encoder pass alone"], strict=True)
    ]
    return {
        "topics": TOPICS,
        "rules": RULES,
        "inquiries": len(inquiries),
        "ratio_median": statistics.median(ratios),
        "milliseconds": {name: _quantiles(values) for name, values in seconds.items()},
    }


def _quantiles(seconds: Sequence[float]) -> Mapping[str, float]:
    ordered = sorted(value * 1_000 for value in seconds)
    return {
        "p50": statistics.median(ordered),
        "p99": ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)],
    }
