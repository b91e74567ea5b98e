"""Compare two releases on the same labelled inquiries, which neither was trained on.

What agents did is held against the content of today: a topic that the old release cannot know
counts as not found, and a reply that is no template any more as wrong. That is fair, since
customers ask about it today.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import binomtest

from firstline.analysis.answerable import would_send
from firstline.analysis.bounds import upper_bound
from firstline.analysis.flips import Flip, FlipSample, Pair, find_flips, sample_flips
from firstline.analysis.scorecards import Scorer, best_candidate, is_routed, top_topic
from firstline.analysis.share_changes import DAYS_WANTED, share_change
from firstline.domain.cases import Case
from firstline.domain.changes import ShareChange
from firstline.domain.decisions import AutoReply, Decision
from firstline.domain.errors import FirstlineError
from firstline.domain.scorecards import Scorecard, Share
from firstline.domain.services import Service
from firstline.engine.candidates import matched

BEST = 3
"""Replies that an agent would be shown."""


class NothingToCompare(FirstlineError):
    """No labelled inquiries are left to compare releases on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A release and what it decides on the inquiries, in their order."""

    digest: str
    service: Service
    decisions: Sequence[Decision]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    digest: str
    scorecard: Scorecard
    precision_upper_bound: float
    """Of automatic replies, at confidence 1 − delta: below the target, the promise is refuted."""
    recall_upper_bound: float
    """Of the expert line, likewise."""
    coverage_at_target: float
    """The largest share that it could answer and be right often enough on these very inquiries:
    what its order of them is worth, whatever its thresholds. Chosen on what it is measured on."""

    @property
    def precision(self) -> Share:
        """Of what is sent, or would be if no topic were in shadow or on suggest."""
        return self.scorecard.answerable_precision or self.scorecard.precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    old: Side
    new: Side
    coverage: ShareChange
    accuracy: ShareChange | None
    """Topics found, of the inquiries with a labelled one; `None` where there are none."""
    accuracy_p_value: float
    """McNemar's exact test: how probable such a difference is between equally accurate ones."""
    hits: ShareChange | None
    """The right reply is among the best three, of the inquiries that a template answered."""
    flips: Mapping[Flip, int]
    samples: tuple[FlipSample, ...]
    answerable: ShareChange | None = None
    """What would be answered if no topic were in shadow or on suggest; `None` in comparisons
    from before this was counted."""

    @property
    def worth(self) -> ShareChange:
        """What both could answer, which a topic's mode says nothing about."""
        return self.answerable or self.coverage

    @property
    def is_held_back(self) -> bool:
        return self.old.scorecard.is_held_back or self.new.scorecard.is_held_back


def compare_releases(
    cases: Sequence[Case], old: Decided, new: Decided, *, samples: int = 3
) -> Comparison:
    """Hold what both decide against what agents did.

    Args:
        cases: labelled with the content of the new release.
        old: the live release.
        new: the one that may replace it.
        samples: how many inquiries to show of each kind of flip.

    Raises:
        NothingToCompare: there are no cases.
    """
    if not cases:
        raise NothingToCompare("no labelled inquiries are left to compare on; label more of them")
    scorer = Scorer(_with_retired_templates(new.service, old.service))
    pairs = [
        Pair(case=case, before=before, after=after)
        for case, before, after in zip(cases, old.decisions, new.decisions, strict=True)
    ]
    topical = [pair for pair in pairs if pair.case.topic_id is not None]
    answered = [pair for pair in pairs if pair.case.template_id is not None]
    flips = list(find_flips(pairs, scorer))
    return Comparison(
        old=_side(old, cases, scorer),
        new=_side(new, cases, scorer),
        coverage=_change(pairs, lambda _, decision: isinstance(decision, AutoReply), scorer),
        answerable=_change(pairs, lambda _, decision: would_send(decision) is not None, scorer),
        accuracy=_change(topical, _finds_topic, scorer) if topical else None,
        accuracy_p_value=_mcnemar(topical),
        hits=_change(answered, lambda c, d: _hits(c, d, scorer), scorer) if answered else None,
        flips=Counter(flip for flip, _ in flips),
        samples=sample_flips(flips, of_each=samples),
    )


def _with_retired_templates(service: Service, before: Service) -> Service:
    """Add the templates that only the old release can send, so that they can be judged."""
    known = {template.id for template in service.templates}
    retired = tuple(template for template in before.templates if template.id not in known)
    return replace(service, templates=(*service.templates, *retired))


def _side(decided: Decided, cases: Sequence[Case], scorer: Scorer) -> Side:
    scorecard = scorer.score(cases, decided.decisions)
    precision = scorecard.answerable_precision or scorecard.precision
    delta = scorer.service.policy.delta

    def at_most(share: Share) -> float:
        return upper_bound(share.count, share.of, delta) if share.of else 1.0

    return Side(
        digest=decided.digest,
        scorecard=scorecard,
        precision_upper_bound=at_most(precision),
        recall_upper_bound=at_most(scorecard.expert_recall),
        coverage_at_target=_coverage_at_target(cases, decided.decisions, scorer),
    )


def _coverage_at_target(
    cases: Sequence[Case], decisions: Sequence[Decision], scorer: Scorer
) -> float:
    sendable = sorted(
        (-best.probability, not scorer.is_right(best, case))
        for case, decision in zip(cases, decisions, strict=True)
        if (best := best_candidate(decision)) and not is_routed(decision)
    )
    right = np.array([not is_wrong for _, is_wrong in sendable], dtype=np.int64)
    precision = np.cumsum(right) / np.arange(1, len(right) + 1)
    enough = np.flatnonzero(precision >= scorer.service.policy.target_precision)
    return float(enough[-1] + 1) / len(cases) if len(enough) else 0.0


def _change(
    pairs: Sequence[Pair], measure: Callable[[Case, Decision], bool], scorer: Scorer
) -> ShareChange:
    before, after = _measured(pairs, measure)
    zone = scorer.service.zone
    days = pl.Series([pair.case.inquiry.received_at.astimezone(zone).date() for pair in pairs])
    # Of a few days an interval would say next to nothing; then inquiries are drawn.
    blocks = days if days.n_unique() >= DAYS_WANTED else pl.Series(range(len(pairs)))
    return share_change(blocks, before, after)


def _measured(
    pairs: Sequence[Pair], measure: Callable[[Case, Decision], bool]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    return (
        np.array([measure(pair.case, pair.before) for pair in pairs], dtype=np.bool_),
        np.array([measure(pair.case, pair.after) for pair in pairs], dtype=np.bool_),
    )


def _finds_topic(case: Case, decision: Decision) -> bool:
    return top_topic(decision) == case.topic_id


def _hits(case: Case, decision: Decision, scorer: Scorer) -> bool:
    best = list(matched(decision.trace.candidates))[:BEST]
    return any(scorer.is_right(candidate, case) for candidate in best)


def _mcnemar(pairs: Sequence[Pair]) -> float:
    before, after = _measured(pairs, _finds_topic)
    gained, lost = int((after & ~before).sum()), int((before & ~after).sum())
    return float(binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0
