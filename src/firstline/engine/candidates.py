"""Candidates: the templates of the probable topics whose rule is true, ranked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from firstline.domain.services import Service
from firstline.domain.templates import Language, Template, TemplateAct, TemplateId
from firstline.domain.topics import TopicId
from firstline.domain.traces import (
    CandidateStatus,
    CandidateTrace,
    DropReason,
    MessageAct,
    Prediction,
)
from firstline.engine.fill import missing_facts
from firstline.engine.reading import Reading
from firstline.release.records import Model
from firstline.rules import CompiledRule, compile_rule

_SUBSTANTIVE = {MessageAct.SUBSTANCE}


@dataclass(frozen=True, slots=True)
class CandidateFinder:
    """Holds a release's rules compiled."""

    service: Service
    model: Model
    _by_topic: Mapping[TopicId, tuple[Template, ...]] = field(init=False)
    _rules: Mapping[TemplateId, CompiledRule] = field(init=False)

    def __post_init__(self) -> None:
        service = self.service
        rules = {t.id: compile_rule(t.rule, service.schema) for t in service.templates}
        by_topic = {topic.id: service.templates_of(topic.id) for topic in service.topics}
        object.__setattr__(self, "_rules", rules)
        object.__setattr__(self, "_by_topic", by_topic)

    def find(
        self, reading: Reading, language: Language, predictions: Sequence[Prediction]
    ) -> tuple[CandidateTrace, ...]:
        """Judge every template of the predicted topics; matched ones first, best first."""
        found: dict[TemplateId, CandidateTrace] = {}
        for prediction in predictions:
            for template in self._by_topic[prediction.topic_id]:
                judged = self._judge(reading, language, template, prediction)
                found[template.id] = _merge(found.get(template.id), judged)
        return tuple(sorted(found.values(), key=_rank))

    def _judge(
        self, reading: Reading, language: Language, template: Template, prediction: Prediction
    ) -> CandidateTrace:
        inquiry = reading.inquiry
        clause = self._rules[template.id].explain(inquiry.facts, inquiry.received_at)
        usage = self.model.ranker.usage_of(template.id, prediction.topic_id)
        dropped, detail = _drop(reading, language, template)
        status = CandidateStatus.DROPPED if dropped else CandidateStatus.MATCHED
        return CandidateTrace(
            template_id=template.id,
            topic_id=prediction.topic_id,
            status=status if clause.holds else CandidateStatus.NOT_MATCHED,
            dropped_because=dropped if clause.holds else None,
            detail=detail if clause.holds else "",
            probability=prediction.probability * usage if clause.holds else 0.0,
            rule=clause,
        )


def _drop(
    reading: Reading, language: Language, template: Template
) -> tuple[DropReason | None, str]:
    """Veto a reply that cannot be sent or would be absurd here."""
    text = template.texts.get(language)
    if text is None:
        return DropReason.NOT_IN_LANGUAGE, language
    if template.act is TemplateAct.ANSWER and reading.act not in _SUBSTANTIVE:
        return DropReason.ACT_MISMATCH, reading.act
    if missing := missing_facts(text, reading.inquiry.facts):
        return DropReason.PLACEHOLDER_MISSING, ", ".join(missing)
    return None, ""


def _merge(earlier: CandidateTrace | None, judged: CandidateTrace) -> CandidateTrace:
    """Add up what several topics say for one template; its most probable topic stays."""
    if earlier is None:
        return judged
    best = max(earlier, judged, key=lambda candidate: candidate.probability)
    total = earlier.probability + judged.probability
    return replace(best, probability=total)


def _rank(candidate: CandidateTrace) -> tuple[int, float, str]:
    order = tuple(CandidateStatus).index(candidate.status)
    return order, -candidate.probability, candidate.template_id


def matched(candidates: Sequence[CandidateTrace]) -> Iterator[CandidateTrace]:
    return (c for c in candidates if c.status is CandidateStatus.MATCHED)
