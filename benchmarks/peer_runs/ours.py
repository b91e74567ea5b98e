"""Firstline itself: what `firstline train` fits, with the parts that `auto` chooses."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))  # beside the peers, as a program

from benchmarks.peer_runs.task import Predict, run
from firstline.domain.cases import Case
from firstline.domain.facts import FactSchema
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.topics import Topic, TopicId
from firstline.inference.encoders import load_encoder
from firstline.inference.vectors import Vectors
from firstline.learning.embeddings import RememberingEncoder
from firstline.learning.heads import fit_classifier

NOW = datetime(2026, 1, 1, tzinfo=UTC)  # no fact is a time, so no time matters


def fit(task: dict[str, Any]) -> Predict:
    encoder = load_encoder("all-MiniLM-L6-v2")
    remembering = RememberingEncoder(encoder)

    def embed(cases: Sequence[Case]) -> Vectors:
        return remembering.encode([case.inquiry.text for case in cases])

    ids = [TopicId(f"{number:03}") for number in range(len(task["topics"]))]
    names = [
        Topic(id=topic, name=name.replace("_", " ").capitalize())
        for topic, name in zip(ids, task["topics"], strict=True)
    ]
    learnt = [
        _case(text, ids[topic])
        for text, topic in zip(task["train"], task["train_topics"], strict=True)
    ]
    model = fit_classifier(learnt, [], embed, FactSchema(()), topics=names).classifier

    def predict(texts: Sequence[str]) -> Sequence[int]:
        vectors = encoder.encode(texts)
        return [
            ids.index(model.topics[int(model.predict(text, vector, {}, NOW).argmax())])
            for text, vector in zip(texts, vectors, strict=True)
        ]

    return predict


def _case(text: str, topic: TopicId) -> Case:
    return Case(
        inquiry=Inquiry(id=InquiryId(""), text=text, received_at=NOW, facts={}), topic_id=topic
    )


if __name__ == "__main__":
    run(fit)
