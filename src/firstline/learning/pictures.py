"""Draw the numbers behind a release's charts from the evidence beside it."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from firstline.analysis.pictures import Curve, Picture, confusions, reliability_bins
from firstline.analysis.scorecards import calibration_error
from firstline.domain.progress import Progress, silently
from firstline.domain.services import Service
from firstline.domain.topics import TopicId
from firstline.engine.candidates import CandidateFinder
from firstline.learning.curves import curve_points
from firstline.learning.evidence import Evidence, EvidenceCase, assess_again
from firstline.learning.precision import Scored
from firstline.learning.thresholds import BestReplies, Labelled, best_replies
from firstline.release.records import Release

AT_ONCE = 250
FEWEST_CASES = 30
"""Of a topic, to draw it; the band of fewer is as wide as the chart."""


def picture_of(release: Release, evidence: Evidence, *, progress: Progress = silently) -> Picture:
    """Judge the calibration cases again, and sum up what came of it."""
    service, delta = release.service, release.service.policy.delta
    finder = CandidateFinder(service, release.model)
    calibration = list(_assessed(evidence.calibration, finder, progress))
    replies = best_replies(service, calibration, release.thresholds.expert.threshold)
    best = _best_of_all(service, calibration)
    return Picture(
        cases=len(calibration),
        delta=delta,
        pools=tuple(
            _curve(pool.name, pool.topics, replies, delta) for pool in release.thresholds.precision
        ),
        topics=tuple(
            _curve(topic, (topic,), replies, delta)
            for topic, pairs in sorted(replies.items())
            if len(pairs) >= FEWEST_CASES
        ),
        reliability=reliability_bins(best.probability, best.right, delta=delta),
        calibration_error=calibration_error(best.probability, best.right.astype(np.float64)),
        confusions=confusions(_labelled_and_found(calibration)),
    )


def _assessed(
    cases: Sequence[EvidenceCase], finder: CandidateFinder, progress: Progress
) -> Iterator[Labelled]:
    for start in range(0, len(cases), AT_ONCE):
        progress("judging calibration cases again", done=start, total=len(cases))
        yield from assess_again(cases[start : start + AT_ONCE], finder)


def _curve(name: str, topics: Iterable[TopicId], replies: BestReplies, delta: float) -> Curve:
    topics = tuple(topics)
    scored = Scored.of([pair for topic in topics for pair in replies.get(topic, ())])
    return Curve(name=name, topics=topics, points=curve_points(scored, delta))


def _best_of_all(service: Service, cases: Sequence[Labelled]) -> Scored:
    return Scored.of(
        [
            (labelled.assessment.rightness, _is_right(service, labelled))
            for labelled in cases
            if labelled.assessment.rightness is not None
        ]
    )


def _is_right(service: Service, labelled: Labelled) -> bool:
    best = labelled.assessment.best
    sent = labelled.case.template_id
    return best is not None and service.template(best.template_id).is_as_right_as(sent)


def _labelled_and_found(cases: Iterable[Labelled]) -> Iterator[tuple[TopicId, TopicId]]:
    for labelled in cases:
        topic, found = labelled.case.topic_id, labelled.assessment.predictions
        if topic is not None and found:
            yield topic, found[0].topic_id
