"""Calendars and bookings in few words."""

from datetime import UTC, datetime, timedelta

from tests.builders import MONDAY
from tests.panel.conversations.talks import automatic, says

from firstline.panel.appointments.choices import TIME, Choices, choices_in
from firstline.panel.appointments.choosing import Told, choose
from firstline.panel.appointments.models import Appointment, BookingCalendar
from firstline.panel.appointments.offering import offer_in
from firstline.panel.conversations.models import Conversation
from firstline.panel.services.models import HostedService

NOW = MONDAY + timedelta(minutes=2)
OFFICE = [[[540, 720], [780, 1020]]] * 5 + [[], []]
"""Monday to Friday, 9 to 12 and 13 to 17."""
CARLA = Told(email="carla@example.org", zone="Asia/Tokyo")


def a_calendar(shop: HostedService, **fields: object) -> BookingCalendar:
    of = {"name": "Fitting", "templates": ["paid_once"], "zone": "Europe/Berlin", "hours": OFFICE}
    return BookingCalendar.objects.create(service=shop, **{**of, **fields})


def is_offered(talk: Conversation, now: datetime = NOW) -> list[datetime]:
    """Let the customer ask, and list which times are offered beneath the reply."""
    says(talk, "I was charged twice", automatic())
    offer_in(talk.pk, now=now)
    return offered_in(talk, now)


def offered_in(talk: Conversation, now: datetime = NOW) -> list[datetime]:
    return [choice.starts_at for choice in shown(talk, now).choices if choice.starts_at]


def shown(talk: Conversation, now: datetime = NOW, zone: str = "") -> Choices:
    return choices_in(Conversation.objects.get(pk=talk.pk), zone=zone, now=now)


def ids(talk: Conversation, now: datetime = NOW) -> list[str]:
    return [choice.id for choice in shown(talk, now).choices]


def chooses(talk: Conversation, choice: str | datetime, told: Told = CARLA) -> None:
    chosen = choice if isinstance(choice, str) else TIME + choice.isoformat()
    choose(talk.pk, chosen, told, now=NOW)


def booked_in(talk: Conversation) -> Appointment:
    return Appointment.objects.get(conversation=talk)


def newest_words(talk: Conversation) -> str:
    newest = talk.messages.exclude(author="note").order_by("-number").first()
    assert newest
    return newest.text


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)
