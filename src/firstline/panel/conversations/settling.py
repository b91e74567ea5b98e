"""Settle a customer's message, once: send, hand over or stay quiet, in one transaction."""

from datetime import datetime, timedelta
from typing import assert_never

from django.db import transaction
from django.db.models import QuerySet

from firstline.domain.decisions import Decision, Reply
from firstline.journal.entries import JournalEntry
from firstline.panel.conversations.handing_over import hand_over, reroute
from firstline.panel.conversations.models import Author, Conversation, Line, Message, Status
from firstline.panel.conversations.steps import (
    HandOver,
    Reroute,
    Send,
    Situation,
    Stay,
    Step,
    next_step,
)
from firstline.panel.conversations.telling import tell_sent, tell_settled
from firstline.panel.conversations.threads import locked
from firstline.panel.conversations.threads import reply as reply_to

HOLD_OUT_STEPS = 10_000
"""Shares are told apart by so much."""
LEFT_BEHIND_AFTER = timedelta(seconds=10)
"""Who took the message in has died or given up by then: deciding takes a fraction of it."""


def settle(message: Message, entry: JournalEntry | None, *, now: datetime) -> None:
    """Do what follows from the decision; a second call does nothing.

    The conversation is read again in the transaction that sends, so nothing automatic is said
    once a person or another reply was there first.

    Args:
        message: a customer's.
        entry: the decision on it; `None` where none could be made.
        now: when.
    """
    with transaction.atomic():
        conversation = locked(message.conversation_id)
        message = conversation.messages.get(pk=message.pk)
        if message.settled_at is not None:
            return
        decision = entry.decision if entry else None
        _learn(conversation, decision)
        message.decision_id = entry.decision_id if entry else ""
        step = next_step(situation_of(conversation, message), decision)
        _do(step, message, decision, now)
        message.settled_at = now
        message.save(update_fields=("decision_id", "settled_at"))
        tell_settled(message, decision, step)


def _learn(conversation: Conversation, decision: Decision | None) -> None:
    """Keep the language of the first words, and what the newest ones are about."""
    if decision is None:
        return
    trace = decision.trace
    conversation.language = conversation.language or trace.language
    if trace.predictions:
        conversation.topic_id = trace.predictions[0].topic_id
    conversation.save(update_fields=("language", "topic_id"))


def _do(step: Step, message: Message, decision: Decision | None, now: datetime) -> None:
    conversation = message.conversation
    match step:
        case Send(reply=reply):
            send(conversation, reply, message.decision_id, now)
        case HandOver():
            hand_over(conversation, step, now=now, decision=decision)
        case Reroute():
            reroute(conversation, now=now)
        case Stay():
            pass
        case _:
            assert_never(step)


def send(conversation: Conversation, reply: Reply, decision_id: str, now: datetime) -> None:
    made_of = {"decision_id": decision_id, "template_id": reply.template_id}
    message = reply_to(conversation, Author.ASSISTANT, reply.text, at=now, **made_of)
    tell_sent(message, decision_id)


def situation_of(conversation: Conversation, message: Message) -> Situation:
    said = conversation.messages.filter(author=Author.CUSTOMER).exclude(pk=message.pk)
    authors = set(conversation.messages.values_list("author", flat=True))
    return Situation(
        status=Status(conversation.status),
        line=Line(conversation.line),
        text=message.text,
        other_texts=tuple(said.values_list("text", flat=True)),
        has_automatic_reply=Author.ASSISTANT in authors,
        has_person_spoken=Author.PERSON in authors,
        is_held_out=is_held_out(conversation),
    )


def is_held_out(conversation: Conversation) -> bool:
    """Draw by the conversation's random id: whoever asks again gets the same answer."""
    return conversation.pk.int % HOLD_OUT_STEPS < conversation.service.held_out * HOLD_OUT_STEPS


def left_behind(now: datetime) -> "QuerySet[Message]":
    """Find messages whose process died between taking them in and settling them."""
    waiting = Message.objects.filter(
        author=Author.CUSTOMER, settled_at=None, at__lt=now - LEFT_BEHIND_AFTER
    )
    return waiting.select_related("conversation__service").order_by("at", "pk")
