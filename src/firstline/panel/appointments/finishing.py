"""Finish what is reserved: written into the calendar, confirmed to the customer.

The calendar elsewhere is asked outside of transactions, and a process may die between any two
steps. What is unfinished is due, and the worker sees to it. Whatever a calendar was told in
between, in the end it is told what the panel's database says.
"""

import logging
from datetime import datetime

from django.db import transaction

from firstline.connectors.calendars import CalendarUnavailable, Event, Span
from firstline.panel.appointments.holding import PATIENCE, keep_only
from firstline.panel.appointments.mails import leave_mail
from firstline.panel.appointments.models import Appointment, State
from firstline.panel.appointments.offering import (
    call_person,
    close_offers,
    offer_anew,
    starts_to_offer,
)
from firstline.panel.appointments.servers import connected
from firstline.panel.appointments.words import (
    booked_words,
    cancelled_words,
    in_language_of,
    moved_words,
    not_booked_words,
    taken_words,
)
from firstline.panel.attempts import AT_ONCE, due, plan_next, was_last
from firstline.panel.conversations.models import Author
from firstline.panel.conversations.threads import append, locked

MOST_ATTEMPTS = 24
"""With growing pauses about a day; then somebody must look at the calendar."""
log = logging.getLogger(__name__)


def finish(appointment: Appointment, *, now: datetime) -> None:
    """Write what is reserved into the calendar and confirm it; or let go of it and say so."""
    span, calendar = appointment.wanted, appointment.calendar
    try:
        server = connected(calendar)
        is_busy = bool(server.busy(calendar.rules.with_buffer(span), without=appointment.uid))
        if not is_busy:
            server.put(event_of(appointment, span), now=now)
    except CalendarUnavailable:
        log.warning("an appointment was not booked", extra={"at": calendar.pk}, exc_info=True)
        _call_person(appointment, span, now)
        return
    if is_busy:
        _offer_others(appointment, span, now)
    else:
        _confirm(appointment, span, now)


def event_of(appointment: Appointment, span: Span) -> Event:
    """Write an appointment as an event, at the time it has or shall have."""
    is_moving = appointment.moves_to is not None
    return Event(
        uid=appointment.uid,
        sequence=appointment.sequence + int(is_moving),
        span=span,
        title=appointment.calendar.name,
        text=appointment.calendar.text,
    )


def _confirm(appointment: Appointment, span: Span, now: datetime) -> None:
    with transaction.atomic():
        fresh = relocked(appointment)
        if _has_changed(fresh, span, now):
            return
        event, has_moved = event_of(fresh, span), fresh.moves_to is not None
        fresh.starts_at, fresh.moves_to, fresh.sequence = span.start, None, event.sequence
        fresh.state, fresh.due_at = State.BOOKED, None
        fresh.save()
        keep_only(fresh, span)
        with in_language_of(fresh.conversation):
            words = moved_words(fresh) if has_moved else booked_words(fresh)
            append(fresh.conversation, Author.NOTICE, words, at=now)
            leave_mail(fresh, event, words, now=now)


def _has_changed(fresh: Appointment, span: Span, now: datetime) -> bool:
    """Whether somebody else changed it meanwhile; then the calendar has to be told again."""
    if fresh.is_pending and fresh.wanted == span:
        return False
    make_due(fresh, now)
    return True


def make_due(appointment: Appointment, at: datetime) -> None:
    appointment.due_at, appointment.attempts = at, 0
    appointment.save(update_fields=("due_at", "attempts"))


def _offer_others(appointment: Appointment, span: Span, now: datetime) -> None:
    starts = starts_to_offer(appointment.calendar, now)
    with transaction.atomic():
        fresh = relocked(appointment)
        if _has_changed(fresh, span, now):
            return
        _let_go(fresh, now)
        moves = fresh if fresh.state == State.BOOKED else None
        with in_language_of(fresh.conversation):
            words = taken_words()
        offer_anew(fresh.conversation, fresh.calendar, starts, words, moves=moves, now=now)


def _call_person(appointment: Appointment, span: Span, now: datetime) -> None:
    with transaction.atomic():
        fresh = relocked(appointment)
        if _has_changed(fresh, span, now):
            return
        _let_go(fresh, now)
        with in_language_of(fresh.conversation):
            call_person(fresh.conversation, not_booked_words(), now)


def _let_go(fresh: Appointment, now: datetime) -> None:
    """Stay where it was, or be none; the calendar is told, since it may have heard otherwise."""
    if fresh.moves_to is None:
        fresh.state = State.CANCELLED
        fresh.held.all().delete()
    else:
        fresh.moves_to = None
        keep_only(fresh, fresh.span)
    fresh.save()
    make_due(fresh, now)


def call_off(appointment: Appointment, *, now: datetime) -> None:
    """Cancel an appointment; harmless when it is."""
    with transaction.atomic():
        fresh = relocked(appointment)
        if fresh.state == State.CANCELLED:
            return
        fresh.state, fresh.moves_to = State.CANCELLED, None
        fresh.sequence += 1
        fresh.save()
        make_due(fresh, now + PATIENCE)
        fresh.held.all().delete()
        close_offers(fresh.conversation, now)
        with in_language_of(fresh.conversation):
            words = cancelled_words(fresh)
            append(fresh.conversation, Author.NOTICE, words, at=now)
            leave_mail(fresh, event_of(fresh, fresh.span), words, now=now)
    agree(fresh, now=now)


def agree(appointment: Appointment, *, now: datetime) -> bool:
    """Make the calendar elsewhere hold what the database says; say whether it does."""
    try:
        server = connected(appointment.calendar)
        if appointment.state == State.CANCELLED:
            server.remove(appointment.uid)
        else:
            server.put(event_of(appointment, appointment.span), now=now)
    except CalendarUnavailable:
        log.warning("a calendar is behind", extra={"appointment": appointment.pk}, exc_info=True)
        return False
    # whoever made it due again meanwhile knows something newer
    unchanged = Appointment.objects.filter(pk=appointment.pk, due_at=appointment.due_at)
    unchanged.update(due_at=None, attempts=0)
    return True


def see_to_what_is_due(now: datetime) -> int:
    """Finish what a dead process left, and tell calendars that are behind; return how many."""
    unfinished = due(Appointment.objects.all(), now, most=MOST_ATTEMPTS)
    chosen = unfinished.select_related("calendar", "conversation").order_by("due_at")[:AT_ONCE]
    return sum(_see_to(appointment, now) for appointment in chosen)


def _see_to(appointment: Appointment, now: datetime) -> bool:
    next_at = plan_next(Appointment.objects.all(), appointment, now)
    if next_at is None:
        return False
    appointment.due_at = next_at
    if appointment.is_pending:
        finish(appointment, now=now)
    elif not agree(appointment, now=now) and was_last(appointment, most=MOST_ATTEMPTS):
        log.error("a calendar was not told", extra={"appointment": str(appointment.pk)})
    return True


def relocked(appointment: Appointment) -> Appointment:
    """Read it again, and keep others from changing it until the transaction ends."""
    conversation = locked(appointment.conversation_id)
    fresh = conversation.appointments.select_related("calendar").get(pk=appointment.pk)
    fresh.conversation = conversation
    return fresh
