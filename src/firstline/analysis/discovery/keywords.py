"""Keywords: the terms that set a group of messages apart from all others.

Class-based TF-IDF: how much more often a term occurs in the group's messages than in all others,
weighed by how often that is. What everybody writes, in whatever language, weighs nothing, so no
list of stop words is needed.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from firstline.analysis.discovery.grouping import Groups
from firstline.text.entities import MARK

SHOWN = 6
LEAST_SHARE = 0.05  # of the group's messages; rarer terms are of one customer
LIFT = 2.0  # a term that others use half as often is how people write, not what about
PAIR_LIFT = 1.2  # a word that sets nothing apart does not in a pair either
PAIR = 1.1  # a pair that occurs about as often as one of its words says more
_TERMS = 50_000

# Japanese has no spaces: runs of kanji and of katakana carry its nouns, hiragana the grammar.
_WORD = re.compile(r"[一-鿿々]{2,}|[ァ-ヺー]{2,}|[^\W\d_ぁ-ヿ一-鿿々]{3,}(?:['’][^\W\d_]+)?")


def keywords(texts: Sequence[str], groups: Groups) -> list[tuple[str, ...]]:
    """Name the best few terms of each group; texts in no group are what they are compared with."""
    count = int(groups.max(initial=-1)) + 1
    if not count:
        return []
    vectoriser = CountVectorizer(analyzer=_terms, binary=True, min_df=2, max_features=_TERMS)
    try:
        occurs = vectoriser.fit_transform(texts).tocsr()
    except ValueError:  # no term occurs twice
        return [()] * count
    terms = vectoriser.get_feature_names_out()
    return [
        _best(terms, _shares(occurs[groups == group]), _shares(occurs[groups != group]))
        for group in range(count)
    ]


def _terms(text: str) -> Iterator[str]:
    """Yield words, and pairs of words that stand side by side."""
    text = MARK.sub("⟩", text).lower()
    earlier: re.Match[str] | None = None
    for match in _WORD.finditer(text):
        yield match[0]
        if earlier and text[earlier.end() : match.start()] == " ":
            yield f"{earlier[0]} {match[0]}"
        earlier = match


def _shares(occurs: sparse.csr_matrix) -> NDArray[np.float64]:
    """In which share of the texts each term occurs, as if one more text had half of it."""
    counts = np.asarray(occurs.sum(axis=0)).ravel()
    return np.asarray((counts + 0.5) / (occurs.shape[0] + 1))


def _best(
    terms: NDArray[np.object_], inside: NDArray[np.float64], outside: NDArray[np.float64]
) -> tuple[str, ...]:
    usable = (inside >= LEAST_SHARE) & (inside >= LIFT * outside)
    telling = set(terms[inside >= PAIR_LIFT * outside].tolist())
    pairs = np.array([PAIR if " " in term else 1.0 for term in terms])
    usable &= np.array([telling.issuperset(term.split()) for term in terms], dtype=bool)
    weight = np.where(usable, pairs * inside * np.log(inside / outside), 0.0)
    ranked = np.argsort(-weight, kind="stable")[: int(usable.sum())]
    chosen: list[str] = []
    for term in terms[ranked].tolist():
        if not any(_says_the_same(term, other) for other in chosen):
            chosen.append(term)
        if len(chosen) == SHOWN:
            break
    return tuple(chosen)


def _says_the_same(term: str, other: str) -> bool:
    """Whether a word is part of a pair that is there already, or the other way round."""
    return bool(set(term.split()) & set(other.split()))
