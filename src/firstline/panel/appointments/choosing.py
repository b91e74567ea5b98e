"""What follows from a customer's choice: no message, so nobody needs to answer it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from firstline.domain.errors import FirstlineError
from firstline.panel.appointments.choices import CANCEL, KEEP, MOVE, TIME, email_in, valid_email
from firstline.panel.appointments.finishing import call_off, finish
from firstline.panel.appointments.holding import TimeTaken, reserve, reserve_move
from firstline.panel.appointments.models import Appointment, Offer, State
from firstline.panel.appointments.offering import (
    close_offers,
    offer_anew,
    open_offer,
    starts_to_offer,
)
from firstline.panel.appointments.words import (
    choose_words,
    in_language_of,
    taken_words,
    zone_or,
)
from firstline.panel.conversations.models import Conversation
from firstline.panel.conversations.threads import locked


class ChoiceGone(FirstlineError):
    """A choice that is not offered now."""

    def __init__(self) -> None:
        super().__init__("this can no longer be chosen; read the conversation for what can be")


class EmailNeeded(FirstlineError):
    """A time was chosen without an e-mail address to confirm it to."""

    def __init__(self) -> None:
        super().__init__("say at which e-mail address the confirmation reaches you")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a customer's browser tells beside a choice."""

    email: str = ""
    zone: str = ""


def choose(conversation_id: UUID, choice: str, told: Told, *, now: datetime) -> None:
    """Do what a customer chose; choosing the same again changes nothing.

    Raises:
        ChoiceGone: this is not offered.
        EmailNeeded: it needs an address, and this is none.
    """
    if choice.startswith(TIME):
        _choose_time(conversation_id, choice.removeprefix(TIME), told, now)
    elif choice == MOVE:
        _offer_to_move(_newest(conversation_id, now), now)
    elif choice == CANCEL:
        call_off(_newest(conversation_id, now), now=now)
    elif choice == KEEP:
        close_offers(Conversation.objects.get(pk=conversation_id), now)
    else:
        raise ChoiceGone


def _choose_time(conversation_id: UUID, start: str, told: Told, now: datetime) -> None:
    try:
        appointment = _reserved(conversation_id, start, told, now)
    except TimeTaken:
        _offer_others(conversation_id, now)
        return
    if appointment.is_pending:
        finish(appointment, now=now)


def _reserved(conversation_id: UUID, start: str, told: Told, now: datetime) -> Appointment:
    with transaction.atomic():
        conversation = locked(conversation_id)
        offer = open_offer(conversation)
        if offer is None or start not in offer.starts:
            return _chosen_before(conversation, start)
        at = datetime.fromisoformat(start)
        if at <= now:
            raise TimeTaken
        appointment = offer.moves or _begun(conversation, offer, at, told, now)
        if offer.moves:
            reserve_move(appointment, at, now=now)
        close_offers(conversation, now)
        return appointment


def _begun(
    conversation: Conversation, offer: Offer, at: datetime, told: Told, now: datetime
) -> Appointment:
    address = email_in(conversation, offer.calendar) or valid_email(told.email)
    if not address:
        raise EmailNeeded
    zone = zone_or(told.zone, offer.calendar.zone)
    return reserve(conversation, offer.calendar, at, email=address, zone=zone, now=now)


def _chosen_before(conversation: Conversation, start: str) -> Appointment:
    """Find what the same choice has booked or is booking."""
    active = conversation.appointments.exclude(state=State.CANCELLED).select_related("calendar")
    for appointment in active:
        if appointment.wanted.start.isoformat() == start:
            return appointment
    raise ChoiceGone


def _offer_others(conversation_id: UUID, now: datetime) -> None:
    offer = open_offer(Conversation.objects.get(pk=conversation_id))
    if offer is None:
        return  # another request was quicker and has said so
    starts = starts_to_offer(offer.calendar, now)
    with transaction.atomic():
        conversation = locked(conversation_id)
        with in_language_of(conversation):
            words = taken_words()
        offer_anew(conversation, offer.calendar, starts, words, moves=offer.moves, now=now)


def _newest(conversation_id: UUID, now: datetime) -> Appointment:
    found = Appointment.objects.filter(conversation=conversation_id, starts_at__gt=now)
    appointment = found.select_related("calendar", "conversation").last()
    if appointment is None:
        raise ChoiceGone
    return appointment


def _offer_to_move(appointment: Appointment, now: datetime) -> None:
    if appointment.state != State.BOOKED:
        raise ChoiceGone
    if open_offer(appointment.conversation):
        return
    starts = starts_to_offer(appointment.calendar, now)
    with transaction.atomic():
        conversation = locked(appointment.conversation_id)
        with in_language_of(conversation):
            words = choose_words()
        offer_anew(conversation, appointment.calendar, starts, words, moves=appointment, now=now)
