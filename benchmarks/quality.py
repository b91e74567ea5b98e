"""Train and measure on public data: accuracy, coverage, promises, training time."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks import promises
from benchmarks.public_sets import OUT_OF_SCOPE, PublicSet, banking77, bitext, clinc150
from firstline.domain.cases import Case
from firstline.engine import Engine
from firstline.inference.encoders import load_encoder
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
    in_scope = [
        (case, assessment)
        for case, assessment in zip(public.test, assessed, strict=True)
        if case.topic_id != OUT_OF_SCOPE
    ]
    right = sum(
        bool(assessment.predictions) and assessment.predictions[0].topic_id == case.topic_id
        for case, assessment in in_scope
    )
    return {
        "name": public.name,
        "split": public.source,
        "rows": {"train": len(public.train), "dev": len(public.dev), "test": len(public.test)},
        "accuracy": right / len(in_scope),
        "accuracy_of": len(in_scope),
        "seconds_to_embed": embedded - started,
        "seconds_to_train": finished - embedded,
        "promises": promises.measure(
            _pilot(engine, public.dev),
            promises.world(public.test, assessed, out_of_scope=OUT_OF_SCOPE),
        ),
    }


def _pilot(engine: Engine, dev: Sequence[Case]) -> Scored:
    return promises.world(dev, engine.assess([case.inquiry for case in dev])).scored
