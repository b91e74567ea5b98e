"""Grouping: texts that belong together, without knowing how many groups there are.

Average linkage: two groups are as far apart as their members are on average (cosine distance), and
groups merge while that is below a cut. ADR 0018 says what else was measured.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.metrics import adjusted_rand_score

from firstline.inference.vectors import Vectors

Groups: TypeAlias = NDArray[np.int64]
"""The group of each row, from 0, the largest first; `ALONE` where it belongs to none."""
ALONE = -1

# The cut as a share of the scale, for a service that has too few answered inquiries to learn it
# from: chosen on DSTC11 insurance and BANKING77 (benchmarks/discovery.py); 0.65 does as well.
CUT = 0.6
# All pairs of so many take 100 MB and some ten seconds; the others join the nearest group.
SAMPLE = 5_000
SHARES = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
SAMPLE_KNOWN = 2_000
LEAST_TOPICS, LEAST_KNOWN = 10, 200  # fewer show little about how fine the topics are
CHUNK = 5_000  # rows compared with all groups at once


def scale_of(*kinds: Vectors) -> float:
    """How far apart a service's messages are, or the names of its topics, whichever is more.

    Where all that is left unanswered is about one thing, its messages alone would tell nothing.
    """
    return max(map(mean_distance, kinds))


def learnt_share(vectors: Vectors, topics: Sequence[str], *, scale: float) -> float:
    """The share of the scale that best gives a service's own topics back.

    How alike messages about one topic are depends on the encoder, on how long customers write and
    on how fine the topics are; answered inquiries show it. Without enough of them it is `CUT`.
    """
    if len(set(topics)) < LEAST_TOPICS or len(topics) < LEAST_KNOWN:
        return CUT
    drawn = _drawn(len(vectors), SAMPLE_KNOWN)
    tree = linkage(vectors[drawn], method="average", metric="cosine")
    labels = [topics[place] for place in drawn.tolist()]
    return max(SHARES, key=lambda share: _agreement(tree, share * scale, labels))


def _agreement(tree: NDArray[np.float64], cut: float, labels: Sequence[str]) -> float:
    return float(adjusted_rand_score(labels, fcluster(tree, cut, criterion="distance")))


def mean_distance(vectors: Vectors) -> float:
    """Mean cosine distance between two different rows."""
    rows = len(vectors)
    if rows < 2:  # noqa: PLR2004 - there is no pair
        return 0.0
    total = vectors.sum(axis=0)
    return 1.0 - (float(total @ total) - rows) / (rows * (rows - 1))


def grouped(vectors: Vectors, *, cut: float, least: int, sample: int = SAMPLE) -> Groups:
    """Group rows that lie closer together than `cut` on average.

    Args:
        vectors: rows of length 1.
        cut: a cosine distance.
        least: groups of fewer rows are dissolved.
        sample: how many rows the groups are found on; each of the others joins the nearest one
            that is closer than `cut`.
    """
    if len(vectors) < least:
        return np.full(len(vectors), ALONE)
    drawn = _drawn(len(vectors), sample)
    # A group must show in the sample in proportion, but two alike may be chance.
    least_drawn = max(3, least * len(drawn) // len(vectors))
    found = _linked(vectors[drawn], cut, least_drawn)
    groups = found if len(drawn) == len(vectors) else _joined(vectors, vectors[drawn], found, cut)
    return _numbered(groups, least)


def centres(vectors: Vectors, groups: Groups) -> Vectors:
    """The mean of each group: its product with a row is the row's mean similarity to the group."""
    means = [
        vectors[groups == group].mean(axis=0) for group in range(groups.max(initial=ALONE) + 1)
    ]
    return np.array(means).reshape(-1, vectors.shape[1])


def _drawn(rows: int, sample: int) -> NDArray[np.int64]:
    if rows <= sample:
        return np.arange(rows)
    return np.sort(np.random.default_rng(0).choice(rows, sample, replace=False))


def _linked(vectors: Vectors, cut: float, least: int) -> Groups:
    if len(vectors) < 2:  # noqa: PLR2004 - there is no pair
        return np.zeros(len(vectors), dtype=np.int64)
    tree = linkage(vectors, method="average", metric="cosine")
    found = fcluster(tree, cut, criterion="distance").astype(np.int64)
    return _numbered(found, least)


def _joined(vectors: Vectors, drawn: Vectors, found: Groups, cut: float) -> Groups:
    middle = centres(drawn, found)
    if not len(middle):
        return np.full(len(vectors), ALONE)
    starts = range(0, len(vectors), CHUNK)
    return np.concatenate(
        [_nearest(vectors[start : start + CHUNK], middle, cut) for start in starts]
    )


def _nearest(vectors: Vectors, middle: Vectors, cut: float) -> Groups:
    similarity = vectors @ middle.T
    is_close = 1.0 - similarity.max(axis=1) <= cut
    return np.where(is_close, similarity.argmax(axis=1), ALONE)


def _numbered(groups: Groups, least: int) -> Groups:
    """Dissolve small groups and number the others by size."""
    names, sizes = np.unique(groups[groups != ALONE], return_counts=True)
    order = sorted(zip(-sizes, names, strict=True))
    number = {name: place for place, (size, name) in enumerate(order) if -size >= least}
    return np.array([number.get(group, ALONE) for group in groups.tolist()], dtype=np.int64)


def nearest_to_centre(vectors: Vectors, members: Sequence[int]) -> list[int]:
    """Members, the most typical first."""
    rows = vectors[list(members)]
    order = np.argsort(-(rows @ rows.mean(axis=0)), kind="stable")
    return [members[place] for place in order.tolist()]
