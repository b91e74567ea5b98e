"""A tuned encoder beside the frozen one: accuracy in scope, processor seconds, memory.

Everything is chosen on dev; test is read once, for these rows. Needs the extra `train`.
"""

import resource
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.public_sets import OUT_OF_SCOPE, PublicSet, banking77, clinc150
from benchmarks.quality import found_topics
from firstline.domain.cases import Case
from firstline.inference.encoders import Encoder, load_encoder
from firstline.inference.registry import MINILM
from firstline.inference.sources import find_files
from firstline.inference.tuned import TUNED
from firstline.inference.vectors import Vectors
from firstline.learning.embeddings import RememberingEncoder
from firstline.learning.training import train
from firstline.learning.tuning.batches import tokenise
from firstline.learning.tuning.corpora import corpus_of
from firstline.learning.tuning.networks import Network
from firstline.learning.tuning.recipes import TUNING, Plan
from firstline.learning.tuning.supervised import SCALE
from firstline.learning.tuning.tuning import Tuned, tune

SETS: tuple[Callable[[], PublicSet], ...] = (banking77, clinc150)
STORE = Path("var/tuning")  # a benchmark that was killed goes on too; its seconds are then too few
Embed = Callable[[Sequence[Case]], Vectors]


def measure() -> list[Mapping[str, Any]]:
    return [_measure_set(make()) for make in SETS]


def _measure_set(public: PublicSet) -> Mapping[str, Any]:
    store = STORE / public.service.name
    started = time.process_time()
    tuned = _tune(public, store)
    finished = time.process_time()
    frozen, served = load_encoder(MINILM.name), load_encoder(tuned.card.name, store=store)
    exact = _exactly(store / TUNED / tuned.card.name)
    alone = _head(public, exact)
    return {
        "name": public.name,
        "split": public.source,
        "rows": {"train": len(public.train), "dev": len(public.dev), "test": len(public.test)},
        "recipe": repr(TUNING),
        "dev": [[each.epoch, each.accuracy, each.log_loss] for each in tuned.judgements],
        "processor_seconds": finished - started,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "accuracy": {
            "frozen alone": _right(public, _head(public, _served(frozen)), _served(frozen)),
            "frozen and n-grams": _released(public, frozen),
            "tuned alone": _right(public, alone, exact),
            "tuned alone, int8": _right(public, alone, _served(served)),
            "tuned and n-grams, int8": _released(public, served),
        },
    }


def _tune(public: PublicSet, store: Path) -> Tuned:
    plan = Plan(supervised=TUNING)
    return tune(MINILM, find_files(MINILM), corpus_of(public.splits), plan=plan, store=store)


def _served(encoder: Encoder) -> Embed:
    remembering = RememberingEncoder(encoder)
    return lambda cases: remembering.encode([case.inquiry.text for case in cases])


def _exactly(folder: Path) -> Embed:
    network = Network.of(folder)
    return lambda cases: network.read(tokenise(folder, [case.inquiry.text for case in cases]))


def _head(public: PublicSet, embed: Embed) -> LogisticRegression:
    topics = [case.topic_id for case in public.train]
    return LogisticRegression(max_iter=300).fit(embed(public.train) * SCALE, topics)


def _right(public: PublicSet, head: LogisticRegression, embed: Embed) -> Mapping[str, float]:
    """Of the inquiries that have a topic; the held-out part beside the one that chose."""
    return {
        part: _share(cases, head.predict(embed(cases) * SCALE).tolist())
        for part, cases in _parts(public)
    }


def _released(public: PublicSet, encoder: Encoder) -> Mapping[str, float]:
    """What `firstline train` makes of the encoder."""
    remembering = RememberingEncoder(encoder)
    classifier = train(public.service, public.splits, remembering).release.model.classifier
    return {
        part: _share(cases, found_topics(classifier, remembering, cases))
        for part, cases in _parts(public)
    }


def _parts(public: PublicSet) -> list[tuple[str, Sequence[Case]]]:
    parts = (("dev", public.dev), ("test", public.test))
    return [
        (name, [case for case in cases if case.topic_id != OUT_OF_SCOPE]) for name, cases in parts
    ]


def _share(cases: Sequence[Case], found: Sequence[str]) -> float:
    pairs = zip(cases, found, strict=True)
    return float(np.mean([case.topic_id == topic for case, topic in pairs]))
