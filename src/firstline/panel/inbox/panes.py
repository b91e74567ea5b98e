"""What the three panes of the inbox show, and when it has changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from uuid import UUID, uuid4

from django.utils import timezone

from firstline.domain.topics import Topic
from firstline.panel.accounts.access import ServiceRequest
from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import Permission
from firstline.panel.conversations.agents import newest_question
from firstline.panel.conversations.models import Author, Conversation, Line
from firstline.panel.conversations.snoozing import is_asleep
from firstline.panel.conversations.words import introduction_words
from firstline.panel.inbox.models import HeldReply, RejectionReason
from firstline.panel.inbox.presences import others_at
from firstline.panel.inbox.queues import conversations_in, listing_named, queue_states
from firstline.panel.inbox.snoozes import Snooze
from firstline.panel.inbox.suggestions import suggestions_for
from firstline.panel.lists import page_of
from firstline.panel.services.live import live_release

EARLIER = 20
"""Conversations of the same customer that are listed."""
LONGEST_QUOTE = 80
"""Characters of the customer's words in an introduction."""


def list_pane(request: ServiceRequest, open_id: UUID | None = None) -> Mapping[str, object]:
    now, listing = timezone.now(), listing_named(request.GET)
    found = page_of(request, conversations_in(request.membership, listing, now=now))
    states = queue_states(request.membership, listing.queue, now=now)
    languages = request.service.conversations.exclude(language="").values_list("language")
    shown = [
        (each.pk, each.status, each.line, each.priority, each.taken_by_id, each.words)
        for each in found
    ]
    return {
        "page": found,
        "states": states,
        "listing": listing,
        "lines": Line.choices,
        "languages": sorted({code for (code,) in languages.distinct().order_by()}),
        "open_id": open_id,
        "list_state": _digest(shown, [state.count for state in states], open_id),
    }


def _digest(*shown: object) -> str:
    """Name what a pane shows: another name means that there is something new."""
    return blake2b(repr(shown).encode(), digest_size=8).hexdigest()


def thread_state(conversation: Conversation, user: User, *, now: datetime) -> str:
    newest = conversation.messages.order_by("-number").first()
    held = HeldReply.objects.filter(conversation=conversation).values_list("pk", "due_at").first()
    others = [(one.user_id, one.activity) for one in others_at(conversation, user, now=now)]
    return _digest(
        (newest.number, newest.settled_at is not None) if newest else None,
        (conversation.status, conversation.taken_by_id, conversation.line),
        (is_asleep(conversation, now), conversation.rating, held, others),
        newest.dismissals.count() if newest else 0,
    )


def thread_pane(request: ServiceRequest, conversation: Conversation) -> Mapping[str, object]:
    """What lives: it is sent again whenever its state has another name."""
    now, user = timezone.now(), request.user
    messages = list(conversation.messages.select_related("by"))
    return {
        "conversation": conversation,
        "listing": listing_named(request.GET),
        "thread": messages,
        "seen": messages[-1].number if messages else 0,
        "state": thread_state(conversation, user, now=now),
        "held": HeldReply.objects.filter(conversation=conversation).select_related("by").first(),
        "others": others_at(conversation, user, now=now),
        "is_asleep": is_asleep(conversation, now),
        "snoozes": Snooze.choices,
        "colleagues": Membership.who_may(Permission.ANSWER, request.service).exclude(pk=user.pk),
        "suggestions": suggestions_for(conversation, now=now),
        "reasons": list(enumerate(RejectionReason.choices, start=1)),
        "summary": _summary(conversation),
        "earlier": _earlier(conversation),
        "leaves": _leaves(request),
        "key": uuid4().hex,
    }


def _leaves(request: ServiceRequest) -> Sequence[Topic]:
    """List what a message may be about."""
    live = live_release(request.service)
    return live.service.topics.leaves if live else ()


def _summary(conversation: Conversation) -> Mapping[str, object] | None:
    """Find the newest summary of a hand-off."""
    notes = conversation.messages.filter(author=Author.NOTE, summary__isnull=False)
    newest = notes.order_by("-number").first()
    return newest.summary if newest else None


def _earlier(conversation: Conversation) -> list[Conversation]:
    """List what else the same customer had; nobody knows of somebody unknown."""
    if not conversation.customer_id:
        return []
    same = conversation.service.conversations.filter(customer_id=conversation.customer_id)
    return list(same.exclude(pk=conversation.pk).order_by("-opened_at")[:EARLIER])


def introduction(conversation: Conversation, user: User) -> str:
    asked = newest_question(conversation)
    words = " ".join(asked.text.split()) if asked else ""
    if len(words) > LONGEST_QUOTE:
        words = f"{words[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …"
    return introduction_words(conversation.language, name=user.name, asked=words)
