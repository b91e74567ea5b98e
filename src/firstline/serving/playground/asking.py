"""One post of the page: what the visitor wants, and the engine's answer to it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum

from firstline.domain.decisions import AutoReply, Decision, DecisionId, Escalation
from firstline.domain.examples import ExampleCustomer
from firstline.domain.inquiries import InquiryId
from firstline.domain.services import Service
from firstline.journal.entries import JournalEntry, Outcome, OutcomeKind, RawInquiry
from firstline.journal.reader import DecisionNotFound
from firstline.serving.answering import Answerer
from firstline.serving.playground.conversation import (
    Author,
    Conversation,
    Turn,
    new_conversation,
    read_conversation,
)
from firstline.serving.playground.fact_form import PREFIX, RECEIVED_AT, FactForm, read_form
from firstline.serving.playground.verdicts import told_customer

# Short enough to count as any language, and understood as asking for a person in all of them.
ASK_FOR_PERSON = "operator"
SAID_BY_BUTTON = "Talk to a person"


class Action(StrEnum):
    SEND = "send"
    SAMPLE = "sample"
    """A prepared message, in a new conversation."""
    AGAIN = "again"
    """The first message once more, in a new conversation, with the facts as they are now."""
    PERSON = "person"
    RESTART = "restart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    action: Action
    customer: ExampleCustomer
    facts: FactForm
    conversation: Conversation
    message: str
    """What stands in the message box."""
    sample: str = ""

    @property
    def text(self) -> str:
        """What the customer says now."""
        match self.action:
            case Action.SAMPLE:
                return self.sample
            case Action.AGAIN:
                return self.conversation.first_message or self.message
            case Action.PERSON:
                return ASK_FOR_PERSON
            case _:
                return self.message

    @property
    def is_restart(self) -> bool:
        return self.action is Action.RESTART

    @property
    def unsent(self) -> str:
        """What stays in the message box after an answer."""
        return "" if self.action is Action.SEND else self.message

    @property
    def message_error(self) -> str:
        if self.is_restart or self.text.strip():
            return ""
        return "Write a message first, or choose one of the samples."

    @property
    def is_answerable(self) -> bool:
        return not (self.is_restart or self.facts.errors or self.message_error)

    @property
    def begins_anew(self) -> bool:
        return self.action in {Action.SAMPLE, Action.AGAIN, Action.RESTART}


def read_asked(form: Mapping[str, str], customer: ExampleCustomer, service: Service) -> Asked:
    sample = form.get("sample", "")
    action = form.get("action", Action.SEND)
    typed = {name.removeprefix(PREFIX): value for name, value in form.items() if _is_fact(name)}
    return Asked(
        action=Action.SAMPLE if sample else _action(action),
        customer=customer,
        facts=read_form(typed, service.schema, zone=service.zone, fallback=customer.received_at),
        conversation=read_conversation(form.get("conversation", "")),
        message=form.get("message", ""),
        sample=sample,
    )


def _is_fact(name: str) -> bool:
    return name.startswith(PREFIX) or name == RECEIVED_AT


def _action(written: str) -> Action:
    return Action(written) if written in tuple(Action) else Action.SEND


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    entry: JournalEntry
    conversation: Conversation


async def answer(asked: Asked, answerer: Answerer) -> Answered:
    before = new_conversation() if asked.begins_anew else asked.conversation
    entry = await answerer.answer(
        RawInquiry(
            id=InquiryId(f"playground-{before.id}-{len(before.turns)}"),
            text=asked.text,
            received_at=asked.facts.received_at,
            facts=asked.facts.facts,
            conversation_id=f"playground-{before.id}",
            customer_id=asked.customer.id,
            person_has_spoken=before.person_has_spoken,
            auto_reply_sent=before.auto_reply_sent,
        )
    )
    if asked.action is Action.PERSON:
        await _record_escalation(before, answerer)
    said = SAID_BY_BUTTON if asked.action is Action.PERSON else asked.text.strip()
    question = Turn(author=Author.CUSTOMER, text=said)
    after = before.then(question, reaction(entry.decision))
    if isinstance(entry.decision, AutoReply):
        after = replace(after, answered_by=entry.decision_id)
    return Answered(entry=entry, conversation=after)


async def _record_escalation(conversation: Conversation, answerer: Answerer) -> None:
    """Keep that the automatic reply did not help: it is what precision in use is made of."""
    outcome = Outcome(
        decision_id=DecisionId(conversation.answered_by),
        kind=OutcomeKind.ESCALATED,
        recorded_at=answerer.clock(),
    )
    with suppress(DecisionNotFound):  # the page carries the id, and a page can be edited
        await answerer.record_outcome(outcome)


def reaction(decision: Decision) -> Turn:
    """What the customer reads next, and from whom."""
    match decision:
        case AutoReply(reply=reply):
            return Turn(author=Author.ASSISTANT, text=reply.text, language=reply.language)
        case Escalation():
            return Turn(author=Author.PERSON, text=told_customer(decision))
        case _:
            return Turn(author=Author.NOTICE, text=told_customer(decision))
