"""The hand-off: four steps in one transaction, so that none is ever missing.

The customer is told, agents find a summary, the conversation stands in its queue with the time
it waits from, and agents are called.
"""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from firstline.domain.decisions import Decision
from firstline.journal.entries import OutcomeKind
from firstline.panel.accounts.models import Membership
from firstline.panel.accounts.roles import Permission
from firstline.panel.conversations.decided import newest_decision
from firstline.panel.conversations.models import (
    AgentNotice,
    Author,
    Conversation,
    Line,
    Priority,
    Status,
)
from firstline.panel.conversations.outcomes import automatic_reply, tell_journal
from firstline.panel.conversations.reasons import HandOffReason
from firstline.panel.conversations.steps import HandOver
from firstline.panel.conversations.summaries import summary_of
from firstline.panel.conversations.telling import tell_handed_over
from firstline.panel.conversations.threads import append, locked
from firstline.panel.conversations.waits import expected_wait
from firstline.panel.conversations.words import hand_off_words


def ask_for_person(conversation_id: UUID, *, now: datetime) -> Conversation:
    """Hand over because the customer pressed the button; harmless when a person has it."""
    with transaction.atomic():
        conversation = locked(conversation_id)
        if conversation.status not in (Status.WAITING, Status.WITH_PERSON):
            line = Line(conversation.line)
            step = HandOver(reason=HandOffReason.CUSTOMER_ASKED, line=line)
            decision = newest_decision(conversation)
            hand_over(conversation, step, now=now, decision=decision)
        return conversation


def hand_over(
    conversation: Conversation, step: HandOver, *, now: datetime, decision: Decision | None = None
) -> None:
    """Do all four steps, or none; the conversation must be locked."""
    with transaction.atomic():
        _note_outcome(conversation, step, now)
        tell_customer(conversation, step, now)
        brief_agents(conversation, step, decision, now)
        queue(conversation, step, now)
        tell_handed_over(conversation)
        call_agents(conversation, now)


def _note_outcome(conversation: Conversation, step: HandOver, now: datetime) -> None:
    """Tell the journal what came of an automatic reply, the first time that it did not help."""
    if conversation.waiting_since is None and (sent := automatic_reply(conversation)):
        has_asked = step.reason == HandOffReason.CUSTOMER_ASKED
        kind = OutcomeKind.ESCALATED if has_asked else OutcomeKind.FOLLOWED_UP
        tell_journal(conversation, sent.decision_id, kind, at=now)


def tell_customer(conversation: Conversation, step: HandOver, now: datetime) -> None:
    wait = expected_wait(conversation.service, step.line, now=now)
    append(conversation, Author.NOTICE, hand_off_words(conversation.language, wait), at=now)


def brief_agents(
    conversation: Conversation, step: HandOver, decision: Decision | None, now: datetime
) -> None:
    summary = asdict(summary_of(conversation, step.reason, decision))
    append(conversation, Author.NOTE, at=now, summary=summary)


def queue(conversation: Conversation, step: HandOver, now: datetime) -> None:
    conversation.status, conversation.reason = Status.WAITING, step.reason
    conversation.line, conversation.priority = step.line, step.priority
    conversation.waiting_since, conversation.answered_at = now, None
    conversation.taken_by = conversation.resolved_at = None
    conversation.save()


def call_agents(conversation: Conversation, now: datetime) -> None:
    """Leave a mail for everybody who works in the inbox; the worker sends it."""
    agents = Membership.who_may(Permission.ANSWER, conversation.service)
    notices = [AgentNotice(conversation=conversation, to=agent, due_at=now) for agent in agents]
    AgentNotice.objects.bulk_create(notices)


def reroute(conversation: Conversation, *, now: datetime) -> None:
    """Move what a person has or will have to the expert line, and call agents again."""
    with transaction.atomic():
        conversation.line, conversation.priority = Line.EXPERT, Priority.URGENT
        conversation.save(update_fields=("line", "priority"))
        call_agents(conversation, now)
