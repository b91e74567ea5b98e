"""The past of a service: from its decision journal, or from a history that is decided now."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from firstline.analysis.discovery import PastInquiry
from firstline.cli.past_inquiries import decided, journaled
from firstline.domain.cases import Case
from firstline.domain.decisions import (
    AutoReply,
    Decision,
    Escalation,
    EscalationReason,
    Suggestion,
)
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.domain.traces import CandidateTrace, Clause, Join
from firstline.engine import Engine
from firstline.engine.fill import fill, missing_facts
from firstline.journal.entries import JournalEntry, Outcome, OutcomeKind
from firstline.text import prepare

_NOTHING_FITTED = {EscalationReason.UNSURE, EscalationReason.NO_APPLICABLE_TEMPLATE}


def from_journal(journal: Path, service: Service, *, console: Console) -> list[PastInquiry]:
    """Read the decisions and what agents replied, without facts that the service lacks by now."""
    return [
        _of_entry(entry, _agent_reply(outcomes), service)
        for entry, outcomes in journaled(journal, console)
    ]


def from_history(cases: Sequence[Case], engine: Engine, *, console: Console) -> list[PastInquiry]:
    """Let the live release decide past cases, whose agents' replies are known."""
    decisions = decided(engine, [case.inquiry for case in cases], console)
    return [_past(*pair) for pair in zip(cases, decisions, strict=True)]


def _of_entry(entry: JournalEntry, reply: Outcome | None, service: Service) -> PastInquiry:
    inquiry, _ = entry.inquiry.typed_as_far_as_known(service)
    # a help desk may use an id twice, and a history may not
    inquiry = replace(inquiry, id=InquiryId(entry.decision_id))
    sent = _template_of(reply, entry.decision, inquiry, service) if reply else None
    case = Case(
        inquiry=inquiry,
        topic_id=_topic_of(reply, sent, service) if reply else None,
        template_id=sent,
        reply=reply.text if reply and not sent else "",
    )
    return _past(case, entry.decision)


def _agent_reply(outcomes: Sequence[Outcome]) -> Outcome | None:
    """The last reply that an agent sent after the decision."""
    replies = [outcome for outcome in outcomes if outcome.kind is OutcomeKind.AGENT_REPLY]
    return replies[-1] if replies else None


def _template_of(
    reply: Outcome, decision: Decision, inquiry: Inquiry, service: Service
) -> TemplateId | None:
    """The template that an agent sent: as they said, or word for word one that was looked at."""
    language, known = decision.trace.language, {t.id: t for t in service.templates}
    if reply.template_id in known:
        return reply.template_id
    for candidate in decision.trace.candidates:
        template = known.get(candidate.template_id)
        text = template.texts.get(language) if template else None
        if text and not missing_facts(text, inquiry.facts):
            filled = fill(text, inquiry.facts, language=language, zone=service.zone)
            if prepare(filled).text == reply.text:
                return candidate.template_id
    return None


def _topic_of(reply: Outcome, sent: TemplateId | None, service: Service) -> TopicId | None:
    """The topic that the agent named, or else the only one that the template answers."""
    if reply.topic_id and reply.topic_id in service.topics:
        return reply.topic_id
    topics = service.template(sent).topics if sent else ()
    return topics[0] if len(topics) == 1 else None


def _past(case: Case, decision: Decision) -> PastInquiry:
    if not _is_open(case, decision):
        inquiry = replace(case.inquiry, facts={})
        return PastInquiry(inquiry=inquiry, is_open=False, topic_id=_topic(case, decision))
    return PastInquiry(
        inquiry=case.inquiry,
        is_open=True,
        topic_id=case.topic_id,
        template_id=case.template_id,
        reply=case.reply,
        language=decision.trace.language,
        not_held=_not_held(decision.trace.candidates),
    )


def _is_open(case: Case, decision: Decision) -> bool:
    """Whether nothing fitted: nothing was probable enough, or the agent wrote something else."""
    match decision:
        case AutoReply():
            return False
        case Escalation():
            return decision.reason in _NOTHING_FITTED
        case Suggestion():
            suggested = {reply.template_id for reply in decision.replies}
            return bool(case.reply) or (
                case.template_id is not None and case.template_id not in suggested
            )


def _topic(case: Case, decision: Decision) -> TopicId | None:
    if case.topic_id or not isinstance(decision, AutoReply):
        return case.topic_id
    return decision.reply.topic_id


def _not_held(candidates: Sequence[CandidateTrace]) -> Mapping[TemplateId, tuple[str, ...]]:
    return {
        candidate.template_id: tuple(_in_the_way(candidate.rule))
        for candidate in candidates
        if candidate.rule.holds is not True
    }


def _in_the_way(rule: Clause) -> Iterator[str]:
    """The parts of an `and` that are not true, or else the rule itself."""
    parts = rule.parts if rule.join is Join.ALL else (rule,)
    # traces repeat the same few texts for every inquiry
    yield from (sys.intern(part.text) for part in parts if part.holds is not True)
