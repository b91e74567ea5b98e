"""Train and measure on public data: accuracy, coverage, promises, training time."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks import promises
from benchmarks.public_sets import OUT_OF_SCOPE, PublicSet, banking77, bitext, clinc150
from firstline.domain.cases import Case
from firstline.domain.topics import TopicId
from firstline.engine import Engine
from firstline.inference.classifier import TopicClassifier
from firstline.inference.encoders import Encoder, load_encoder
from firstline.learning.embeddings import RememberingEncoder
from firstline.learning.precision import Scored
from firstline.learning.training import train

SETS: tuple[Callable[[], PublicSet], ...] = (banking77, clinc150, bitext)


def measure() -> list[Mapping[str, Any]]:
    return [measure_set(make()) for make in SETS]


def measure_set(public: PublicSet) -> Mapping[str, Any]:
    encoder = RememberingEncoder(load_encoder(public.service.encoder, sessions=2))
    started = time.perf_counter()
    encoder.remember([case.inquiry.text for case in (*public.train, *public.dev, *public.test)])
    embedded = time.perf_counter()
    trained = train(public.service, public.splits, encoder)
    finished = time.perf_counter()
    engine = Engine(trained.release, encoder)
    assessed = engine.assess([case.inquiry for case in public.test])
    in_scope = [case for case in public.test if case.topic_id != OUT_OF_SCOPE]
    found = found_topics(trained.release.model.classifier, encoder, in_scope)
    right = sum(topic == case.topic_id for topic, case in zip(found, in_scope, strict=True))
    return {
        "name": public.name,
        "split": public.source,
        "rows": {"train": len(public.train), "dev": len(public.dev), "test": len(public.test)},
        "accuracy": right / len(in_scope),
        "accuracy_of": len(in_scope),
        "seconds_to_embed": embedded - started,
        "seconds_to_train": finished - embedded,
        **promises.measure(
            _pilot(engine, public.dev),
            promises.world(public.test, assessed, out_of_scope=OUT_OF_SCOPE),
        ),
    }


def found_topics(
    classifier: TopicClassifier, encoder: Encoder, cases: Sequence[Case]
) -> list[TopicId]:
    """Ask the classifier alone, also where a guard would have handed the message over."""
    vectors = encoder.encode([case.inquiry.text for case in cases])
    return [
        classifier.topics[
            int(
                classifier.predict(
                    case.inquiry.text, vector, case.inquiry.facts, case.inquiry.received_at
                ).argmax()
            )
        ]
        for case, vector in zip(cases, vectors, strict=True)
    ]


def _pilot(engine: Engine, dev: Sequence[Case]) -> Scored:
    return promises.world(dev, engine.assess([case.inquiry for case in dev])).scored
