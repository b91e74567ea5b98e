"""The sentiment head: a linear one on the embedding that the topics are read from too."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firstline.domain.sentiments import Sentiment
from firstline.domain.templates import Language
from firstline.inference.classifier import softmax
from firstline.inference.vectors import Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class SentimentHead:
    weights: NDArray[np.float32]
    """Shape (dimension, 3), columns as `SENTIMENTS`."""
    bias: NDArray[np.float32]
    """Shape (3,)."""
    temperatures: Mapping[Language, float]
    """Divides the scores before softmax; one for each language that the head has learnt."""

    def predict(self, embedding: Vector, language: Language | None) -> Sentiment | None:
        """Say how a message sounds; `None` in a language that was not learnt."""
        temperature = self.temperatures.get(language) if language else None
        if temperature is None:
            return None
        # einsum and no matrix product: the same bits on any number of threads
        total = np.einsum("i,ij->j", embedding.astype(np.float32), self.weights) + self.bias
        negative, neutral, positive = softmax(total.astype(np.float64) / temperature).tolist()
        return Sentiment(negative=negative, neutral=neutral, positive=positive)
