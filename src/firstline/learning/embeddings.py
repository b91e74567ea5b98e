"""Embed a corpus once: an encoder that remembers."""

from collections.abc import Callable, Sequence

import numpy as np

from firstline.inference.encoders import Encoder
from firstline.inference.registry import EncoderCard
from firstline.inference.vectors import Vector, Vectors

CHUNK = 512  # texts between two steps of a progress bar


class RememberingEncoder:
    """Computes each distinct text once; rows do not depend on what else is encoded."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vector] = {}

    @property
    def card(self) -> EncoderCard:
        return self._encoder.card

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.remember(texts)
        return np.array([self._known[text] for text in texts]).reshape(-1, self.dimension)

    def remember(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> None:
        """Embed what is new; `progress` is told how many texts each step has done."""
        new = sorted({text for text in texts if text not in self._known}, key=len)
        for start in range(0, len(new), CHUNK):
            chunk = new[start : start + CHUNK]
            self._known.update(zip(chunk, self._encoder.encode(chunk), strict=True))
            if progress:
                progress(len(chunk))
