"""What agents do with a conversation: take it, answer, note, resolve, give it back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.domain.errors import FirstlineError
from firstline.journal.entries import OutcomeKind
from firstline.panel.accounts.models import User
from firstline.panel.conversations.models import Author, Conversation, Message, Status
from firstline.panel.conversations.outcomes import tell_journal
from firstline.panel.conversations.threads import append, locked, reply, same_as_before

CHANGES = (Author.CUSTOMER, Author.PERSON)
"""Whose messages make a reply that was begun before them out of date."""


class SomebodyElseHasIt(FirstlineError):
    def __init__(self, who: User) -> None:
        words = _("%(who)s has this conversation. Ask them, or take it over.")
        super().__init__(words % {"who": who})


class SomethingNewer(FirstlineError):
    def __init__(self) -> None:
        super().__init__(
            _("Something was written meanwhile, so nothing was sent. Read it, then send again.")
        )


class NothingWritten(FirstlineError):
    def __init__(self) -> None:
        super().__init__(_("Write something first."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an agent wrote to the customer."""

    text: str
    template_id: str = ""
    """Of the suggestion that it was made from; empty where none was used."""
    topic_id: str = ""
    """Of that suggestion."""
    seen: int = 0
    """Number of the newest message that the agent saw when sending."""
    key: str = ""


def take(conversation_id: UUID, *, by: User) -> None:
    """Let nobody and nothing else answer from now on.

    Raises:
        SomebodyElseHasIt: another agent was quicker.
    """
    with transaction.atomic():
        _held(locked(conversation_id), by)


def take_over(conversation_id: UUID, *, by: User) -> None:
    """Take a conversation even from another agent, who may have gone home."""
    with transaction.atomic():
        _hold(locked(conversation_id), by)


def _held(conversation: Conversation, by: User) -> Conversation:
    holder = conversation.taken_by
    if conversation.status == Status.WITH_PERSON and holder not in (None, by):
        assert holder is not None  # noqa: S101 - as the line above says
        raise SomebodyElseHasIt(holder)
    return _hold(conversation, by)


def _hold(conversation: Conversation, by: User) -> Conversation:
    conversation.status, conversation.taken_by = Status.WITH_PERSON, by
    conversation.resolved_at = None
    conversation.save(update_fields=("status", "taken_by", "resolved_at"))
    return conversation


def say(conversation_id: UUID, said: Said, *, by: User, now: datetime) -> None:
    """Send a person's answer; who answers has the conversation.

    Raises:
        NothingWritten: it is empty.
        SomebodyElseHasIt: another agent has it.
        SomethingNewer: the customer or an agent wrote what this one has not seen.
        KeyReused: the form's key has sent something else.
    """
    if not said.text.strip():
        raise NothingWritten
    with transaction.atomic():
        conversation = locked(conversation_id)
        if same_as_before(conversation, Author.PERSON, said.text, said.key):
            return
        if conversation.messages.filter(author__in=CHANGES, number__gt=said.seen).exists():
            raise SomethingNewer
        _held(conversation, by)
        _record(conversation, said, now)
        of_reply = {"by": by, "key": said.key or None, "template_id": said.template_id}
        reply(conversation, Author.PERSON, said.text, at=now, **of_reply)
        if conversation.waiting_since and not conversation.answered_at:
            conversation.answered_at = now
            conversation.save(update_fields=("answered_at",))


def _record(conversation: Conversation, said: Said, now: datetime) -> None:
    """Tell the journal what was sent, for the decision that the first answer is about."""
    asked = newest_question(conversation)
    if asked is None or not asked.decision_id:
        return
    if conversation.messages.filter(author=Author.PERSON, number__gt=asked.number).exists():
        return
    tell_journal(
        conversation,
        asked.decision_id,
        OutcomeKind.AGENT_REPLY,
        at=now,
        text=said.text,
        template_id=said.template_id,
        topic_id=said.topic_id,
    )


def newest_question(conversation: Conversation) -> Message | None:
    return conversation.messages.filter(author=Author.CUSTOMER).order_by("-number").first()


def note(conversation_id: UUID, text: str, *, by: User, now: datetime) -> None:
    """Write what only agents see.

    Raises:
        NothingWritten: it is empty.
    """
    if not text.strip():
        raise NothingWritten
    with transaction.atomic():
        append(locked(conversation_id), Author.NOTE, text, at=now, by=by)


def resolve(conversation_id: UUID, *, by: User, now: datetime) -> None:
    """Close a conversation; what the customer writes later goes to a person.

    Raises:
        SomebodyElseHasIt: another agent has it.
    """
    with transaction.atomic():
        conversation = _held(locked(conversation_id), by)
        conversation.status, conversation.resolved_at = Status.RESOLVED, now
        conversation.save(update_fields=("status", "resolved_at"))


def give_back(conversation_id: UUID, *, by: User) -> None:
    """Put a conversation back: into the queue while the customer waits, else to the assistant.

    Raises:
        SomebodyElseHasIt: another agent has it.
    """
    with transaction.atomic():
        conversation = _held(locked(conversation_id), by)
        last = conversation.messages.filter(author__in=CHANGES).order_by("-number").first()
        is_answered = last is not None and last.author == Author.PERSON
        conversation.status = Status.OPEN if is_answered else Status.WAITING
        conversation.taken_by = None
        conversation.save(update_fields=("status", "taken_by"))
