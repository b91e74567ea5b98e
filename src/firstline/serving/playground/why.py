"""The why beside a decision, as records that a template only has to loop over."""

from dataclasses import dataclass

from firstline.domain.decisions import Decision
from firstline.domain.services import Service
from firstline.domain.topics import Line
from firstline.domain.traces import GuardFinding, Trace, TriggerTrace
from firstline.domain.triggers import ALWAYS
from firstline.serving.playground.promises import Promise, promise, width
from firstline.serving.playground.rules_shown import (
    CandidateGroups,
    ClauseView,
    candidate_groups,
    clauses,
)
from firstline.serving.playground.words import (
    GUARD_TITLE,
    MESSAGE_ACT,
    WHY_ONLY_SUGGESTED,
    language,
    percent,
    title,
)

SHOWN_TOPICS = 5
ALWAYS_SHOWN = 2  # the second best shows how clear the best one is
WORTH_A_BAR = 0.01
MILLISECONDS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    name: str
    description: str
    share: str
    width: str
    is_expert: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardView:
    title: str
    passed: bool
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerView:
    name: str
    words: tuple[str, ...]
    """Those of its list that the message has."""
    clauses: tuple[ClauseView, ...]
    is_expert: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    triggers: tuple[TriggerView, ...]
    topics: tuple[Bar, ...]
    expert: str
    """How the expert line was judged; empty where no model was asked."""
    promise: Promise | None
    candidates: CandidateGroups
    guards: tuple[GuardView, ...]
    release: str
    decision_id: str
    duration: str


def why(decision: Decision, service: Service, *, decision_id: str, seconds: float) -> Why:
    trace = decision.trace
    return Why(
        triggers=tuple(_trigger(each, service) for each in trace.triggers),
        topics=_topics(trace, service),
        expert=_expert(trace),
        promise=promise(trace.rightness, trace.guarantee, service.topics)
        if trace.rightness is not None
        else None,
        candidates=candidate_groups(decision, service),
        guards=tuple(map(_guard, trace.guards)),
        release=trace.release,
        decision_id=decision_id,
        duration=f"{seconds * MILLISECONDS:,.1f} ms",
    )


def _trigger(found: TriggerTrace, service: Service) -> TriggerView:
    has_rule = found.rule.text != ALWAYS
    return TriggerView(
        name=found.name,
        words=found.words,
        clauses=clauses(found.rule, service.zone) if has_rule else (),
        is_expert=found.line is Line.EXPERT,
    )


def _topics(trace: Trace, service: Service) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            name=service.topics[prediction.topic_id].name,
            description=service.topics[prediction.topic_id].description,
            share=percent(prediction.probability),
            width=width(prediction.probability),
            is_expert=service.topics[prediction.topic_id].line is Line.EXPERT,
        )
        for place, prediction in enumerate(trace.predictions[:SHOWN_TOPICS])
        if place < ALWAYS_SHOWN or prediction.probability >= WORTH_A_BAR
    )


def _expert(trace: Trace) -> str:
    if not trace.predictions:
        return ""
    share, limit = percent(trace.expert_probability, places=1), percent(trace.expert_threshold)
    return f"Urgent or delicate with {share} probability; from {limit} on a specialist answers."


def _guard(finding: GuardFinding) -> GuardView:
    return GuardView(
        title=GUARD_TITLE.get(finding.guard, title(finding.guard)),
        passed=finding.passed,
        sentence=_said(finding),
    )


def _said(finding: GuardFinding) -> str:
    match finding.guard:
        case "first_response":
            reasons: dict[str, str] = {str(key): text for key, text in WHY_ONLY_SUGGESTED.items()}
            return reasons.get(finding.detail, "Nobody has answered yet.")
        case "message_act":
            return MESSAGE_ACT.get(finding.detail, finding.detail)
        case "language" if finding.passed:
            return f"It is in {language(finding.detail)}."
        case "sentiment":
            return f"It sounds {finding.detail}."
        case _:
            return title(finding.detail)
