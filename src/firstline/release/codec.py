"""Records ↔ bytes: JSON for what people read, safetensors for numbers."""

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter
from safetensors.numpy import load as load_tensors
from safetensors.numpy import save as save_tensors

from firstline.domain.examples import ExampleCustomer
from firstline.domain.guarantees import Thresholds
from firstline.domain.model_parts import PartChoice
from firstline.domain.scorecards import Scorecard
from firstline.domain.services import Service
from firstline.domain.templates import Language, TemplateId
from firstline.domain.topics import TopicId
from firstline.inference.classifier import FeatureSpace, TopicClassifier
from firstline.inference.fact_features import FactFeatures
from firstline.inference.likeness import TopicLikeness
from firstline.inference.ngrams import Grams, Vocabulary
from firstline.inference.ranker import ReplyRanker
from firstline.inference.rightness import Rightness
from firstline.inference.sentiment import SentimentHead
from firstline.inference.vectors import Vector
from firstline.release import layout
from firstline.release.records import GoldenSet, Model

T = TypeVar("T")
_TEMPERATURE = "temperature."
"""Before the language: one tensor for each."""


def to_json(kind: TypeAdapter[T], value: T) -> bytes:
    return kind.dump_json(value, indent=1) + b"\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderReference:
    name: str
    sha256: dict[str, str]
    base: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureFile:
    topics: tuple[TopicId, ...]
    temperature: float
    dimension: int
    words: tuple[str, ...]
    characters: tuple[str, ...]
    facts: FactFeatures
    parts: tuple[PartChoice, ...] = ()


MANIFEST = TypeAdapter(layout.Manifest)
ENCODER = TypeAdapter(EncoderReference)
FEATURES = TypeAdapter(FeatureFile)
USAGE = TypeAdapter(dict[TopicId, dict[TemplateId, float]])
RIGHTNESS = TypeAdapter(Rightness)
SERVICE = TypeAdapter(Service)
EXAMPLES = TypeAdapter(tuple[ExampleCustomer, ...])
THRESHOLDS = TypeAdapter(Thresholds)
SCORECARD: TypeAdapter[Scorecard | None] = TypeAdapter(Scorecard | None)
GOLDEN = TypeAdapter(GoldenSet)


def model_to_files(model: Model) -> dict[str, bytes]:
    classifier, space = model.classifier, model.classifier.space
    features = FeatureFile(
        topics=classifier.topics,
        temperature=classifier.temperature,
        dimension=space.dimension,
        words=tuple(space.words.columns),
        characters=tuple(space.characters.columns),
        facts=space.facts,
        parts=model.parts,
    )
    tensors: dict[str, NDArray[Any]] = {
        "weights": classifier.weights,
        "bias": classifier.bias,
        "words_idf": space.words.idf,
        "characters_idf": space.characters.idf,
        **_prototype_tensors(model.likeness),
    }
    encoder = EncoderReference(
        name=model.encoder, sha256=dict(model.encoder_sha256), base=model.encoder_base
    )
    usage = {topic: dict(shares) for topic, shares in sorted(model.ranker.usage.items())}
    files = {
        layout.ENCODER: to_json(ENCODER, encoder),
        layout.FEATURES: to_json(FEATURES, features),
        layout.WEIGHTS: save_tensors(tensors),
        layout.USAGE: to_json(USAGE, usage),
        layout.RIGHTNESS: to_json(RIGHTNESS, model.rightness),
    }
    if model.sentiment:
        files[layout.SENTIMENT] = _sentiment_to_bytes(model.sentiment)
    return files


def model_from_files(files: dict[str, bytes]) -> Model:
    encoder = ENCODER.validate_json(files[layout.ENCODER])
    features = FEATURES.validate_json(files[layout.FEATURES])
    tensors = load_tensors(files[layout.WEIGHTS])
    space = FeatureSpace(
        words=_vocabulary(Grams.WORDS, features.words, tensors["words_idf"]),
        characters=_vocabulary(Grams.CHARACTERS, features.characters, tensors["characters_idf"]),
        facts=features.facts,
        dimension=features.dimension,
    )
    classifier = TopicClassifier(
        topics=features.topics,
        space=space,
        weights=np.ascontiguousarray(tensors["weights"]),
        bias=tensors["bias"],
        temperature=features.temperature,
    )
    ranker = ReplyRanker(usage=USAGE.validate_json(files[layout.USAGE]))
    return Model(
        encoder=encoder.name,
        encoder_sha256=encoder.sha256,
        encoder_base=encoder.base,
        classifier=classifier,
        ranker=ranker,
        likeness=_likeness(tensors),
        rightness=RIGHTNESS.validate_json(files[layout.RIGHTNESS]),
        sentiment=_sentiment_from_bytes(files[layout.SENTIMENT])
        if layout.SENTIMENT in files
        else None,
        parts=features.parts,
    )


PROTOTYPES = "prototypes:"


def _prototype_tensors(likeness: TopicLikeness) -> dict[str, NDArray[Any]]:
    return {f"{PROTOTYPES}{topic}": rows for topic, rows in likeness.prototypes.items()}


def _likeness(tensors: dict[str, NDArray[Any]]) -> TopicLikeness:
    return TopicLikeness(
        prototypes={
            TopicId(name.removeprefix(PROTOTYPES)): np.ascontiguousarray(rows)
            for name, rows in tensors.items()
            if name.startswith(PROTOTYPES)
        }
    )


def _sentiment_to_bytes(head: SentimentHead) -> bytes:
    temperatures = {
        f"{_TEMPERATURE}{language}": np.array([temperature])
        for language, temperature in head.temperatures.items()
    }
    return save_tensors({"weights": head.weights, "bias": head.bias, **temperatures})


def _sentiment_from_bytes(content: bytes) -> SentimentHead:
    tensors = load_tensors(content)
    return SentimentHead(
        weights=np.ascontiguousarray(tensors["weights"]),
        bias=tensors["bias"],
        temperatures={
            Language(name.removeprefix(_TEMPERATURE)): float(tensor[0])
            for name, tensor in sorted(tensors.items())
            if name.startswith(_TEMPERATURE)
        },
    )


def _vocabulary(kind: Grams, grams: tuple[str, ...], idf: Vector) -> Vocabulary:
    columns = {gram: column for column, gram in enumerate(grams)}
    return Vocabulary(kind=kind, columns=columns, idf=idf)
