"""Discovery: ways of grouping, known topics told from new ones, rules found, and how it scales.

Every way of grouping has one setting, chosen by its mean ARI on DSTC11 insurance and BANKING77, and
is reported on DSTC11 banking and CLINC150. Of BANKING77 and CLINC150 a quarter of the topics is
left out; what a classifier of the others is unsure of is grouped, known topics and out-of-scope
messages among it. A message out of scope belongs to no group, so each is a group of its own.
"""

import json
import resource
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import HDBSCAN, KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    adjusted_rand_score,
    normalized_mutual_info_score,
    roc_auc_score,
    silhouette_score,
)

from benchmarks.public_sets import DATA, OUT_OF_SCOPE, PublicSet, banking77, clinc150
from firstline.analysis.discovery.grouping import (
    ALONE,
    CUT,
    Groups,
    grouped,
    learnt_share,
    scale_of,
)
from firstline.analysis.discovery.near_topics import KnownTopics
from firstline.analysis.discovery.past import PastInquiry
from firstline.analysis.discovery.rule_search import (
    Check,
    checked,
    earlier_and_later,
    find_rule,
)
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.topics import TopicId
from firstline.inference.encoders import load_encoder
from firstline.inference.vectors import Vectors
from firstline.learning.corpus import read_history
from firstline.rules import parse
from firstline.text import prepare
from firstline.workspace import load_service

ENCODER = "all-MiniLM-L6-v2"
LEFT_OUT = 0.25
UNSURE = 0.5  # below this probability the stand-in for a service has no reply
LEAST = 5
RIDES = Path("examples/rides")
HISTORY = Path("var/rides/history.csv")
Labels = NDArray[np.str_]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a service had no reply for, with what it really was about."""

    name: str
    is_dev: bool
    vectors: Vectors
    labels: Labels
    """Every out-of-scope message has one of its own."""
    is_new: NDArray[np.bool_]
    names: Vectors
    """Of the topics that the service knows."""
    known: Vectors
    known_labels: Labels

    @property
    def scale(self) -> float:
        return scale_of(np.concatenate([self.vectors, self.known]), self.names)

    @property
    def cut(self) -> float:
        return self.scale * learnt_share(self.known, self.known_labels.tolist(), scale=self.scale)


def measure() -> Mapping[str, Any]:
    worlds = list(_worlds())
    return {
        "grouping": [_way(name, worlds) for name in WAYS],
        "learnt": [_learnt(world) for world in worlds],
        "known_topics": [_known_topics(world) for world in worlds if len(world.known)],
        "rules": _rules(),
        "scale": _scale(),
    }


# The data.


def _worlds() -> list[World]:
    encoder = load_encoder(ENCODER, sessions=2)
    return [
        _spoken("insurance", encoder.encode, is_dev=True),
        *(_with_left_out(banking77(), encoder.encode, seed, is_dev=True) for seed in range(3)),
        _spoken("banking", encoder.encode, is_dev=False),
        *(_with_left_out(clinc150(), encoder.encode, seed, is_dev=False) for seed in range(3)),
    ]


Encode = Callable[[Sequence[str]], Vectors]


def _spoken(domain: str, encode: Encode, *, is_dev: bool) -> World:
    lines = (DATA / f"dstc11_{domain}/utterances.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    vectors = encode([prepare(row["utterance"]).text for row in rows])
    return World(
        name=f"DSTC11 {domain}",
        is_dev=is_dev,
        vectors=vectors,
        labels=np.array([row["intent"] for row in rows]),
        is_new=np.ones(len(rows), dtype=bool),
        names=vectors[:0],
        known=vectors[:0],
        known_labels=np.array([], dtype=str),
    )


def _with_left_out(public: PublicSet, encode: Encode, seed: int, *, is_dev: bool) -> World:
    topics = sorted({str(c.topic_id) for c in public.train} - {OUT_OF_SCOPE})
    draw = np.random.default_rng(seed)
    left_out = set(draw.choice(topics, int(LEFT_OUT * len(topics)), replace=False).tolist())
    known = [c for c in public.train if c.topic_id not in {*left_out, OUT_OF_SCOPE}]
    taught, labels = encode([c.inquiry.text for c in known]), np.array([c.topic_id for c in known])
    head = LogisticRegression(C=10, max_iter=300).fit(taught, labels)
    vectors = encode([c.inquiry.text for c in public.test])
    is_open = head.predict_proba(vectors).max(axis=1) < UNSURE
    found = [str(c.topic_id) for c in public.test]
    own = [f"{topic}-{n}" if topic == OUT_OF_SCOPE else topic for n, topic in enumerate(found)]
    names = [topic.replace("_", " ") for topic in topics if topic not in left_out]
    return World(
        name=f"{public.name}, draw {seed + 1}",
        is_dev=is_dev,
        vectors=vectors[is_open],
        labels=np.array(own)[is_open],
        is_new=np.array([topic in left_out for topic in found])[is_open],
        names=encode(names),
        known=taught,
        known_labels=labels,
    )


# Ways of grouping: vectors, setting and the world's own scale → groups.

Way = Callable[[Vectors, float, float], Groups]


def _average(vectors: Vectors, setting: float, scale: float) -> Groups:
    return grouped(vectors, cut=setting * scale, least=LEAST)


def _average_fixed(vectors: Vectors, setting: float, _scale: float) -> Groups:
    return grouped(vectors, cut=setting, least=LEAST)


def _density(vectors: Vectors, setting: float, _scale: float) -> Groups:
    found = HDBSCAN(min_cluster_size=int(setting), min_samples=1, copy=True).fit_predict(vectors)
    return np.asarray(found, dtype=np.int64)


def _means(vectors: Vectors, setting: float, _scale: float) -> Groups:
    """Take the number of groups with the best silhouette, up to one for so many messages."""
    most = max(3, int(len(vectors) / setting))
    tried = {
        count: KMeans(count, n_init=3, random_state=0).fit_predict(vectors)
        for count in np.unique(np.linspace(2, most, 20).astype(int)).tolist()
    }
    best = max(tried, key=lambda count: silhouette_score(vectors, tried[count], metric="cosine"))
    return np.asarray(tried[best], dtype=np.int64)


def _communities(vectors: Vectors, setting: float, _scale: float) -> Groups:
    """The message with most neighbours and its neighbours, again and again."""
    near = vectors @ vectors.T >= setting
    left, groups = np.ones(len(vectors), dtype=bool), np.full(len(vectors), ALONE)
    for group in range(len(vectors)):
        counts = (near & left).sum(axis=1) * left
        middle = int(counts.argmax())
        if counts[middle] < LEAST:
            break
        members = near[middle] & left
        groups[members] = group
        left &= ~members
    return groups


WAYS: Mapping[str, tuple[Way, Sequence[float]]] = {
    "average linkage, share of the mean distance": (
        _average,
        (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8),
    ),
    "average linkage, fixed distance": (_average_fixed, (0.4, 0.45, 0.5, 0.55, 0.6, 0.65)),
    "HDBSCAN, smallest cluster": (_density, (5, 10, 15, 20)),
    "k-means by silhouette, least messages in the mean": (_means, (10, 15, 20, 30)),
    "community detection, cosine": (_communities, (0.5, 0.55, 0.6, 0.65, 0.7)),
}


def _way(name: str, worlds: Sequence[World]) -> Mapping[str, Any]:
    way, settings = WAYS[name]
    dev = [world for world in worlds if world.is_dev]
    means = {s: float(np.mean([_scored(way, s, w)["ari"] for w in dev])) for s in settings}
    best = max(settings, key=means.__getitem__)
    return {
        "way": name,
        "setting": best,
        "dev_ari_of_settings": means,
        "reported": [_scored(way, best, world) for world in worlds if not world.is_dev],
    }


def _scored(way: Way, setting: float, world: World) -> Mapping[str, Any]:
    started = time.perf_counter()
    groups = way(world.vectors, setting, world.scale)
    seconds = time.perf_counter() - started
    own = np.where(groups == ALONE, groups.max() + 1 + np.arange(len(groups)), groups)
    return {
        "set": world.name,
        "messages": len(own),
        "topics": len(set(world.labels[world.is_new])),
        "groups": len(np.unique(groups[groups != ALONE])),
        "accuracy": _accuracy(world.labels, own),
        "nmi": normalized_mutual_info_score(world.labels, own),
        "ari": adjusted_rand_score(world.labels, own),
        "seconds": seconds,
    }


def _learnt(world: World) -> Mapping[str, Any]:
    """What discovery does: the cut comes from the service's own answered inquiries."""
    share = world.cut / world.scale
    return {"share": share, **_scored(_average, share, world)}


def _accuracy(labels: Labels, groups: Groups) -> float:
    """Share of messages in the group that is their topic's, groups matched one to one."""
    _, rows = np.unique(labels, return_inverse=True)
    _, columns = np.unique(groups, return_inverse=True)
    counts = np.zeros((rows.max() + 1, columns.max() + 1))
    np.add.at(counts, (rows, columns), 1)
    return float(counts[linear_sum_assignment(-counts)].sum() / len(labels))


# Whether a group belongs to a topic that is known.


def _known_topics(world: World) -> Mapping[str, Any]:
    """With nothing but words to go by: no agent said anything."""
    topics = KnownTopics([_answered(label) for label in world.known_labels], world.known)
    groups = grouped(world.vectors, cut=world.cut, least=LEAST)
    members = [groups == group for group in range(int(groups.max()) + 1)]
    is_known = np.array([not world.is_new[m].mean() > 0.5 for m in members])
    said = np.array([topics.nearest(world.vectors[m], cut=world.cut) is not None for m in members])
    distance = np.array([topics.distances(world.vectors[m])[0][0] for m in members])
    return {
        "set": world.name,
        "is_dev": world.is_dev,
        "groups": len(members),
        "known": int(is_known.sum()),
        "auroc": float(roc_auc_score(is_known, -distance)),
        "called_known": int(said.sum()),
        "right": float((said == is_known).mean()),
    }


def _answered(label: str) -> PastInquiry:
    inquiry = Inquiry(id=InquiryId(""), text="", received_at=datetime(2026, 1, 1, tzinfo=UTC))
    return PastInquiry(inquiry=inquiry, is_open=False, topic_id=TopicId(label))


# Rules of the example service, found again from what its agents sent.


def _rules() -> Mapping[str, Any]:
    """Learnt on the earlier 60 % of a topic's cases, judged on the later ones."""
    service = load_service(RIDES)
    cases = [c for c in read_history(HISTORY, service).cases if c.template_id]
    found, written = [], []
    for topic in service.topics.leaves:
        own = [c for c in cases if c.topic_id == topic.id][:600]
        for template, count in Counter(c.template_id for c in own).most_common(3):
            if template and 30 <= count < len(own):
                got_it = np.array([c.template_id == template for c in own])
                earlier, later = earlier_and_later(own)
                rule = find_rule([own[p] for p in earlier], got_it[earlier], service.schema)
                rest, marks = [own[p] for p in later], got_it[later]
                theirs = parse(service.template(template).rule)
                found.append(checked(rule, rest, marks, service.schema, delta=0.1))
                written.append(checked(theirs, rest, marks, service.schema, delta=0.1))
    return {"templates": len(found), "found": _shares(found), "written": _shares(written)}


def _shares(checks: Sequence[Check]) -> Mapping[str, float]:
    right = sum(check.right for check in checks)
    return {
        "precision": right / sum(check.holds for check in checks),
        "recall": right / sum(check.with_reply for check in checks),
    }


def _scale(rows: int = 100_000, topics: int = 150) -> Mapping[str, Any]:
    """Group messages that are noise around topics; embedding them is measured elsewhere."""
    draw = np.random.default_rng(0)
    middles = draw.normal(size=(topics, 384))
    of_row = draw.integers(topics, size=rows)
    vectors = middles[of_row] + 0.9 * draw.normal(size=(rows, 384))
    vectors /= np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    started = time.perf_counter()
    groups = grouped(vectors, cut=CUT * scale_of(vectors), least=10)
    return {
        "rows": rows,
        "seconds": time.perf_counter() - started,
        "ari": adjusted_rand_score(of_row, groups),
        "peak_gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }
