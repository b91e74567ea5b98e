"""Fit the topic classifier's linear heads and calibrate them on the dev split."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from scipy.special import log_softmax
from sklearn.svm import LinearSVC

from firstline.domain.cases import Case
from firstline.domain.errors import HistoryError
from firstline.domain.facts import FactSchema
from firstline.domain.topics import TopicId
from firstline.inference.classifier import FeatureSpace, TopicClassifier
from firstline.inference.fact_features import FactFeatures
from firstline.inference.ngrams import Grams, Vocabulary
from firstline.inference.vectors import Vectors

PROCESSES = 2  # not threads: liblinear draws from one random generator per process
FEWEST_TOPICS = 2
WORTH_A_PROCESS = 2_000  # cases; fewer are fitted before a second process has started


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is chosen on the dev split."""

    penalty: float
    """C of the linear SVM."""
    embedding_scale: float
    """Weight of the embedding beside n-grams of length 1."""
    fact_scale: float


# Around the optimum on BANKING77's own training part; facts help only where there are any.
SETTINGS = tuple(
    Setting(penalty=penalty, embedding_scale=scale, fact_scale=facts)
    for penalty, scale, facts in product((0.3, 1.0), (2.0,), (0.3, 0.1))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Labelled cases as matrices."""

    sparse: csr_matrix
    embeddings: Vectors
    topics: NDArray[np.int64]
    """Column of the topic classifier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FitReport:
    """How a setting did on the dev split."""

    setting: Setting
    accuracy: float
    log_loss: float
    temperature: float


def fit_classifier(
    train: Sequence[Case],
    dev: Sequence[Case],
    embed: Callable[[Sequence[Case]], Vectors],
    schema: FactSchema,
    *,
    settings: Sequence[Setting] = SETTINGS,
) -> tuple[TopicClassifier, tuple[FitReport, ...]]:
    """Fit every setting on `train`, keep the one with the lowest log loss on `dev`.

    Both must hold only cases with a topic. Returns the classifier, calibrated by a
    temperature (Guo et al. 2017) fitted on `dev`, and what every setting did there. An
    empty `dev` leaves the first setting and its scores as they are.

    Raises:
        HistoryError: `train` holds fewer than two topics, so there is nothing to tell apart.
    """
    topics = _topics(train)
    space = fit_space(train, schema, dimension=embed(train[:1]).shape[1])
    column = {topic: number for number, topic in enumerate(topics)}
    known_dev = [case for case in dev if case.topic_id in column]
    learn = _examples(train, space, embed, column)
    judge = _examples(known_dev, space, embed, column)
    useful = settings if len(space.facts) else _without_facts(settings)

    fitted = Parallel(n_jobs=PROCESSES if len(train) > WORTH_A_PROCESS else 1)(
        delayed(_fit)(setting, learn, judge, space, topics) for setting in useful
    )
    best, _ = min(fitted, key=lambda pair: pair[1].log_loss)
    return best, tuple(report for _, report in fitted)


def _topics(train: Sequence[Case]) -> tuple[TopicId, ...]:
    topics = tuple(sorted({case.topic_id for case in train if case.topic_id}))
    if len(topics) < FEWEST_TOPICS:
        found = f"only `{topics[0]}`" if topics else "no topic at all"
        raise HistoryError(
            f"the earliest inquiries of the history, which are learnt from, have {found}; "
            "label inquiries of at least two topics, or import a longer history"
        )
    return topics


def _without_facts(settings: Sequence[Setting]) -> list[Setting]:
    seen: dict[tuple[float, float], Setting] = {}
    for setting in settings:
        seen.setdefault((setting.penalty, setting.embedding_scale), setting)
    return list(seen.values())


def fit_space(train: Sequence[Case], schema: FactSchema, *, dimension: int) -> FeatureSpace:
    texts = [case.inquiry.text for case in train]
    facts = [(case.inquiry.facts, case.inquiry.received_at) for case in train]
    return FeatureSpace(
        words=Vocabulary.fit(Grams.WORDS, texts),
        characters=Vocabulary.fit(Grams.CHARACTERS, texts),
        facts=FactFeatures.fit(schema, facts),
        dimension=dimension,
    )


def _examples(
    cases: Sequence[Case],
    space: FeatureSpace,
    embed: Callable[[Sequence[Case]], Vectors],
    column: Mapping[TopicId, int],
) -> Examples:
    labels = [column[case.topic_id] for case in cases if case.topic_id is not None]
    return Examples(
        sparse=_matrix(cases, space),
        embeddings=embed(cases),
        topics=np.array(labels, dtype=np.int64),
    )


def _matrix(cases: Sequence[Case], space: FeatureSpace) -> csr_matrix:
    rows = [
        space.sparse(case.inquiry.text, case.inquiry.facts, case.inquiry.received_at)
        for case in cases
    ]
    ends = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    columns = np.concatenate([columns for columns, _ in rows]) if rows else np.zeros(0)
    values = np.concatenate([values for _, values in rows]) if rows else np.zeros(0)
    return csr_matrix((values, columns, ends), shape=(len(rows), space.sparse_size))


def _fit(
    setting: Setting,
    learn: Examples,
    judge: Examples,
    space: FeatureSpace,
    topics: tuple[TopicId, ...],
) -> tuple[TopicClassifier, FitReport]:
    scale = _column_scale(setting, space)
    machine = LinearSVC(C=setting.penalty, random_state=0)
    machine.fit(_scaled(learn, scale), learn.topics)
    weights, bias = _one_column_each(machine.coef_, machine.intercept_)
    weights = weights * scale  # so that answering need not scale its features
    scores = _scaled(judge, np.ones_like(scale)) @ weights.T + bias
    temperature = fit_temperature(scores, judge.topics)
    classifier = TopicClassifier(
        topics=topics,
        space=space,
        weights=np.ascontiguousarray(weights.T, dtype=np.float32),
        bias=bias.astype(np.float32),
        temperature=temperature,
    )
    return classifier, FitReport(
        setting=setting,
        accuracy=_mean(scores.argmax(axis=1) == judge.topics),
        log_loss=log_loss(scores / temperature, judge.topics),
        temperature=temperature,
    )


def _column_scale(setting: Setting, space: FeatureSpace) -> NDArray[np.float64]:
    scale = np.ones(space.size)
    scale[space.sparse_size - len(space.facts) : space.sparse_size] = setting.fact_scale
    scale[space.sparse_size :] = setting.embedding_scale
    return scale


def _scaled(examples: Examples, scale: NDArray[np.float64]) -> csr_matrix:
    joined = hstack([examples.sparse, csr_matrix(examples.embeddings)], format="csr")
    return csr_matrix(joined.multiply(scale[None, :]))


def _one_column_each(
    weights: NDArray[np.float64], bias: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """With two topics scikit-learn keeps one row for both; give each its own."""
    if len(weights) > 1:
        return weights, bias
    return np.vstack([-weights, weights]), np.concatenate([-bias, bias])


def fit_temperature(scores: NDArray[np.float64], topics: NDArray[np.int64]) -> float:
    """Return the divisor of the scores that minimises the log loss; 1 without any case."""
    if not len(topics):
        return 1.0
    found = minimize_scalar(
        lambda log_t: log_loss(scores / np.exp(log_t), topics), bounds=(-6, 4), method="bounded"
    )
    return float(np.exp(found.x))


def log_loss(scores: NDArray[np.float64], topics: NDArray[np.int64]) -> float:
    return _mean(-log_softmax(scores, axis=1)[np.arange(len(topics)), topics])


def _mean(values: NDArray[np.float64] | NDArray[np.bool_]) -> float:
    return float(values.mean()) if len(values) else 0.0


def describe(reports: Sequence[FitReport]) -> Iterator[str]:
    for report in sorted(reports, key=lambda report: report.log_loss):
        yield (
            f"C={report.setting.penalty:g} facts×{report.setting.fact_scale:g}: "
            f"{report.accuracy:.1%} of dev right, log loss {report.log_loss:.3f}"
        )
