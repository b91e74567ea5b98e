"""Likeness: how like a message is to those that a topic was learnt from.

A classifier shares its certainty out among the topics that it knows, also for a message
that is about none of them. Likeness does not: what is new is like nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firstline.domain.topics import TopicId
from firstline.inference.vectors import Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLikeness:
    prototypes: Mapping[TopicId, NDArray[np.float32]]
    """Each of shape (prototypes of the topic, dimension), rows of length 1."""

    def of(self, topic_id: TopicId, embedding: Vector) -> float:
        """Cosine of the embedding and the nearest prototype; 0 for a topic without any."""
        prototypes = self.prototypes.get(topic_id)
        if prototypes is None:
            return 0.0
        # by einsum, whose bits do not depend on threads
        return float(np.einsum("ij,j->i", prototypes, embedding.astype(np.float32)).max())
