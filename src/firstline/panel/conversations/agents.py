"""What agents do with a conversation: take it, answer, note, resolve, give it back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.domain.errors import FirstlineError
from firstline.journal.entries import OutcomeKind
from firstline.panel.accounts.models import User
from firstline.panel.conversations.likeness import likeness
from firstline.panel.conversations.models import Author, Conversation, Message, Status
from firstline.panel.conversations.outcomes import tell_journal
from firstline.panel.conversations.snoozing import snooze, wake
from firstline.panel.conversations.telling import (
    tell_given_back,
    tell_resolved,
    tell_sent,
    tell_taken,
)
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
    suggested: str = ""
    """That suggestion, as it was offered."""
    offered: tuple[str, ...] = ()
    """Templates that were suggested, best first."""
    seen: int = 0
    """Number of the newest message that the agent saw when sending."""
    key: str = ""


def take(conversation_id: UUID, *, by: User) -> None:
    """Let nobody and nothing else answer from now on.

    Raises:
        SomebodyElseHasIt: another agent was quicker.
    """
    with transaction.atomic():
        held_by(locked(conversation_id), by)


def take_over(conversation_id: UUID, *, by: User) -> None:
    """Take a conversation even from another agent, who may have gone home."""
    with transaction.atomic():
        _hold(locked(conversation_id), by)


def held_by(conversation: Conversation, by: User) -> Conversation:
    """Let somebody have a locked conversation that no colleague has.

    Raises:
        SomebodyElseHasIt: a colleague has it.
    """
    holder = conversation.taken_by
    if conversation.status == Status.WITH_PERSON and holder not in (None, by):
        assert holder is not None  # noqa: S101 - as the line above says
        raise SomebodyElseHasIt(holder)
    return _hold(conversation, by)


def _hold(conversation: Conversation, by: User) -> Conversation:
    had_it = (conversation.status, conversation.taken_by) == (Status.WITH_PERSON, by)
    conversation.status, conversation.taken_by = Status.WITH_PERSON, by
    conversation.resolved_at = None
    conversation.save(update_fields=("status", "taken_by", "resolved_at"))
    wake(conversation)
    if not had_it:
        tell_taken(conversation, by)
    return conversation


def say(conversation_id: UUID, said: Said, *, by: User, now: datetime) -> None:
    """Send a person's answer at once; who answers has the conversation.

    Raises:
        NothingWritten: it is empty.
        SomebodyElseHasIt: another agent has it.
        SomethingNewer: the customer or a colleague wrote what this one has not seen.
        KeyReused: the form's key has sent something else.
    """
    with transaction.atomic():
        conversation = locked(conversation_id)
        if is_to_be_said(conversation, said, by=by):
            send(conversation, said, by=by, now=now)


def is_to_be_said(conversation: Conversation, said: Said, *, by: User) -> bool:
    """Let whoever answers have the locked conversation; `False` where this was sent before.

    Raises:
        NothingWritten, SomebodyElseHasIt, SomethingNewer, KeyReused: as `say`.
    """
    if not said.text.strip():
        raise NothingWritten
    if same_as_before(conversation, Author.PERSON, said.text, said.key):
        return False
    unseen = conversation.messages.filter(author__in=CHANGES, number__gt=said.seen)
    if unseen.exclude(by=by).exists():
        raise SomethingNewer
    held_by(conversation, by)
    return True


def send(conversation: Conversation, said: Said, *, by: User, now: datetime) -> None:
    """Let the customer see a reply; the conversation must be locked."""
    _record(conversation, said, now)
    message = reply(
        conversation,
        Author.PERSON,
        said.text,
        at=now,
        by=by,
        key=said.key or None,
        template_id=said.template_id,
        suggested=said.suggested,
        offered=list(said.offered),
    )
    asked = newest_question(conversation)
    tell_sent(message, asked.decision_id if asked else "")
    if conversation.waiting_since and not conversation.answered_at:
        conversation.answered_at = now
        conversation.save(update_fields=("answered_at",))


def _record(conversation: Conversation, said: Said, now: datetime) -> None:
    """Tell the journal what was sent, for the decision that the first answer is about."""
    asked = newest_question(conversation, said.seen)
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
        similarity=likeness(said.suggested, said.text) if said.suggested else None,
    )


def newest_question(conversation: Conversation, seen: int | None = None) -> Message | None:
    """Find what the customer wrote last, or wrote last of what an agent has seen."""
    said = conversation.messages.filter(author=Author.CUSTOMER)
    if seen is not None:
        said = said.filter(number__lte=seen)
    return said.order_by("-number").first()


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
        close(held_by(locked(conversation_id), by), now=now)


def close(conversation: Conversation, *, now: datetime) -> None:
    """Close a locked conversation."""
    conversation.status, conversation.resolved_at = Status.RESOLVED, now
    conversation.save(update_fields=("status", "resolved_at"))
    tell_resolved(conversation)


def put_aside(conversation_id: UUID, *, until: datetime | None, by: User, now: datetime) -> None:
    """Snooze a conversation; who does so has it. `None`: until the customer writes.

    Raises:
        SomebodyElseHasIt: another agent has it.
    """
    with transaction.atomic():
        snooze(held_by(locked(conversation_id), by), until=until, now=now)


def assign(conversation_id: UUID, *, to: User, by: User, now: datetime) -> None:
    """Give a conversation to a colleague, which a note says to all who read it.

    Raises:
        SomebodyElseHasIt: another agent has it.
    """
    with transaction.atomic():
        conversation = held_by(locked(conversation_id), by)
        _hold(conversation, to)
        words = _("Given to %(colleague)s.") % {"colleague": to}
        append(conversation, Author.NOTE, words, at=now, by=by)


def give_back(conversation_id: UUID, *, by: User) -> None:
    """Put a conversation back: into the queue while the customer waits, else to the assistant.

    Raises:
        SomebodyElseHasIt: another agent has it.
    """
    with transaction.atomic():
        conversation = held_by(locked(conversation_id), by)
        last = conversation.messages.filter(author__in=CHANGES).order_by("-number").first()
        is_answered = last is not None and last.author == Author.PERSON
        conversation.status = Status.OPEN if is_answered else Status.WAITING
        conversation.taken_by = None
        conversation.save(update_fields=("status", "taken_by"))
        tell_given_back(conversation)
