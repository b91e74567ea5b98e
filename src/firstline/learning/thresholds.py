"""Choose every threshold of a release from labelled assessments."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from firstline.analysis.bounds import lower_bound
from firstline.domain.cases import Case
from firstline.domain.guarantees import PrecisionGuarantee, RecallGuarantee, Thresholds
from firstline.domain.policy import Policy
from firstline.domain.services import Service
from firstline.domain.topics import TopicId
from firstline.engine import Engine
from firstline.engine.assessments import Assessment
from firstline.engine.reading import escalation_reason
from firstline.learning.pools import Pool, pool_topics
from firstline.learning.precision import Scored, cases_needed, grid, lowest_threshold
from firstline.learning.recall import expert_threshold


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
        service: its policy holds the targets and delta.
        pilot: cases of the dev split; they fix the pools and the order of the tests.
        calibration: cases that trained and tuned nothing.
    """
    expert = _expert(service, calibration)
    pooled = score_pools(service, pilot, calibration, expert.threshold)
    return Thresholds(
        precision=tuple(_calibrate(scores, service.policy) for scores in pooled), expert=expert
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
    """Collect what could be sent: cases that no guard, nor the expert line, takes away."""
    pairs: BestReplies = {}
    for labelled in cases:
        assessment, best = labelled.assessment, labelled.assessment.best
        if escalation_reason(assessment.reading) or assessment.expert_probability >= expert:
            continue
        if assessment.rightness is None or assessment.is_upset(service.policy):
            continue
        if best is not None:
            right = service.template(best.template_id).is_as_right_as(labelled.case.template_id)
            pairs.setdefault(best.topic_id, []).append((assessment.rightness, right))
    return pairs


def _scored(pool: Pool, pairs: BestReplies) -> Scored:
    return Scored.of([pair for topic in pool.topics for pair in pairs.get(topic, ())])


def _calibrate(scores: PoolScores, policy: Policy) -> PrecisionGuarantee:
    pool, pilot, calibration = scores.pool, scores.pilot, scores.calibration
    target, delta = policy.target_precision, policy.delta
    thresholds = grid(pilot, cases=len(calibration), target=target, delta=delta)
    threshold = lowest_threshold(calibration, thresholds, target=target, delta=delta)
    answered, right = calibration.at(threshold) if threshold is not None else (0, 0)
    return PrecisionGuarantee(
        name=pool.name,
        topics=pool.topics,
        threshold=threshold,
        target=target,
        delta=delta,
        cases=len(calibration),
        answered=answered,
        right=right,
        lower_bound=lower_bound(right, answered, delta),
        cases_needed=0
        if threshold is not None
        else cases_needed(calibration, thresholds, target=target, delta=delta),
    )
