"""Word and character n-grams, weighted by TF-IDF.

Our own because answering must not load scikit-learn, and training must see the very
features that answering computes: one implementation serves both.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from firstline.inference.vectors import Vector, unit

# Words 1–2 and characters 2–5: measured best together with an encoder on BANKING77's
# training part (docs/explanation/learning.md).
CHARACTERS = range(2, 6)
WORDS_KEPT = 20_000  # about 6 MB; more words than a service's customers commonly use
LONGEST_WORD = 40  # longer ones are not language; keeps the work linear in the text

_WORD = re.compile(r"\w+|[^\w\s]")

Columns: TypeAlias = NDArray[np.int64]
Features: TypeAlias = tuple[Columns, Vector]
"""Column numbers, ascending, and their weights."""


class Grams(StrEnum):
    WORDS = "words"
    CHARACTERS = "characters"

    def of(self, text: str) -> list[str]:
        """List every n-gram of this kind, with repeats."""
        words = _words(text)
        if self is Grams.WORDS:
            return words + [f"{first} {second}" for first, second in pairwise(words)]
        return [gram for word in words for gram in _characters(word)]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _characters(word: str) -> list[str]:
    padded = f" {word[:LONGEST_WORD]} "
    return [
        padded[start : start + size]
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
    _of_word: dict[str, Columns] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    """The character columns of words met before: most words of a message are such."""

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
        columns, tf = np.unique(self._columns(text), return_counts=True)
        return columns, unit((1 + np.log(tf)) * self.idf[columns])

    def _columns(self, text: str) -> Columns:
        if self.kind is Grams.WORDS:
            return self._known(self.kind.of(text))
        of_words = [self._columns_of_word(word) for word in _words(text)]
        return np.concatenate(of_words) if of_words else np.zeros(0, dtype=np.int64)

    def _columns_of_word(self, word: str) -> Columns:
        columns = self._of_word.get(word)
        if columns is None:
            columns = self._known(_characters(word))
            if len(self._of_word) < WORDS_KEPT:
                self._of_word[word] = columns
        return columns

    def _known(self, grams: Iterable[str]) -> Columns:
        column_of = self.columns.get
        known = [column for gram in grams if (column := column_of(gram)) is not None]
        return np.array(known, dtype=np.int64)
