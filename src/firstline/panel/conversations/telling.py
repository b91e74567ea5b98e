"""Tell other systems what happened, in the transaction in which it happened."""

from firstline.domain.decisions import AutoReply, Decision, replies_of
from firstline.panel.accounts.models import User
from firstline.panel.conversations.models import Author, Conversation, Message, Priority, Status
from firstline.panel.conversations.steps import HandOver, Reroute, Send, Step
from firstline.panel.webhooks.events import (
    Decided,
    Done,
    GivenBack,
    HandedOver,
    Opened,
    Payload,
    Rated,
    Received,
    ReplyAction,
    Resolved,
    Sent,
    Settled,
    Taken,
)
from firstline.panel.webhooks.outbox import tell

WITH_PEOPLE = (Status.WAITING, Status.WITH_PERSON)


def _tell(conversation: Conversation, payload: Payload) -> None:
    tell(conversation.service, conversation.pk, payload)


def tell_opened(conversation: Conversation) -> None:
    _tell(
        conversation,
        Opened(
            customer_id=conversation.customer_id,
            language=conversation.language,
            facts=conversation.facts,
        ),
    )


def tell_received(message: Message) -> None:
    received = Received(message=message.number, text=message.text, sent_at=message.at)
    _tell(message.conversation, received)


def tell_sent(message: Message, decision_id: str) -> None:
    """Tell of a reply.

    Args:
        message: an automatic reply, or what an agent wrote.
        decision_id: of the customer's message that it answers; empty where nothing was decided.
    """
    _tell(
        message.conversation,
        Sent(
            message=message.number,
            text=message.text,
            action=_action(message),
            decision_id=decision_id,
            template_id=message.template_id,
            agent=message.by.email if message.by else "",
            sent_at=message.at,
        ),
    )


def _action(message: Message) -> ReplyAction:
    if message.author == Author.ASSISTANT:
        return ReplyAction.AUTO_REPLY
    return ReplyAction.SUGGESTION if message.template_id else ReplyAction.WRITTEN


def tell_settled(message: Message, decision: Decision | None, step: Step) -> None:
    """Tell what was decided on a customer's message, and what was in fact done."""
    replies = replies_of(decision) if decision else ()
    _tell(
        message.conversation,
        Settled(
            message=message.number,
            decision_id=message.decision_id,
            decided=Decided(decision.kind) if decision else Decided.NOTHING,
            reason="" if decision is None or isinstance(decision, AutoReply) else decision.reason,
            template_id=replies[0].template_id if replies else "",
            done=_done(step, decision, message.conversation),
        ),
    )


def _done(step: Step, decision: Decision | None, conversation: Conversation) -> Done:
    match step:
        case Send():
            return Done.SENT
        case HandOver():
            return Done.HANDED_OVER
        case Reroute():
            return Done.REROUTED
    has_lost = isinstance(decision, AutoReply) and conversation.status in WITH_PEOPLE
    return Done.PERSON_WAS_QUICKER if has_lost else Done.STAYED_QUIET


def tell_handed_over(conversation: Conversation) -> None:
    assert conversation.waiting_since is not None  # noqa: S101 - a hand-off has set it
    _tell(
        conversation,
        HandedOver(
            reason=conversation.reason,
            line=conversation.line,
            priority=Priority(conversation.priority).name.lower(),
            waiting_since=conversation.waiting_since,
        ),
    )


def tell_taken(conversation: Conversation, by: User) -> None:
    _tell(conversation, Taken(agent=by.email))


def tell_given_back(conversation: Conversation) -> None:
    _tell(conversation, GivenBack(status=conversation.status))


def tell_resolved(conversation: Conversation) -> None:
    holder = conversation.taken_by
    _tell(conversation, Resolved(agent=holder.email if holder else ""))


def tell_rated(conversation: Conversation, rating: int) -> None:
    _tell(conversation, Rated(rating=rating))
