"""Score decisions against what agents did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firstline.analysis.answerable import would_send
from firstline.analysis.bounds import lower_bound
from firstline.domain.cases import Case
from firstline.domain.decisions import AutoReply, Decision, Escalation, Reply, Suggestion
from firstline.domain.scorecards import Scorecard, Share, TopicScore
from firstline.domain.services import Service
from firstline.domain.topics import Line, TopicId
from firstline.domain.traces import CandidateStatus, CandidateTrace

BINS = 10


@dataclass(frozen=True, slots=True)
class Scorer:
    """Knows which reply is right for a case of one service."""

    service: Service

    def is_right(self, reply: Reply | CandidateTrace, case: Case) -> bool:
        return self.service.template(reply.template_id).is_as_right_as(case.template_id)

    def is_expert(self, case: Case) -> bool:
        return case.topic_id is not None and self.service.topics[case.topic_id].line is Line.EXPERT

    def score(self, cases: Sequence[Case], decisions: Sequence[Decision]) -> Scorecard:
        """Compare each decision with its case; both in the same order."""
        pairs = list(zip(cases, decisions, strict=True))
        sent = [(c, d.reply) for c, d in pairs if isinstance(d, AutoReply)]
        sendable = [(c, reply) for c, d in pairs if (reply := would_send(d))]
        shown = [(c, d.replies) for c, d in pairs if isinstance(d, Suggestion)]
        routed = [c for c, d in pairs if is_routed(d)]
        urgent = [d for c, d in pairs if self.is_expert(c)]
        labelled = [(c, d) for c, d in pairs if c.topic_id is not None]
        received = sorted(case.inquiry.received_at for case in cases)
        return Scorecard(
            cases=len(pairs),
            first_received=received[0].isoformat() if received else "",
            last_received=received[-1].isoformat() if received else "",
            accuracy=self._share(top_topic(d) == c.topic_id for c, d in labelled),
            coverage=self._share(isinstance(d, AutoReply) for _, d in pairs),
            precision=self._share(self.is_right(reply, c) for c, reply in sent),
            expert_recall=self._share(map(is_routed, urgent)),
            expert_precision=self._share(self.is_expert(c) for c in routed),
            suggested=self._share(isinstance(d, Suggestion) for _, d in pairs),
            suggestion_hits=self._share(
                any(self.is_right(reply, c) for reply in replies) for c, replies in shown
            ),
            calibration_error=calibration_error(*self.reliability(pairs)),
            topics=tuple(self._topic(topic.id, pairs) for topic in self.service.topics.leaves),
            answerable=self._share(would_send(d) is not None for _, d in pairs),
            answerable_precision=self._share(self.is_right(reply, c) for c, reply in sendable),
        )

    def reliability(
        self, pairs: Iterable[tuple[Case, Decision]]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How sure the best candidate was and whether it was right, one per decision."""
        judged = [
            (d.trace.rightness, self.is_right(best, case))
            for case, d in pairs
            if d.trace.rightness is not None and (best := best_candidate(d))
        ]
        probabilities, right = np.array(judged, dtype=np.float64).reshape(-1, 2).T
        return probabilities, right

    def _topic(self, topic_id: TopicId, pairs: Sequence[tuple[Case, Decision]]) -> TopicScore:
        own = [(c, d) for c, d in pairs if c.topic_id == topic_id]
        sent = [
            (c, d.reply)
            for c, d in pairs
            if isinstance(d, AutoReply) and d.reply.topic_id == topic_id
        ]
        return TopicScore(
            topic_id=topic_id,
            cases=len(own),
            accuracy=self._share(top_topic(d) == topic_id for _, d in own),
            answered=len(sent),
            precision=self._share(self.is_right(reply, c) for c, reply in sent),
        )

    def _share(self, outcomes: Iterable[bool]) -> Share:
        listed = list(outcomes)
        count, of = sum(listed), len(listed)
        return Share(
            count=count, of=of, lower_bound=lower_bound(count, of, self.service.policy.delta)
        )


def best_candidate(decision: Decision) -> CandidateTrace | None:
    candidates = decision.trace.candidates
    if candidates and candidates[0].status is CandidateStatus.MATCHED:
        return candidates[0]
    return None


def is_routed(decision: Decision) -> bool:
    return isinstance(decision, Escalation) and decision.line is Line.EXPERT


def top_topic(decision: Decision) -> TopicId | None:
    predictions = decision.trace.predictions
    return predictions[0].topic_id if predictions else None


def calibration_error(probabilities: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    """Expected calibration error: mean |confidence − accuracy| over equal-width bins."""
    if not len(probabilities):
        return 0.0
    bins = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    gaps = [
        abs(probabilities[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
        for b in np.unique(bins)
    ]
    return float(sum(gaps))
