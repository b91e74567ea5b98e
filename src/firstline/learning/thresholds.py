"""Choose every threshold of a release from labelled assessments."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from firstline.analysis.bounds import lower_bound
from firstline.domain.cases import Case
from firstline.domain.guarantees import PrecisionGuarantee, RecallGuarantee, Thresholds
from firstline.domain.policy import Budget, Policy
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import Mode, TopicId
from firstline.engine import Engine
from firstline.engine.assessments import Assessment
from firstline.engine.reading import escalation_reason
from firstline.learning.methods import budget_cut, choose
from firstline.learning.pools import Pool, pool_topics
from firstline.learning.precision import Scored
from firstline.learning.recall import expert_threshold
from firstline.learning.walks import plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A past case with what the engine thinks of it."""

    case: Case
    assessment: Assessment


def assess_cases(engine: Engine, cases: Sequence[Case]) -> list[Labelled]:
    assessments = engine.assess([case.inquiry for case in cases])
    return [
        Labelled(case=case, assessment=assessment)
        for case, assessment in zip(cases, assessments, strict=True)
    ]


def choose_thresholds(
    service: Service, pilot: Sequence[Labelled], calibration: Sequence[Labelled]
) -> Thresholds:
    """Calibrate the expert line, then every topic or pool.

    Args:
        service: its policy holds the targets, delta and the method.
        pilot: cases of the dev split; they fix the pools and the order of the tests.
        calibration: cases that trained and tuned nothing.
    """
    expert = _expert(service, calibration)
    pooled = score_pools(service, pilot, calibration, expert.threshold)
    cut = affordable(service, calibration, expert.threshold)
    return Thresholds(
        precision=tuple(_calibrate(scores, service.policy, cut) for scores in pooled),
        expert=expert,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolScores:
    """What is known of the best replies of one pool."""

    pool: Pool
    pilot: Scored
    calibration: Scored


def score_pools(
    service: Service, pilot: Sequence[Labelled], calibration: Sequence[Labelled], expert: float
) -> tuple[PoolScores, ...]:
    """Pool the topics by the pilot, and collect the scores of each pool.

    Args:
        service: its topics are pooled.
        pilot: as for `choose_thresholds`.
        calibration: as for `choose_thresholds`.
        expert: the routing threshold; what reaches it is not answered.
    """
    early = best_replies(service, pilot, expert)
    late = best_replies(service, calibration, expert)
    growth = len(calibration) / max(len(pilot), 1)
    expected = Counter({topic: len(pairs) * growth for topic, pairs in early.items()})
    pools = pool_topics(service.topics, expected, minimum=service.policy.pool_below)
    return tuple(
        PoolScores(pool=pool, pilot=_scored(pool, early), calibration=_scored(pool, late))
        for pool in pools
    )


BestReplies: TypeAlias = dict[TopicId, list[tuple[float, bool]]]
"""Topic of the best reply → its rightness and whether it was right, a pair per case."""


def _expert(service: Service, calibration: Sequence[Labelled]) -> RecallGuarantee:
    urgent = set(service.topics.expert_leaves())
    probabilities = [
        labelled.assessment.expert_probability
        for labelled in calibration
        if labelled.case.topic_id in urgent
    ]
    policy = service.policy
    return expert_threshold(probabilities, target=policy.expert_recall, delta=policy.delta)


def best_replies(service: Service, cases: Sequence[Labelled], expert: float) -> BestReplies:
    """Collect what could be sent, topic by topic."""
    pairs: BestReplies = {}
    for reply in _sendable(service, cases, expert):
        right = service.template(reply.template_id).is_as_right_as(reply.case.template_id)
        pairs.setdefault(reply.topic_id, []).append((reply.rightness, right))
    return pairs


def affordable(service: Service, cases: Sequence[Labelled], expert: float) -> float:
    """Return the lowest threshold that the policy's budget allows in all topics on `auto`.

    No label is looked at. Without a budget it is 0.
    """
    if not isinstance(service.policy.method, Budget):
        return 0.0
    budget, days = service.policy.method, defaultdict[date, list[float]](list)
    for reply in _sendable(service, cases, expert):
        if service.topics[reply.topic_id].mode is Mode.AUTO:
            day = reply.case.inquiry.received_at.astimezone(service.zone).date()
            days[day].append(reply.rightness)
    if budget.per_day is not None:
        return max((budget_cut(day, budget.per_day) for day in days.values()), default=0.0)
    everything = [probability for day in days.values() for probability in day]
    return budget_cut(everything, math.floor((budget.share or 0.0) * len(cases)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sendable:
    """The best reply to a case that no guard, nor the expert line, takes away."""

    case: Case
    topic_id: TopicId
    template_id: TemplateId
    rightness: float


def _sendable(service: Service, cases: Sequence[Labelled], expert: float) -> Iterator[_Sendable]:
    for labelled in cases:
        assessment, best = labelled.assessment, labelled.assessment.best
        if escalation_reason(assessment.reading) or assessment.expert_probability >= expert:
            continue
        if best is None or assessment.rightness is None or assessment.is_upset(service.policy):
            continue
        yield _Sendable(
            case=labelled.case,
            topic_id=best.topic_id,
            template_id=best.template_id,
            rightness=assessment.rightness,
        )


def _scored(pool: Pool, pairs: BestReplies) -> Scored:
    return Scored.of([pair for topic in pool.topics for pair in pairs.get(topic, ())])


def _calibrate(scores: PoolScores, policy: Policy, cut: float) -> PrecisionGuarantee:
    pool, calibration = scores.pool, scores.calibration
    walk = plan(scores.pilot, cases=len(calibration))
    chosen = choose(calibration, walk, policy, cut=cut)
    answered, right = calibration.at(chosen.threshold) if chosen.threshold is not None else (0, 0)
    return PrecisionGuarantee(
        name=pool.name,
        topics=pool.topics,
        threshold=chosen.threshold,
        target=chosen.target,
        delta=policy.delta,
        cases=len(calibration),
        answered=answered,
        right=right,
        lower_bound=lower_bound(right, answered, policy.delta),
        cases_needed=chosen.cases_needed,
    )
