"""Offer times beneath a message: looked up outside any transaction, written down in one."""

import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from firstline.connectors.calendars import CalendarUnavailable
from firstline.panel.appointments.models import Appointment, BookingCalendar, Offer, State
from firstline.panel.appointments.servers import free_now
from firstline.panel.appointments.slots import spread
from firstline.panel.appointments.words import in_language_of, not_offered_words
from firstline.panel.conversations.handing_over import hand_over
from firstline.panel.conversations.models import Author, Conversation, Line, Message, Status
from firstline.panel.conversations.reasons import HandOffReason
from firstline.panel.conversations.steps import HandOver
from firstline.panel.conversations.threads import append, locked

OFFERED_WITHIN = timedelta(minutes=10)
"""A reply that is older gets no times any more: its template may not have offered any then."""
REPLIES = (Author.ASSISTANT, Author.PERSON)
log = logging.getLogger(__name__)


def offer_what_is_due(now: datetime) -> int:
    """Offer times beneath replies that are to have some and have none; return how many."""
    calendars = BookingCalendar.objects.exclude(templates=[])
    return sum(_offer_beneath(_due(calendar, now), calendar, now) for calendar in calendars)


def offer_in(conversation_id: UUID, *, now: datetime) -> None:
    """Do it in one conversation, where somebody waits for it."""
    for calendar in BookingCalendar.objects.filter(service__conversations=conversation_id):
        due = _due(calendar, now).filter(conversation=conversation_id)
        _offer_beneath(due, calendar, now)


def _due(calendar: BookingCalendar, now: datetime) -> "QuerySet[Message]":
    return Message.objects.filter(
        conversation__service=calendar.service_id,
        template_id__in=calendar.templates,
        author__in=REPLIES,
        at__gt=now - OFFERED_WITHIN,
        offer=None,
    )


def _offer_beneath(messages: "QuerySet[Message]", calendar: BookingCalendar, now: datetime) -> int:
    found = list(messages[:20])
    for message in found:
        starts = starts_to_offer(calendar, now)
        with transaction.atomic():
            conversation = locked(message.conversation_id)
            if Offer.objects.filter(message=message).exists():
                continue  # another process was quicker
            message.conversation = conversation
            write_offer(message, calendar, starts, moves=active_in(conversation, now), now=now)
    return len(found)


def starts_to_offer(calendar: BookingCalendar, now: datetime) -> list[str]:
    """Choose times that are free; none where the calendar does not say."""
    try:
        free = free_now(calendar, now)
    except CalendarUnavailable:
        log.warning("no times can be offered", extra={"calendar": calendar.pk}, exc_info=True)
        return []
    return [slot.start.isoformat() for slot in spread(free, ZoneInfo(calendar.zone))]


def write_offer(
    message: Message,
    calendar: BookingCalendar,
    starts: list[str],
    *,
    moves: Appointment | None,
    now: datetime,
) -> None:
    """Put times beneath a message, in place of those offered before; or call a person.

    The conversation must be locked.
    """
    conversation = message.conversation
    close_offers(conversation, now)
    Offer.objects.create(
        message=message,
        conversation=conversation,
        calendar=calendar,
        moves=moves,
        starts=starts,
        closed_at=None if starts else now,
    )
    if not starts:
        with in_language_of(conversation):
            call_person(conversation, not_offered_words(), now)


def offer_anew(
    conversation: Conversation,
    calendar: BookingCalendar,
    starts: list[str],
    words: str,
    *,
    moves: Appointment | None,
    now: datetime,
) -> None:
    """Say why, and offer times; the conversation must be locked."""
    message = append(conversation, Author.NOTICE, words, at=now)
    write_offer(message, calendar, starts, moves=moves, now=now)


def call_person(conversation: Conversation, words: str, now: datetime) -> None:
    """Say what cannot be done, and hand over, unless a person has it; it must be locked."""
    append(conversation, Author.NOTICE, words, at=now)
    if conversation.status not in (Status.WAITING, Status.WITH_PERSON):
        step = HandOver(reason=HandOffReason.NO_TIMES, line=Line(conversation.line))
        hand_over(conversation, step, now=now)


def open_offer(conversation: Conversation) -> Offer | None:
    offers = conversation.offers.filter(closed_at=None).select_related("calendar", "moves")
    return offers.order_by("-message__number").first()


def close_offers(conversation: Conversation, now: datetime) -> None:
    conversation.offers.filter(closed_at=None).update(closed_at=now)


def active_in(conversation: Conversation, now: datetime) -> Appointment | None:
    """Find the appointment that is still to come."""
    active = conversation.appointments.exclude(state=State.CANCELLED)
    return active.filter(starts_at__gt=now).select_related("calendar", "conversation").last()


def times_of(offer: Offer, now: datetime) -> list[datetime]:
    """List what is offered and has not passed."""
    starts = (datetime.fromisoformat(start).astimezone(UTC) for start in offer.starts)
    return [start for start in starts if start > now]
