"""Reading: what can be known of an inquiry before any model is asked."""

from dataclasses import dataclass

from firstline.domain.decisions import EscalationReason, SuggestionReason
from firstline.domain.inquiries import Inquiry
from firstline.domain.services import Service
from firstline.domain.templates import Language
from firstline.domain.traces import GuardFinding, MessageAct
from firstline.text import LanguageDetector, message_act, prepare


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    inquiry: Inquiry
    text: str
    """Cleaned, normalised and redacted: all that is ever decided on or stored."""
    act: MessageAct
    language: Language | None
    """`None` where it is clearly one that the service has no templates in."""


def read(inquiry: Inquiry, service: Service, detector: LanguageDetector) -> Reading:
    text = prepare(inquiry.text).text
    return Reading(
        inquiry=inquiry,
        text=text,
        act=message_act(text),
        language=detector.detect(text, among=service.languages),
    )


COURTESIES = frozenset({MessageAct.THANKS, MessageAct.GREETING})
"""Messages that say nothing else."""

ESCALATING_ACTS = {
    MessageAct.ASKS_FOR_PERSON: EscalationReason.CUSTOMER_ASKED_FOR_PERSON,
    MessageAct.EMPTY: EscalationReason.EMPTY_MESSAGE,
    MessageAct.AUTO_RESPONDER: EscalationReason.AUTO_RESPONDER,
}


def escalation_reason(reading: Reading) -> EscalationReason | None:
    """Say why a person must take over whatever a model would think."""
    if reading.language is None:
        return EscalationReason.LANGUAGE_WITHOUT_TEMPLATES
    return ESCALATING_ACTS.get(reading.act)


def only_suggest_because(inquiry: Inquiry) -> SuggestionReason | None:
    """Say why no reply may be automatic here: only a first response may.

    A customer who writes back has already been failed once, and nobody talks over a person.
    """
    if inquiry.person_has_spoken:
        return SuggestionReason.PERSON_HAS_SPOKEN
    if inquiry.auto_reply_sent:
        return SuggestionReason.AUTO_REPLY_SENT
    return None


def guard_findings(reading: Reading) -> tuple[GuardFinding, ...]:
    """Report every guard, for the trace."""
    inquiry = reading.inquiry
    return (
        GuardFinding(
            guard="first_response",
            passed=only_suggest_because(inquiry) is None,
            detail=only_suggest_because(inquiry) or "",
        ),
        GuardFinding(
            guard="message_act",
            passed=reading.act not in ESCALATING_ACTS,
            detail=reading.act,
        ),
        GuardFinding(
            guard="language",
            passed=reading.language is not None,
            detail=reading.language or "none of the service's languages",
        ),
    )
