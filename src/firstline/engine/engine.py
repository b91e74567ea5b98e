"""The one engine: classify → candidates → decide → fill the template → trace."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from firstline.domain.decisions import Decision
from firstline.domain.inquiries import Inquiry
from firstline.domain.pauses import Pause
from firstline.domain.sentiments import Sentiment
from firstline.domain.traces import MessageAct, Prediction
from firstline.engine.assessments import Assessment, assess
from firstline.engine.candidates import CandidateFinder
from firstline.engine.decide import Decider
from firstline.engine.reading import COURTESIES, Reading, escalation_reason, read
from firstline.inference.encoders import Encoder, check_files, load_encoder
from firstline.inference.vectors import Vector
from firstline.release.records import Release
from firstline.text import LanguageDetector

SHOWN_PREDICTIONS = 5


class Engine:
    """Answers inquiries under one release; safe to use from several threads."""

    def __init__(self, release: Release, encoder: Encoder) -> None:
        self.release = release
        self._encoder = encoder
        self._detector = LanguageDetector()
        self._finder = CandidateFinder(release.service, release.model)
        self._decider = Decider(
            service=release.service, thresholds=release.thresholds, digest=release.digest
        )
        self._classifier = release.model.classifier
        self._likeness = release.model.likeness
        self._floor = release.service.policy.suggestion_floor
        expert = set(release.service.topics.expert_leaves())
        self._expert = [
            column for column, topic in enumerate(self._classifier.topics) if topic in expert
        ]

    @classmethod
    def load(
        cls,
        release: Release,
        *,
        encoders: Path | None = None,
        store: Path | None = None,
        sessions: int = 1,
    ) -> "Engine":
        """Make an engine with the release's encoder, found as `load_encoder` finds it.

        Raises:
            EncoderError: the encoder is not there, or not the one of the release.
        """
        model = release.model
        encoder = load_encoder(model.encoder, folder=encoders, store=store, sessions=sessions)
        check_files(encoder, model.encoder_sha256)
        return cls(release, encoder)

    def under(self, release: Release) -> "Engine":
        """Make an engine for another release that reads with the same encoder."""
        return Engine(release, self._encoder)

    def answer(self, inquiry: Inquiry, *, pauses: Sequence[Pause] = ()) -> Decision:
        return self._decider.decide(self.assess([inquiry])[0], pauses)

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
        sentiment = self._sentiment(reading, embedding)
        if escalation_reason(reading):
            return assess(reading, self._finder, sentiment=sentiment)
        inquiry = reading.inquiry
        probabilities = self._classifier.predict(
            reading.text, embedding, inquiry.facts, inquiry.received_at
        )
        return assess(
            reading,
            self._finder,
            sentiment=sentiment,
            predictions=self._best(probabilities, embedding),
            expert_probability=self._expert_probability(reading, probabilities),
        )

    def _sentiment(self, reading: Reading, embedding: Vector) -> Sentiment | None:
        head = self.release.model.sentiment
        if head is None or reading.act is MessageAct.EMPTY:
            return None
        return head.predict(embedding, reading.language)

    def _expert_probability(self, reading: Reading, probabilities: Vector) -> float:
        """Sum the expert topics; a message that only thanks or greets is no emergency."""
        if reading.act in COURTESIES:
            return 0.0
        return float(probabilities[self._expert].sum())

    def _best(self, probabilities: Vector, embedding: Vector) -> tuple[Prediction, ...]:
        order = np.argsort(-probabilities, kind="stable")
        wanted = max(SHOWN_PREDICTIONS, int((probabilities >= self._floor).sum()))
        topics = self._classifier.topics
        return tuple(
            Prediction(
                topic_id=topics[column],
                probability=float(probabilities[column]),
                likeness=self._likeness.of(topics[column], embedding),
            )
            for column in order[:wanted].tolist()
        )
