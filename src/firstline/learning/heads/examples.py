"""Labelled cases as the matrices that heads are fitted on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from firstline.domain.cases import Case
from firstline.domain.facts import FactSchema
from firstline.domain.topics import TopicId
from firstline.inference.classifier import FeatureSpace
from firstline.inference.fact_features import FactFeatures
from firstline.inference.ngrams import Grams, Vocabulary
from firstline.inference.vectors import Vectors

FOLDS = 5
ALWAYS_LEARNT = -1
"""The fold of what is never held out: names of topics, and a topic's only inquiry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Rows of features with the column of their topic in the classifier."""

    space: FeatureSpace
    features: csr_matrix
    """Everything of the feature space, the embedding last."""
    topics: NDArray[np.int64]
    weights: NDArray[np.float64]
    """How much each row counts."""
    folds: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.topics)

    def part(self, rows: NDArray[np.bool_]) -> "Examples":
        return replace(
            self,
            features=self.features[rows],
            topics=self.topics[rows],
            weights=self.weights[rows],
            folds=self.folds[rows],
        )

    def weighted(self, weights: NDArray[np.float64]) -> "Examples":
        return replace(self, weights=weights)

    def scaled(self, scale: NDArray[np.float64]) -> csr_matrix:
        """The columns whose scale is above zero, each times its scale."""
        used = scale > 0
        return csr_matrix(self.features[:, used].multiply(scale[used][None, :]))


def fit_space(train: Sequence[Case], schema: FactSchema, *, dimension: int) -> FeatureSpace:
    texts = [case.inquiry.text for case in train]
    facts = [(case.inquiry.facts, case.inquiry.received_at) for case in train]
    return FeatureSpace(
        words=Vocabulary.fit(Grams.WORDS, texts),
        characters=Vocabulary.fit(Grams.CHARACTERS, texts),
        facts=FactFeatures.fit(schema, facts),
        dimension=dimension,
    )


def examples_of(
    cases: Sequence[Case],
    space: FeatureSpace,
    embed: Callable[[Sequence[Case]], Vectors],
    column: Mapping[TopicId, int],
    *,
    names: Sequence[Case] = (),
) -> Examples:
    """Compute the features of cases, and of the names of topics, which come last."""
    rows = [*cases, *names]
    labels = [column[case.topic_id] for case in rows if case.topic_id is not None]
    topics = np.array(labels, dtype=np.int64)
    folds = deal_folds(topics[: len(cases)])
    return Examples(
        space=space,
        features=hstack([_matrix(rows, space), csr_matrix(embed(rows))], format="csr"),
        topics=topics,
        weights=np.ones(len(rows)),
        folds=np.concatenate([folds, np.full(len(names), ALWAYS_LEARNT)]),
    )


def deal_folds(topics: NDArray[np.int64]) -> NDArray[np.int64]:
    """Deal each topic's rows out in turn, so that no fold holds all of them."""
    folds = np.full(len(topics), ALWAYS_LEARNT)
    for topic in np.unique(topics):
        (rows,) = np.nonzero(topics == topic)
        if len(rows) > 1:
            folds[rows] = np.arange(len(rows)) % FOLDS
    return folds


def _matrix(cases: Sequence[Case], space: FeatureSpace) -> csr_matrix:
    rows = [
        space.sparse(case.inquiry.text, case.inquiry.facts, case.inquiry.received_at)
        for case in cases
    ]
    ends = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    columns = np.concatenate([columns for columns, _ in rows]) if rows else np.zeros(0)
    values = np.concatenate([values for _, values in rows]) if rows else np.zeros(0)
    return csr_matrix((values, columns, ends), shape=(len(rows), space.sparse_size))
