"""The heads: each learns one linear map from features to a score per topic."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from firstline.domain.model_parts import Head
from firstline.inference.classifier import FeatureSpace
from firstline.learning.heads.examples import Examples


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Hyper-parameters of a head, to be judged on held-out cases."""

    head: Head = Head.SVM
    penalty: float
    """C: how much a mistake costs beside large weights."""
    embedding_scale: float
    """Weight of the embedding beside n-grams of length 1."""
    fact_scale: float

    def __str__(self) -> str:
        if self.head is Head.CENTROID:
            return str(self.head)
        facts, embedding = f"facts×{self.fact_scale:g}", f"embedding×{self.embedding_scale:g}"
        return f"{self.head} C={self.penalty:g} {embedding} {facts}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearMap:
    weights: NDArray[np.float64]
    """Shape (space.size, topics)."""
    bias: NDArray[np.float64]

    def scores(self, examples: Examples) -> NDArray[np.float64]:
        # sparse by dense: no linear-algebra library, whose bits depend on its threads
        found: NDArray[np.float64] = examples.features @ self.weights + self.bias
        return found


def mixed(maps: Sequence[LinearMap], shares: Sequence[float]) -> LinearMap:
    """Add maps up: the sum of linear maps is one, so answering costs the same."""
    pairs = list(zip(maps, shares, strict=True))
    return LinearMap(
        weights=np.sum([share * map_.weights for map_, share in pairs], axis=0),
        bias=np.sum([share * map_.bias for map_, share in pairs], axis=0),
    )


def fit_head(setting: Setting, learn: Examples) -> LinearMap:
    """Fit one head; every topic must have a row."""
    match setting.head:
        case Head.CENTROID:
            return _centroid(learn)
        case Head.LOGISTIC:
            machine = LogisticRegression(C=setting.penalty, max_iter=200, tol=1e-3)
            scale = _column_scale(setting, learn.space)
            scale[: learn.space.sparse_size - len(learn.space.facts)] = 0  # no n-grams
        case _:
            machine = LinearSVC(C=setting.penalty, random_state=0)
            scale = _column_scale(setting, learn.space)
    used = scale > 0
    machine.fit(learn.scaled(scale), learn.topics, sample_weight=learn.weights)
    weights = np.zeros((len(machine.coef_), len(scale)))
    weights[:, used] = machine.coef_ * scale[used]  # so that answering need not scale
    weights, bias = one_column_each(weights, machine.intercept_)
    return LinearMap(weights=np.ascontiguousarray(weights.T), bias=bias)


def _centroid(learn: Examples) -> LinearMap:
    count = int(learn.topics.max()) + 1
    embeddings = learn.features[:, learn.space.sparse_size :].toarray()
    sums = np.zeros((count, learn.space.dimension))
    np.add.at(sums, learn.topics, embeddings * learn.weights[:, None])
    lengths = np.maximum(np.sqrt((sums**2).sum(axis=1, keepdims=True)), 1e-12)
    weights = np.zeros((learn.space.size, count))
    weights[learn.space.sparse_size :] = (sums / lengths).T
    return LinearMap(weights=weights, bias=np.zeros(count))


def _column_scale(setting: Setting, space: FeatureSpace) -> NDArray[np.float64]:
    scale = np.ones(space.size)
    scale[space.sparse_size - len(space.facts) : space.sparse_size] = setting.fact_scale
    scale[space.sparse_size :] = setting.embedding_scale
    return scale


def one_column_each(
    weights: NDArray[np.float64], bias: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """With two topics scikit-learn keeps one row for both; give each its own."""
    if len(weights) > 1:
        return weights, bias
    return np.vstack([-weights, weights]), np.concatenate([-bias, bias])
