"""Word and character n-grams, weighted by TF-IDF.

Our own because answering must not load scikit-learn, and training must see the very
features that answering computes: one implementation serves both.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from firstline.inference.vectors import Vector, unit

# Words 1–2 and characters 2–5: measured best together with an encoder on BANKING77's
# training part (docs/explanation/learning.md).
CHARACTERS = range(2, 6)
LONGEST_WORD = 40  # longer ones are not language; keeps the work linear in the text

_WORD = re.compile(r"\w+|[^\w\s]")

Features: TypeAlias = tuple[NDArray[np.int64], Vector]
"""Column numbers, ascending, and their weights."""


class Grams(StrEnum):
    WORDS = "words"
    CHARACTERS = "characters"

    def of(self, text: str) -> list[str]:
        """List every n-gram of this kind, with repeats."""
        words = _WORD.findall(text.lower())
        if self is Grams.WORDS:
            return words + [f"{first} {second}" for first, second in pairwise(words)]
        return [
            padded[start : start + size]
            for padded in (f" {word[:LONGEST_WORD]} " for word in words)
            for size in CHARACTERS
            for start in range(len(padded) - size + 1)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The n-grams that carry weight, with their inverse document frequency."""

    kind: Grams
    columns: Mapping[str, int]
    idf: Vector
    """Shape (len(columns),)."""

    def __len__(self) -> int:
        return len(self.columns)

    @classmethod
    def fit(cls, kind: Grams, texts: Iterable[str], *, min_texts: int = 2) -> "Vocabulary":
        """Keep the n-grams that stand in at least `min_texts` texts."""
        frequency: Counter[str] = Counter()
        count = 0
        for text in texts:
            frequency.update(set(kind.of(text)))
            count += 1
        kept = sorted(gram for gram, seen in frequency.items() if seen >= min_texts)
        seen = np.array([frequency[gram] for gram in kept], dtype=np.float64)
        idf = np.log((1 + count) / (1 + seen)) + 1  # smoothed, as scikit-learn defines it
        columns = {gram: column for column, gram in enumerate(kept)}
        return cls(kind=kind, columns=columns, idf=idf)

    def features(self, text: str) -> Features:
        """Weigh a text's n-grams by (1 + log tf) · idf, scaled to length 1."""
        of_gram = self.columns
        known = Counter(of_gram[gram] for gram in self.kind.of(text) if gram in of_gram)
        columns = np.array(sorted(known), dtype=np.int64)
        tf = np.array([known[column] for column in columns.tolist()], dtype=np.float64)
        return columns, unit((1 + np.log(tf)) * self.idf[columns])
