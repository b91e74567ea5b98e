"""The past of a service: from its decision journal, or from a history that is decided now."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from rich.console import Console

from firstline.analysis.discovery import PastInquiry
from firstline.cli.impact.traffic import AT_ONCE
from firstline.cli.progress import progress_bars
from firstline.domain.cases import Case
from firstline.domain.decisions import (
    AutoReply,
    Decision,
    Escalation,
    EscalationReason,
    Suggestion,
)
from firstline.domain.errors import InquiryError
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.domain.traces import CandidateTrace, Clause, Join
from firstline.engine import Engine
from firstline.engine.fill import fill, missing_facts
from firstline.serving.entries import JournalEntry, OutcomeKind
from firstline.serving.journal import JournalReader
from firstline.text import prepare

_NOTHING_FITTED = {EscalationReason.UNSURE, EscalationReason.NO_APPLICABLE_TEMPLATE}


def from_journal(journal: Path, service: Service, *, console: Console) -> list[PastInquiry]:
    """Read the decisions and what agents replied, without facts that the service lacks by now."""
    reader = JournalReader(journal)
    try:
        with progress_bars(console) as progress:
            reading = progress.add_task("reading decisions", total=reader.count())
            past = []
            for entry in reader.entries():
                past.append(_of_entry(entry, _agent_reply(reader, entry), service))
                progress.advance(reading)
            return past
    finally:
        reader.close()


def from_history(cases: Sequence[Case], engine: Engine, *, console: Console) -> list[PastInquiry]:
    """Let the live release decide past cases, whose agents' replies are known."""
    remaining, past = iter(cases), []
    with progress_bars(console) as progress:
        deciding = progress.add_task("deciding inquiries", total=len(cases))
        while some := list(islice(remaining, AT_ONCE)):
            decisions = engine.answer_many([case.inquiry for case in some])
            past += [_past(*pair) for pair in zip(some, decisions, strict=True)]
            progress.advance(deciding, len(some))
    return past


def _of_entry(entry: JournalEntry, reply: str, service: Service) -> PastInquiry:
    decision = entry.decision
    try:
        inquiry = entry.inquiry.typed(service)
    except InquiryError:
        inquiry = replace(entry.inquiry, facts={}).typed(service)
    # a help desk may use an id twice, and a history may not
    inquiry = replace(inquiry, id=InquiryId(entry.decision_id))
    sent = _template_of(reply, decision, inquiry, service) if reply else None
    case = Case(
        inquiry=inquiry,
        topic_id=_topic_of(sent, service) if sent else None,
        template_id=sent,
        reply="" if sent else reply,
    )
    return _past(case, decision)


def _agent_reply(reader: JournalReader, entry: JournalEntry) -> str:
    """The last reply that an agent sent after the decision."""
    outcomes = reader.outcomes(entry.decision_id)
    texts = [o.text for o in outcomes if o.kind is OutcomeKind.AGENT_REPLY]
    return texts[-1] if texts else ""


def _template_of(
    reply: str, decision: Decision, inquiry: Inquiry, service: Service
) -> TemplateId | None:
    """The template that an agent sent word for word, of those that were looked at."""
    language, known = decision.trace.language, {t.id: t for t in service.templates}
    for candidate in decision.trace.candidates:
        template = known.get(candidate.template_id)
        text = template.texts.get(language) if template else None
        if text and not missing_facts(text, inquiry.facts):
            filled = fill(text, inquiry.facts, language=language, zone=service.zone)
            if prepare(filled).text == reply:
                return candidate.template_id
    return None


def _topic_of(template_id: TemplateId, service: Service) -> TopicId | None:
    topics = service.template(template_id).topics
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
