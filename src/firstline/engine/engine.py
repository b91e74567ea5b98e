"""The one engine: classify → candidates → decide → fill the template → trace."""

from collections.abc import Sequence
from pathlib import Path

from firstline.domain.decisions import Decision
from firstline.domain.inquiries import Inquiry
from firstline.domain.traces import Prediction
from firstline.engine.assessments import Assessment
from firstline.engine.candidates import CandidateFinder
from firstline.engine.decide import Decider
from firstline.engine.reading import Reading, escalation_reason, read
from firstline.inference.encoders import Encoder, load_encoder
from firstline.inference.vectors import Vector
from firstline.release.records import Release
from firstline.text import LanguageDetector

# A topic less probable than this cannot bring a reply above any useful floor.
ENOUGH_MASS = 0.02


class Engine:
    """Answers inquiries under one release; safe to use from several threads."""

    def __init__(self, release: Release, encoder: Encoder) -> None:
        self.release = release
        self._encoder = encoder
        self._detector = LanguageDetector()
        self._finder = CandidateFinder(release.service, release.model.ranker)
        self._decider = Decider(
            service=release.service, thresholds=release.thresholds, digest=release.digest
        )
        self._expert = frozenset(release.service.topics.expert_leaves())

    @classmethod
    def load(cls, release: Release, *, encoders: Path | None = None, sessions: int = 1) -> "Engine":
        """Make an engine with the release's encoder.

        Raises:
            EncoderError: the encoder is not there, or not the one of the release.
        """
        return cls(release, load_encoder(release.model.encoder, folder=encoders, sessions=sessions))

    def answer(self, inquiry: Inquiry) -> Decision:
        return self._decider.decide(self.assess([inquiry])[0])

    def answer_many(self, inquiries: Sequence[Inquiry]) -> list[Decision]:
        """Answer in batches; each decision equals, to the bit, the one made alone."""
        return [self._decider.decide(assessment) for assessment in self.assess(inquiries)]

    def assess(self, inquiries: Sequence[Inquiry]) -> list[Assessment]:
        """Do all that needs no thresholds."""
        readings = [read(inquiry, self.release.service, self._detector) for inquiry in inquiries]
        vectors = self._encoder.encode([reading.text for reading in readings])
        return [
            self._assess(reading, vector) for reading, vector in zip(readings, vectors, strict=True)
        ]

    def _assess(self, reading: Reading, embedding: Vector) -> Assessment:
        language = reading.language or self.release.service.languages[0]
        if escalation_reason(reading):
            return Assessment(reading=reading, language=language)
        predictions = self._predict(reading, embedding)
        probable = [p for p in predictions if p.probability >= ENOUGH_MASS]
        return Assessment(
            reading=reading,
            language=language,
            predictions=predictions,
            expert_probability=sum(
                p.probability for p in predictions if p.topic_id in self._expert
            ),
            candidates=self._finder.find(reading, language, probable),
        )

    def _predict(self, reading: Reading, embedding: Vector) -> tuple[Prediction, ...]:
        classifier = self.release.model.classifier
        inquiry = reading.inquiry
        probabilities = classifier.predict(
            reading.text, embedding, inquiry.facts, inquiry.received_at
        )
        pairs = zip(probabilities.tolist(), classifier.topics, strict=True)
        ranked = sorted(pairs, key=lambda pair: (-pair[0], pair[1]))
        return tuple(Prediction(topic_id=topic, probability=p) for p, topic in ranked)
