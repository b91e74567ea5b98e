"""Replies: what agents wrote to a group of inquiries, and the one wording that stands for it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from firstline.analysis.discovery.grouping import Groups, grouped, nearest_to_centre
from firstline.analysis.discovery.quotations import with_placeholders
from firstline.domain.cases import Case
from firstline.domain.facts import FactSchema
from firstline.domain.templates import Language
from firstline.inference.vectors import Vectors

# Agents who mean the same copy it from each other: on rides, where each reply is worded anew around
# the same template, groups at this distance are the templates (benchmarks/discovery.py).
ALIKE = 0.55
LEAST = 3  # cases; fewer show no habit
LEAST_SHARE = 0.1  # of the replies; rarer ones are exceptions
MOST = 3  # replies proposed for one group of inquiries
SAMPLE = 1_500
_FEATURES = 4_000
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A reply that agents keep writing."""

    text: str
    """With placeholders; as the agent wrote it whose reply is most like the others."""
    language: Language
    members: tuple[int, ...]
    """The cases, as places in what was given."""


def wordings(
    cases: Sequence[Case], schema: FactSchema, *, language: Language, zone: tzinfo
) -> tuple[Wording, ...]:
    """Find the replies that recur among free-text replies in one language, the commonest first."""
    if len(cases) < LEAST:
        return ()
    groups = _groups(cases)
    found = []
    for group in range(min(int(groups.max()) + 1, MOST)):
        members = np.flatnonzero(groups == group).tolist()
        some = [cases[member] for member in members]
        texts = with_placeholders(some, schema, language=language, zone=zone)
        text = _most_typical(texts)
        found.append(Wording(text=text, language=language, members=tuple(members)))
    return tuple(found)


def _groups(cases: Sequence[Case]) -> Groups:
    least = max(LEAST, round(LEAST_SHARE * len(cases)))
    return grouped(_vectors([case.reply for case in cases]), cut=ALIKE, least=least, sample=SAMPLE)


def _most_typical(texts: Sequence[str]) -> str:
    """The medoid."""
    return texts[nearest_to_centre(_vectors(texts), range(len(texts)))[0]]


def _vectors(texts: Sequence[str]) -> Vectors:
    """What the texts are made of, letter by letter, whatever sums they name."""
    vectoriser = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), max_features=_FEATURES, sublinear_tf=True
    )
    masked = [_NUMBER.sub("0", text) or " " for text in texts]
    return np.asarray(vectoriser.fit_transform(masked).toarray(), dtype=np.float64)
