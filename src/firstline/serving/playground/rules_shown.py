"""Candidate replies as people read them: each clause of a rule with its truth and values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from firstline.domain.decisions import AutoReply, Decision, Suggestion
from firstline.domain.services import Service
from firstline.domain.templates import PLACEHOLDER, Language, TemplateId
from firstline.domain.traces import CandidateStatus, CandidateTrace, Clause, DropReason, Join
from firstline.serving.playground.promises import width
from firstline.serving.playground.words import GROUP, WHY_DROPPED, percent, title

SHOWN_FITTING = 3  # as many as an agent gets
SHOWN_MISFITS = 2  # the rest is folded away


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    text: str
    truth: str
    """`yes`, `no` or `unknown`: the style class and the name of its mark."""
    seen: tuple[str, ...]
    """Such as `payment type: cash`."""
    parts: tuple["ClauseView", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateView:
    title: str
    topic: str
    excerpt: str
    """The reply with its gaps named."""
    language: Language
    state: str
    """`used`, `fits`, `dropped` or `misfit`."""
    verdict: str
    probability: str
    width: str
    clauses: tuple[ClauseView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateGroups:
    shown: tuple[CandidateView, ...]
    folded: tuple[CandidateView, ...]
    """Less probable, or fitting less, than the shown ones."""


def candidate_groups(decision: Decision, service: Service) -> CandidateGroups:
    candidates = decision.trace.candidates
    fitting = [c for c in candidates if c.status is not CandidateStatus.NOT_MATCHED]
    probable = {p.topic_id: -p.probability for p in decision.trace.predictions}
    misfits = sorted(
        (c for c in candidates if c.status is CandidateStatus.NOT_MATCHED),
        key=lambda c: probable.get(c.topic_id, 0.0),
    )
    used = _used(decision)

    def views(some: Sequence[CandidateTrace]) -> tuple[CandidateView, ...]:
        return tuple(_candidate(c, decision.trace.language, used, service) for c in some)

    return CandidateGroups(
        shown=views([*fitting[:SHOWN_FITTING], *misfits[:SHOWN_MISFITS]]),
        folded=views([*fitting[SHOWN_FITTING:], *misfits[SHOWN_MISFITS:]]),
    )


def _used(decision: Decision) -> dict[TemplateId, str]:
    match decision:
        case AutoReply(reply=reply):
            return {reply.template_id: "Its conditions hold. This is what was sent."}
        case Suggestion(replies=replies):
            said = "Its conditions hold. An agent sees it."
            return {reply.template_id: said for reply in replies}
        case _:
            return {}


def _candidate(
    candidate: CandidateTrace, language: Language, used: dict[TemplateId, str], service: Service
) -> CandidateView:
    texts = service.template(candidate.template_id).texts
    shown_in = language if language in texts else next(iter(texts))
    return CandidateView(
        title=title(candidate.template_id),
        topic=service.topics[candidate.topic_id].name,
        excerpt=_with_named_gaps(texts[shown_in]),
        language=shown_in,
        state="used" if candidate.template_id in used else _STATE[candidate.status],
        verdict=used.get(candidate.template_id) or _verdict(candidate),
        probability=percent(candidate.probability) if candidate.probability else "",
        width=width(candidate.probability),
        clauses=clauses(candidate.rule, service.zone),
    )


_STATE = {
    CandidateStatus.MATCHED: "fits",
    CandidateStatus.DROPPED: "dropped",
    CandidateStatus.NOT_MATCHED: "misfit",
}


def _verdict(candidate: CandidateTrace) -> str:
    if candidate.status is CandidateStatus.MATCHED:
        return "Its conditions hold, but others are more likely to be right."
    if reason := candidate.dropped_because:
        if reason is DropReason.PLACEHOLDER_MISSING:
            return f"{WHY_DROPPED[reason]}: {candidate.detail.replace('_', ' ')}."
        return WHY_DROPPED[reason]
    if candidate.rule.holds is None:
        return "Not offered: facts that it depends on are not known."
    return "Not offered: a condition does not hold."


def _with_named_gaps(text: str) -> str:
    return PLACEHOLDER.sub(lambda gap: f"[{gap[1].replace('_', ' ')}]", text.strip())


def clauses(rule: Clause, zone: tzinfo) -> tuple[ClauseView, ...]:
    """List a rule's conditions; a rule that joins by `and` is simply its parts."""
    parts = rule.parts if rule.join is Join.ALL else (rule,)
    return tuple(clause_view(part, zone) for part in parts)


def clause_view(clause: Clause, zone: tzinfo) -> ClauseView:
    return ClauseView(
        text=GROUP[clause.join] if clause.join else clause.text,
        truth=_TRUTH[clause.holds],
        seen=tuple(_seen(name, value, zone) for name, value in clause.seen.items()),
        parts=tuple(clause_view(part, zone) for part in clause.parts),
    )


_TRUTH = {True: "yes", False: "no", None: "unknown"}


def _seen(name: str, value: str, zone: tzinfo) -> str:
    words = "time of the message" if name == "received_at" else name.replace("_", " ")
    if value == "missing":
        return f"{words}: not known"
    moment = _MOMENT.fullmatch(value) and datetime.fromisoformat(value).astimezone(zone)
    return f"{words}: {moment:%Y-%m-%d %H:%M}" if moment else f"{words}: {value}"


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
