"""Texts as tokens, and batches of them with little padding."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Rows: TypeAlias = NDArray[np.int64]
Tokens: TypeAlias = Sequence[Sequence[int]]
MAX_TOKENS = 128  # a step's memory grows with it; the first 100 words say what it is about
POOL = 50  # batches that are sorted by length together


def tokenise(folder: Path, texts: Sequence[str]) -> Tokens:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batches:
    """Which texts a step learns from; depends on nothing but the step's number."""

    lengths: tuple[int, ...]
    size: int
    seed: int

    @property
    def per_epoch(self) -> int:
        return -(-len(self.lengths) // self.size)

    def at(self, step: int) -> Rows:
        epoch, place = divmod(step, self.per_epoch)
        return _epoch(self, epoch)[place]


@lru_cache(maxsize=1)
def _epoch(batches: Batches, epoch: int) -> list[Rows]:
    """Every text once, texts of like length together, in a new order each epoch."""
    random = np.random.default_rng((batches.seed, epoch))
    lengths, size = np.array(batches.lengths), batches.size
    rows = random.permutation(len(lengths))
    dealt: list[Rows] = []
    for start in range(0, len(rows), size * POOL):
        pool = rows[start : start + size * POOL]
        pool = pool[np.argsort(lengths[pool], kind="stable")]
        dealt += [pool[first : first + size] for first in range(0, len(pool), size)]
    return [dealt[place] for place in random.permutation(len(dealt))]


def by_length(tokens: Tokens, size: int) -> list[Rows]:
    """Every text once, in batches of like length, to be read and not learnt from."""
    order = np.argsort([len(ids) for ids in tokens], kind="stable")
    return [order[start : start + size] for start in range(0, len(order), size)]
