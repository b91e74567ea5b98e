"""What one decision costs beside the encoder pass alone: 200 topics, 1,500 rules, one thread."""

import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.public_sets import banking77, clinc150
from firstline.domain.cases import Case
from firstline.domain.facts import Fact, FactType
from firstline.domain.inquiries import Inquiry
from firstline.domain.services import Service
from firstline.domain.templates import Language, Template, TemplateId
from firstline.domain.topics import TopicId
from firstline.engine import Engine
from firstline.engine.reading import read
from firstline.inference.encoders import load_encoder
from firstline.learning.corpus import Splits, service_from_labels
from firstline.learning.embeddings import RememberingEncoder
from firstline.learning.heads import SETTINGS
from firstline.learning.training import train
from firstline.text import LanguageDetector
from firstline.workspace import load_service

TOPICS, RULES, WORDS = 200, 1_500, 15
ROUNDS = 400
RIDES = Path("examples/rides")


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
    """The topics of two public sets, each with random rules over the facts of rides."""
    rides = load_service(RIDES)
    labelled = [case for public in (banking77(), clinc150()) for case in public.train]
    names = sorted({str(case.topic_id) for case in labelled})[:TOPICS]
    random_ = random.Random(0)
    templates = tuple(
        Template(
            id=TemplateId(f"t{number}"),
            topics=(TopicId(names[number % TOPICS]),),
            texts={Language("en"): "A reply about {{ order_cost }}."},
            rule=" and ".join([*_conditions(rides, random_), "order_cost is present"]),
        )
        for number in range(RULES)
    )
    service = replace(service_from_labels("large", names), schema=rides.schema, templates=templates)
    cases = [
        Case(
            inquiry=replace(case.inquiry, facts=_facts(rides, random_, case)),
            topic_id=case.topic_id,
            template_id=service.templates_of(case.topic_id)[0].id,
        )
        for case in labelled
        if case.topic_id in set(names) and case.topic_id is not None
    ]
    random_.shuffle(cases)
    return service, cases


def _conditions(rides: Service, random_: random.Random) -> list[str]:
    """2–6 conditions, a quarter of them a choice of two, as experts' rules have."""
    facts = random_.sample([fact for fact in rides.schema if fact.type in _SIMPLE], 6)
    conditions = [_condition(fact, random_) for fact in facts[: random_.randint(2, 6)]]
    return [
        f"({condition} or {_condition(facts[-1], random_)})"
        if random_.random() < 0.25
        else condition
        for condition in conditions
    ]


_SIMPLE = {FactType.ENUM, FactType.BOOL, FactType.INT, FactType.DECIMAL, FactType.DATETIME}


def _condition(fact: Fact, random_: random.Random) -> str:
    match fact.type:
        case FactType.ENUM:
            return f'{fact.name} is not "{random_.choice(fact.values)}"'
        case FactType.BOOL:
            return f"{fact.name} is {random_.choice(('true', 'false'))}"
        case FactType.DATETIME:
            return f"{fact.name} more than 5 minutes ago"
        case _:
            return f"{fact.name} < {random_.randint(20, 60)}"


def _facts(rides: Service, random_: random.Random, case: Case) -> Mapping[Any, Any]:
    raw: dict[str, object] = {}
    for fact in rides.schema:
        if fact.type is FactType.ENUM:
            raw[fact.name] = random_.choice(fact.values)
        elif fact.type is FactType.BOOL:
            raw[fact.name] = random_.random() < 0.5
        elif fact.type in {FactType.INT, FactType.DECIMAL}:
            raw[fact.name] = random_.randint(0, 40)
        elif fact.type is FactType.DATETIME:
            raw[fact.name] = (case.inquiry.received_at - timedelta(hours=1)).isoformat()
    return rides.schema.parse(raw, zone=rides.zone)


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
