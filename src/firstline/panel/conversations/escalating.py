"""An agent passes a conversation on to the expert line."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from firstline.panel.accounts.models import User
from firstline.panel.conversations.agents import held_by
from firstline.panel.conversations.handing_over import call_agents, queue, tell_customer
from firstline.panel.conversations.models import Line
from firstline.panel.conversations.reasons import HandOffReason
from firstline.panel.conversations.steps import HandOver
from firstline.panel.conversations.telling import tell_handed_over
from firstline.panel.conversations.threads import locked


def to_experts(conversation_id: UUID, *, by: User, now: datetime) -> None:
    """Let experts answer: the customer is told, they are called, and no waiting time is lost.

    Raises:
        SomebodyElseHasIt: another agent has it.
    """
    step = HandOver(reason=HandOffReason.EXPERT_LINE, line=Line.EXPERT)
    with transaction.atomic():
        conversation = held_by(locked(conversation_id), by)
        since = None if conversation.answered_at else conversation.waiting_since
        tell_customer(conversation, step, now)
        queue(conversation, step, since or now)
        tell_handed_over(conversation)
        call_agents(conversation, now)
