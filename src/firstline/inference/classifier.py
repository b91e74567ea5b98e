"""The topic classifier: linear heads on n-grams ∥ embedding ∥ facts, calibrated."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from firstline.domain.facts import Facts
from firstline.domain.topics import TopicId
from firstline.inference.fact_features import FactFeatures
from firstline.inference.ngrams import Features, Vocabulary
from firstline.inference.vectors import Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureSpace:
    """Where each kind of feature has its rows: words, characters, facts, then embedding."""

    words: Vocabulary
    characters: Vocabulary
    facts: FactFeatures
    dimension: int
    """Of the embedding."""

    @property
    def sparse_size(self) -> int:
        return len(self.words) + len(self.characters) + len(self.facts)

    @property
    def size(self) -> int:
        return self.sparse_size + self.dimension

    def sparse(self, text: str, facts: Facts, received_at: datetime) -> Features:
        """Row numbers, ascending, and values of everything but the embedding."""
        words, word_values = self.words.features(text)
        characters, character_values = self.characters.features(text)
        known = np.array(self.facts.features(facts, received_at), dtype=np.int64)
        first, second = len(self.words), len(self.words) + len(self.characters)
        rows = np.concatenate([words, characters + first, known + second])
        return rows, np.concatenate([word_values, character_values, np.ones(len(known))])


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicClassifier:
    topics: tuple[TopicId, ...]
    space: FeatureSpace
    weights: NDArray[np.float32]
    """Shape (space.size, len(topics))."""
    bias: NDArray[np.float32]
    """Shape (len(topics),)."""
    temperature: float
    """Divides the scores before softmax; fitted on the dev split (Guo et al. 2017)."""

    def scores(self, text: str, embedding: Vector, facts: Facts, received_at: datetime) -> Vector:
        """Uncalibrated scores, one per topic.

        Adds row to row by einsum and never by a matrix product, whose bits depend on how
        the linear-algebra library splits the work.
        """
        rows, values = self.space.sparse(text, facts, received_at)
        sparse = self.weights.take(rows, axis=0)
        dense = self.weights[self.space.sparse_size :]
        total: Vector = (
            np.einsum("i,ij->j", values.astype(np.float32), sparse)
            + np.einsum("i,ij->j", embedding.astype(np.float32), dense)
            + self.bias
        ).astype(np.float64)
        return total

    def predict(self, text: str, embedding: Vector, facts: Facts, received_at: datetime) -> Vector:
        """Calibrated probabilities, one per topic, adding up to 1."""
        return softmax(self.scores(text, embedding, facts, received_at) / self.temperature)


def softmax(scores: Vector) -> Vector:
    powers = np.exp(scores - scores.max())
    probabilities: Vector = powers / powers.sum()
    return probabilities
