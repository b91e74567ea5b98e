"""What a customer may choose now, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from firstline.panel.appointments.models import Appointment, BookingCalendar, Offer, State
from firstline.panel.appointments.offering import active_in, open_offer, times_of
from firstline.panel.appointments.words import in_language_of, moment_words, zone_or
from firstline.panel.conversations.lookups import last_lookup
from firstline.panel.conversations.models import Conversation

MOVE, CANCEL, KEEP = "move", "cancel", "keep"
TIME = "at:"
MOST_CHANGES = 10
"""Each sends a mail; who moves more often gets a person's help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    id: str
    label: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What may be chosen, beneath the newest message."""

    choices: tuple[Choice, ...] = ()
    zone: str = ""
    """That the labels are in."""
    needs_email: bool = False
    appointment_id: UUID | None = None
    """What is booked, if anything."""


def choices_in(conversation: Conversation, *, zone: str = "", now: datetime) -> Choices:
    """List what may be chosen now, worded for the customer."""
    active = active_in(conversation, now)
    booked = active if active and active.state == State.BOOKED else None
    with in_language_of(conversation):
        if offer := open_offer(conversation):
            return _of_offer(offer, booked, zone, now)
        if booked and not booked.is_pending:
            return _of_appointment(booked, zone)
    return Choices(appointment_id=booked.pk if booked else None)


def _of_offer(offer: Offer, booked: Appointment | None, zone: str, now: datetime) -> Choices:
    shown_in = zone_or(zone, offer.calendar.zone)
    length = timedelta(minutes=offer.calendar.minutes)
    times = tuple(
        Choice(
            id=TIME + start.isoformat(),
            label=moment_words(start, shown_in),
            starts_at=start,
            ends_at=start + length,
        )
        for start in times_of(offer, now)
    )
    kept = (Choice(id=KEEP, label=_("Keep the appointment")),) if offer.moves else ()
    return Choices(
        choices=times + kept,
        zone=shown_in,
        needs_email=not (offer.moves or email_in(offer.conversation, offer.calendar)),
        appointment_id=booked.pk if booked else None,
    )


def _of_appointment(booked: Appointment, zone: str) -> Choices:
    move = (Choice(id=MOVE, label=_("Move the appointment")),)
    return Choices(
        choices=(
            *(move if booked.sequence < MOST_CHANGES else ()),
            Choice(id=CANCEL, label=_("Call it off")),
        ),
        zone=zone_or(zone, booked.zone),
        appointment_id=booked.pk,
    )


def email_in(conversation: Conversation, calendar: BookingCalendar) -> str:
    """Read the customer's address from their record; empty where there is none that is one."""
    lookup = last_lookup(conversation)
    facts = {**conversation.facts, **(lookup.facts if lookup else {})}
    return valid_email(str(facts.get(calendar.email_fact) or ""))


def valid_email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text
