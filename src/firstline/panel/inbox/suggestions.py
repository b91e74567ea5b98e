"""Replies that an agent may send: the engine's own, for the customer's newest message only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstline.domain.decisions import DecisionId, Reply, replies_of
from firstline.domain.errors import ReleaseError
from firstline.journal.entries import JournalEntry
from firstline.panel.content.previews import Piece, preview
from firstline.panel.conversations.agents import newest_question
from firstline.panel.conversations.decided import entry_of
from firstline.panel.conversations.models import Author, Conversation, Message
from firstline.panel.inbox.models import HeldReply
from firstline.panel.inbox.track_records import TrackRecord, track_record
from firstline.panel.services.live import release_of

PROBABLE, POSSIBLE = 0.8, 0.5
"""Calibrated probabilities from which on the words change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """A suggestion as a card shows it."""

    reply: Reply
    number: int
    """The digit that chooses it."""
    pieces: Sequence[Piece]
    """Its text, cut at what was filled in."""
    topic: str
    record: TrackRecord | None

    @property
    def sureness(self) -> Promise:
        """Say in words how sure the engine is; never a bare number."""
        if self.reply.probability >= PROBABLE:
            return _("Probably right")
        return _("Perhaps right") if self.reply.probability >= POSSIBLE else _("Less likely")


def offered_for(conversation: Conversation) -> Sequence[Reply]:
    """Find at most three; none once the message is answered, or while it is not settled.

    The engine suggests nothing below the floor of the service's policy.
    """
    found = _asked_and_entry(conversation)
    return _offered(*found) if found else ()


def suggestions_for(conversation: Conversation, *, now: datetime) -> Sequence[Suggested]:
    """Show what `offered_for` finds, with all that helps to judge it."""
    found = _asked_and_entry(conversation)
    if found is None:
        return ()
    asked, entry = found
    names = _topic_names(conversation, entry)
    return tuple(
        Suggested(
            reply=reply,
            number=number,
            pieces=_pieces(conversation, entry, reply),
            topic=names.get(reply.topic_id, reply.topic_id),
            record=track_record(conversation.service, reply.template_id, now=now),
        )
        for number, reply in enumerate(_offered(asked, entry), start=1)
    )


def _asked_and_entry(conversation: Conversation) -> tuple[Message, JournalEntry] | None:
    asked = newest_question(conversation)
    if asked is None or not asked.decision_id or _is_answered(conversation, asked):
        return None
    entry = entry_of(conversation, DecisionId(asked.decision_id))
    return (asked, entry) if entry else None


def _is_answered(conversation: Conversation, asked: Message) -> bool:
    """Whether a reply came after the message, or is on its way."""
    answers = conversation.messages.filter(number__gt=asked.number)
    if answers.filter(author__in=(Author.PERSON, Author.ASSISTANT)).exists():
        return True
    return HeldReply.objects.filter(conversation=conversation, seen__gte=asked.number).exists()


def _offered(asked: Message, entry: JournalEntry) -> tuple[Reply, ...]:
    dismissed = set(asked.dismissals.values_list("template_id", flat=True))
    return tuple(one for one in replies_of(entry.decision) if one.template_id not in dismissed)


def _topic_names(conversation: Conversation, entry: JournalEntry) -> Mapping[str, str]:
    try:
        release = release_of(conversation.service, entry.decision.trace.release)
    except ReleaseError:
        return {}
    return {topic.id: topic.name for topic in release.service.topics}


def _pieces(conversation: Conversation, entry: JournalEntry, reply: Reply) -> Sequence[Piece]:
    """Cut the reply at what was filled in, if the release that wrote it can still say so."""
    whole = [Piece(text=reply.text)]
    try:
        service = release_of(conversation.service, entry.decision.trace.release).service
    except ReleaseError:
        return whole
    template = next((one for one in service.templates if one.id == reply.template_id), None)
    if template is None or reply.language not in template.texts:
        return whole
    inquiry, _known = entry.inquiry.typed_as_far_as_known(service)
    cut = preview(template.texts[reply.language], inquiry.facts, reply.language, service)
    return cut if "".join(piece.text for piece in cut) == reply.text else whole
