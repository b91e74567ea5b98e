"""Find a few prototypes for every topic among the embeddings of its messages."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from firstline.domain.topics import TopicId
from firstline.inference.likeness import TopicLikeness
from firstline.inference.vectors import Vectors

PROTOTYPES = 10  # 4 find less of what is new, 20 no more (docs/adr/0015)


def fit_likeness(topics: Sequence[TopicId], embeddings: Vectors) -> TopicLikeness:
    """Cluster the embeddings of each topic; the topic and the embedding of a case at a time."""
    labels = np.array(topics)
    # clusters are sums over messages, whose bits depend on how threads share them
    with threadpool_limits(limits=1):
        return TopicLikeness(
            prototypes={
                topic: _prototypes(embeddings[labels == topic]) for topic in sorted(set(topics))
            }
        )


def _prototypes(embeddings: Vectors) -> NDArray[np.float32]:
    different = np.unique(embeddings, axis=0)
    if len(different) > PROTOTYPES:
        clusters = KMeans(PROTOTYPES, n_init=1, random_state=0).fit(different)
        different = clusters.cluster_centers_
    lengths = np.linalg.norm(different, axis=1, keepdims=True)
    unit: NDArray[np.float32] = (different / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit
