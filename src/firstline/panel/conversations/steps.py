"""What comes next after a customer's message: pure, from the state of the conversation.

Automatic is only the first response to the first message, and only while nobody has written.
Everything else that needs an answer goes to a person.
"""

from dataclasses import dataclass
from typing import TypeAlias

from firstline.domain.decisions import AutoReply, Decision, Escalation, Reply
from firstline.domain.traces import MessageAct
from firstline.engine.reading import COURTESIES
from firstline.panel.conversations.models import Line, Priority, Status
from firstline.panel.conversations.reasons import OF_DECISIONS, HandOffReason
from firstline.panel.conversations.upset import says_it_again, shouts, sounds_negative


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A conversation as it is now, and the message that is to be settled."""

    status: Status
    line: Line
    text: str
    other_texts: tuple[str, ...] = ()
    """All else that the customer has written, earlier or since."""
    has_automatic_reply: bool = False
    has_person_spoken: bool = False
    is_held_out: bool = False
    """Whether it is of those whose automatic reply a person gives, so that both can be compared."""

    @property
    def is_with_people(self) -> bool:
        return self.status in (Status.WAITING, Status.WITH_PERSON)

    @property
    def may_be_automatic(self) -> bool:
        has_reply = self.has_automatic_reply or self.has_person_spoken
        return self.status == Status.OPEN and not has_reply and not self.other_texts


@dataclass(frozen=True, slots=True)
class Send:
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    reason: HandOffReason
    line: Line = Line.FIRST

    @property
    def priority(self) -> Priority:
        if self.line == Line.EXPERT:
            return Priority.URGENT
        return Priority.HIGH if self.reason == HandOffReason.FRUSTRATED else Priority.NORMAL


@dataclass(frozen=True, slots=True)
class Reroute:
    """A person has it already, but it turns out to be for the expert line."""


@dataclass(frozen=True, slots=True)
class Stay:
    """Nothing is to be said: a person reads it, or there is nothing to answer."""


Step: TypeAlias = Send | HandOver | Reroute | Stay
NEEDS_NOTHING = COURTESIES | {MessageAct.EMPTY}
"""What needs no answer once there was a reply."""


def next_step(situation: Situation, decision: Decision | None) -> Step:
    """Choose what to do; without a decision a person answers."""
    if situation.is_with_people:
        is_news = situation.line == Line.FIRST and _is_for_experts(decision)
        return Reroute() if is_news else Stay()
    if decision is None:
        return HandOver(reason=HandOffReason.NOT_DECIDED)
    if _needs_nothing(situation, decision.trace.act):
        return Stay()
    reason = _reason(situation, decision)
    if isinstance(decision, AutoReply) and reason is None and situation.may_be_automatic:
        held_out = HandOver(reason=HandOffReason.HELD_OUT)
        return held_out if situation.is_held_out else Send(decision.reply)
    line = Line(decision.line) if isinstance(decision, Escalation) else Line.FIRST
    return HandOver(reason=reason or HandOffReason.REPEATED_CONTACT, line=line)


def _is_for_experts(decision: Decision | None) -> bool:
    return isinstance(decision, Escalation) and Line(decision.line) == Line.EXPERT


def _needs_nothing(situation: Situation, act: MessageAct) -> bool:
    """Whether it is a mere courtesy after a reply, or a robot's, which gets no answer ever."""
    if act is MessageAct.AUTO_RESPONDER:
        return True
    has_reply = situation.has_automatic_reply or situation.has_person_spoken
    return has_reply and act in NEEDS_NOTHING


DECIDED_ALONE = (
    HandOffReason.CUSTOMER_ASKED,
    HandOffReason.TRIGGERED,
    HandOffReason.EXPERT_LINE,
)
"""Reasons that count whatever the conversation looks like."""


def _reason(situation: Situation, decision: Decision) -> HandOffReason | None:
    """Say why a person answers; `None` where nothing speaks against an automatic reply."""
    said = None if isinstance(decision, AutoReply) else OF_DECISIONS[decision.reason]
    if said in DECIDED_ALONE:
        return said
    if _is_upset(situation, decision):
        return HandOffReason.FRUSTRATED
    if situation.has_automatic_reply or situation.status == Status.RESOLVED:
        return HandOffReason.REPEATED_CONTACT
    return said


def _is_upset(situation: Situation, decision: Decision) -> bool:
    """Whether the customer shouts; or complains, or repeats it, after a reply.

    How a first message sounds is for the engine to judge, by the policy of the service.
    """
    if shouts(situation.text):
        return True
    if not (situation.has_automatic_reply or situation.has_person_spoken):
        return False
    repeats = says_it_again(situation.text, list(situation.other_texts))
    return repeats or sounds_negative(decision.trace)
