"""Texts that are almost copies of one another: forwarded mails, filled-in forms, text modules."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

CHUNK = 500  # rows of one product: 500 × 5,000 texts take about 100 MB at worst


def near_duplicates(texts: Sequence[str], of: Sequence[str], *, likeness: float) -> frozenset[str]:
    """Find the texts whose character n-grams are at least this like (cosine) those of another."""
    candidates, others = sorted(set(texts)), sorted(set(of))
    if not candidates or not others:
        return frozenset()
    vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), dtype=np.float32)
    vectoriser.fit([*candidates, *others])
    left, right = vectoriser.transform(candidates), vectoriser.transform(others).T.tocsr()
    starts = range(0, len(candidates), CHUNK)
    nearest = np.concatenate([_nearest(left[start : start + CHUNK], right) for start in starts])
    return frozenset(np.asarray(candidates, dtype=object)[nearest >= likeness])


def _nearest(left: sparse.csr_matrix, right: sparse.csr_matrix) -> NDArray[np.float32]:
    return np.asarray((left @ right).max(axis=1).toarray()).ravel()
