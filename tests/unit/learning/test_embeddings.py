from collections.abc import Sequence

import numpy as np

from firstline.inference.encoders import Encoder
from firstline.inference.registry import EncoderCard
from firstline.inference.vectors import Vectors
from firstline.learning.embeddings import CHUNK, RememberingEncoder

TEXTS = ("I was charged twice", "", "lost my phone", "I was charged twice", "why " * 40)


class CountingEncoder:
    """Passes on to a real one and counts."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.asked: list[str] = []

    @property
    def card(self) -> EncoderCard:
        return self._encoder.card

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked.extend(texts)
        return self._encoder.encode(texts)


def test_each_text_is_computed_once(encoder: Encoder) -> None:
    counting = CountingEncoder(encoder)
    remembering = RememberingEncoder(counting)
    for _ in range(3):
        remembering.encode(TEXTS)
    remembering.encode([*TEXTS, "new"])

    assert sorted(counting.asked) == sorted({*TEXTS, "new"})


def test_what_is_remembered_has_the_bits_of_what_is_computed(encoder: Encoder) -> None:
    remembering = RememberingEncoder(encoder)
    remembering.remember(TEXTS)
    remembered = remembering.encode(TEXTS)

    assert (remembered == encoder.encode(TEXTS)).all()
    assert (remembered == np.concatenate([encoder.encode([text]) for text in TEXTS])).all()


def test_no_texts_make_no_rows(encoder: Encoder) -> None:
    assert RememberingEncoder(encoder).encode([]).shape == (0, encoder.dimension)


def test_progress_is_told_of_new_texts_only(encoder: Encoder) -> None:
    remembering = RememberingEncoder(encoder)
    steps: list[int] = []
    remembering.remember(TEXTS, steps.append)
    remembering.remember(TEXTS, steps.append)

    assert steps == [4]
    assert CHUNK > 4
