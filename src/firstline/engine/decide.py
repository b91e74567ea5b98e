"""Decide: the boldest thing to do that the evidence allows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from firstline.domain.decisions import (
    AutoReply,
    Decision,
    Escalation,
    EscalationReason,
    Reply,
    Suggestion,
    SuggestionReason,
)
from firstline.domain.guarantees import PrecisionGuarantee, Thresholds
from firstline.domain.pauses import Pause
from firstline.domain.services import Service
from firstline.domain.topics import Line, Mode, TopicId
from firstline.domain.traces import CandidateTrace, GuardFinding, Trace
from firstline.engine.assessments import Assessment
from firstline.engine.candidates import matched
from firstline.engine.fill import fill
from firstline.engine.reading import escalation_reason, guard_findings, only_suggest_because
from firstline.engine.triggers import TriggerFinder
from firstline.inference.encoders import fingerprint

SHOWN = {Mode.SUGGEST, Mode.AUTO}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Turns an assessment into a decision under one release's thresholds."""

    service: Service
    thresholds: Thresholds
    digest: str
    fingerprint: str = fingerprint()
    _triggers: TriggerFinder = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_triggers", TriggerFinder(self.service))

    def decide(self, assessment: Assessment, pauses: Sequence[Pause] = ()) -> Decision:
        """Decide; what would be sent although it is paused is only suggested."""
        trace = self._trace(assessment)
        is_urgent = assessment.expert_probability >= self.thresholds.expert.threshold
        if trace.triggers:
            line = Line.EXPERT if is_urgent else trace.triggers[0].line
            return Escalation(reason=EscalationReason.TRIGGERED, line=line, trace=trace)
        if reason := escalation_reason(assessment.reading):
            return Escalation(reason=reason, line=Line.FIRST, trace=trace)
        if is_urgent:
            return Escalation(reason=EscalationReason.EXPERT_LINE, line=Line.EXPERT, trace=trace)
        strong = self._strong(assessment)
        if not strong:
            return Escalation(reason=_why_nothing(assessment), line=Line.FIRST, trace=trace)
        return self._answer(assessment, strong, trace, pauses)

    def _answer(
        self,
        assessment: Assessment,
        strong: Sequence[CandidateTrace],
        trace: Trace,
        pauses: Sequence[Pause],
    ) -> Decision:
        best = strong[0]
        mode = self.service.topics[best.topic_id].mode
        if mode is Mode.OFF:
            return Escalation(reason=EscalationReason.TOPIC_OFF, line=Line.FIRST, trace=trace)
        if mode is Mode.SHADOW:
            shadow = EscalationReason.TOPIC_IN_SHADOW
            return Escalation(reason=shadow, line=Line.FIRST, trace=trace)
        reason = (
            self._only_suggest_because(assessment)
            or self._below(assessment, mode)
            or self._paused(best.topic_id, pauses)
        )
        if reason is None:
            return AutoReply(reply=self._reply(assessment, best), trace=trace)
        shown = [c for c in strong if self.service.topics[c.topic_id].mode in SHOWN]
        replies = tuple(
            self._reply(assessment, candidate)
            for candidate in shown[: self.service.policy.suggestions]
        )
        return Suggestion(replies=replies, reason=reason, trace=trace)

    def _only_suggest_because(self, assessment: Assessment) -> SuggestionReason | None:
        if reason := only_suggest_because(assessment.reading.inquiry):
            return reason
        is_upset = assessment.is_upset(self.service.policy)
        return SuggestionReason.CUSTOMER_UPSET if is_upset else None

    def _below(self, assessment: Assessment, mode: Mode) -> SuggestionReason | None:
        if mode is Mode.SUGGEST:
            return SuggestionReason.TOPIC_ON_SUGGEST
        guarantee = self._guarantee(assessment)
        if guarantee is None or guarantee.threshold is None:
            return SuggestionReason.NO_GUARANTEE
        is_clear = guarantee.clears(assessment.rightness)
        return None if is_clear else SuggestionReason.BELOW_THRESHOLD

    def _paused(self, topic_id: TopicId, pauses: Sequence[Pause]) -> SuggestionReason | None:
        is_paused = any(pause.stops(topic_id, self.service.topics) for pause in pauses)
        return SuggestionReason.PAUSED if is_paused else None

    def _strong(self, assessment: Assessment) -> tuple[CandidateTrace, ...]:
        """Candidates that are not too weak to be read as an answer, best first."""
        floor = self.service.policy.suggestion_floor
        return tuple(c for c in matched(assessment.candidates) if c.probability >= floor)

    def _reply(self, assessment: Assessment, candidate: CandidateTrace) -> Reply:
        language = assessment.language
        template = self.service.template(candidate.template_id)
        facts = assessment.reading.inquiry.facts
        text = fill(template.texts[language], facts, language=language, zone=self.service.zone)
        return Reply(
            template_id=template.id,
            topic_id=candidate.topic_id,
            language=language,
            text=text,
            probability=candidate.probability,
        )

    def _trace(self, assessment: Assessment) -> Trace:
        return Trace(
            release=self.digest,
            fingerprint=self.fingerprint,
            language=assessment.language,
            act=assessment.reading.act,
            guards=(*guard_findings(assessment.reading), *self._sentiment_guard(assessment)),
            triggers=self._triggers.find(assessment.reading),
            sentiment=assessment.sentiment,
            predictions=assessment.predictions,
            expert_probability=assessment.expert_probability,
            expert_threshold=self.thresholds.expert.threshold,
            candidates=assessment.candidates,
            rightness=assessment.rightness,
            guarantee=self._guarantee(assessment),
        )

    def _sentiment_guard(self, assessment: Assessment) -> Iterator[GuardFinding]:
        limit = self.service.policy.upset_to_person
        if limit is not None and assessment.sentiment:
            yield GuardFinding(
                guard="sentiment",
                passed=not assessment.is_upset(self.service.policy),
                detail=f"negative with {assessment.sentiment.negative:.1%}, "
                f"a person answers from {limit:.1%}",
            )

    def _guarantee(self, assessment: Assessment) -> PrecisionGuarantee | None:
        best = assessment.best
        return self.thresholds.of(best.topic_id) if best else None


def _why_nothing(assessment: Assessment) -> EscalationReason:
    if assessment.best is None:
        return EscalationReason.NO_APPLICABLE_TEMPLATE
    return EscalationReason.UNSURE
