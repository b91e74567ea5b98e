"""Fit the sentiment head and calibrate it on rows that it has not seen."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.svm import LinearSVC

from firstline.domain.templates import Language
from firstline.inference.encoders import Encoder
from firstline.inference.sentiment import SentimentHead
from firstline.inference.vectors import Vectors
from firstline.learning.heads import fit_temperature
from firstline.learning.sentiment.seeds import SEED_LANGUAGES, Seed, read_seeds

# Of 0.03 … 10 the best in cross-validation on the seeds, with either encoder. N-grams beside the
# embedding added nothing, and neither did a head for each language.
PENALTY = 0.1
FOLDS = 5


def fit_sentiment(encoder: Encoder, languages: Sequence[Language]) -> SentimentHead | None:
    """Learn from the seeds of these languages; `None` where there are none of them."""
    known = [language for language in languages if language in SEED_LANGUAGES]
    seeds = read_seeds(known)
    if not seeds:
        return None
    embeddings = encoder.encode([seed.text for seed in seeds])
    machine = _fit(embeddings, seeds)
    return SentimentHead(
        weights=np.ascontiguousarray(machine.coef_.T, dtype=np.float32),
        bias=machine.intercept_.astype(np.float32),
        temperatures=_temperatures(embeddings, seeds),
    )


def _fit(embeddings: Vectors, seeds: Sequence[Seed]) -> LinearSVC:
    machine = LinearSVC(C=PENALTY, random_state=0)
    return machine.fit(embeddings, [seed.sentiment for seed in seeds])


def _temperatures(embeddings: Vectors, seeds: Sequence[Seed]) -> dict[Language, float]:
    """Calibrate each language on scores from heads that were fitted without the row."""
    scores = _held_out_scores(embeddings, seeds)
    sentiments = np.array([seed.sentiment for seed in seeds])
    languages = np.array([seed.language for seed in seeds])
    return {
        Language(language): fit_temperature(
            scores[languages == language], sentiments[languages == language]
        )
        for language in dict.fromkeys(languages.tolist())
    }


def _held_out_scores(embeddings: Vectors, seeds: Sequence[Seed]) -> NDArray[np.float64]:
    folds = np.array([seed.number % FOLDS for seed in seeds])
    scores = np.zeros((len(seeds), 3))
    for fold in range(FOLDS):
        rest = [seed for seed, own in zip(seeds, folds, strict=True) if own != fold]
        machine = _fit(embeddings[folds != fold], rest)
        # einsum, since the bits of a matrix product depend on the number of threads
        products = np.einsum("ni,ji->nj", embeddings[folds == fold], machine.coef_)
        scores[folds == fold] = products + machine.intercept_
    return scores
