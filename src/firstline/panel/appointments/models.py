"""Calendars that are booked, what was offered from them, and appointments."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.connectors.calendars import Span
from firstline.panel.appointments.hours import OpeningHours
from firstline.panel.appointments.slots import SlotRules
from firstline.panel.conversations.models import Conversation, Message
from firstline.panel.services.models import HostedService

GRID = timedelta(minutes=5)
"""Appointments begin and end on it, so that two of them overlap exactly if they share a step."""


class Kind(models.TextChoices):
    OWN = "own", _("Firstline's own: no other calendar")
    CALDAV = "caldav", _("CalDAV: busy times are read, appointments are written")
    FEED = "feed", _("iCalendar address: busy times are read")


def always_closed() -> list[list[list[int]]]:
    return [[] for _day in range(7)]


class BookingCalendar(models.Model):
    service = models.ForeignKey(HostedService, models.CASCADE, related_name="calendars")
    name = models.CharField(max_length=100)
    """Of the appointment, as customers and calendars see it."""
    text = models.TextField(max_length=2_000, blank=True)
    """What customers should know: where it is, what to bring."""
    templates = models.JSONField(default=list)
    """Ids of templates that offer times when they are sent."""
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.OWN)
    address = models.CharField(max_length=500, blank=True)
    user = models.CharField(max_length=200, blank=True)
    kept_password = models.TextField(blank=True)
    """Encrypted."""
    zone = models.CharField(max_length=64, default="UTC")
    """An IANA name; opening hours are meant in it."""
    hours = models.JSONField(default=always_closed)
    """For each weekday from Monday, stretches in minutes since midnight."""
    minutes = models.PositiveSmallIntegerField(default=30)
    buffer_minutes = models.PositiveSmallIntegerField(default=0)
    notice_hours = models.PositiveSmallIntegerField(default=2)
    horizon_days = models.PositiveSmallIntegerField(default=30)
    email_fact = models.CharField(max_length=100, blank=True)
    """Name of the fact that holds a customer's e-mail address."""

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def rules(self) -> SlotRules:
        return SlotRules(
            zone=ZoneInfo(self.zone),
            hours=OpeningHours.of_minutes(self.hours),
            length=timedelta(minutes=self.minutes),
            buffer=timedelta(minutes=self.buffer_minutes),
            notice=timedelta(hours=self.notice_hours),
            horizon=timedelta(days=self.horizon_days),
        )


class State(models.TextChoices):
    RESERVED = "reserved", _("being booked")
    """The time is held; the calendar is still to be told."""
    BOOKED = "booked", _("booked")
    CANCELLED = "cancelled", _("called off")


class Appointment(models.Model):
    """The truth about an appointment; what a calendar elsewhere holds follows it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    calendar = models.ForeignKey(BookingCalendar, models.CASCADE, related_name="appointments")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="appointments")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RESERVED)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    moves_to = models.DateTimeField(null=True)
    """Where it is being moved; held too, until the calendar was told."""
    sequence = models.PositiveSmallIntegerField(default=0)
    email = models.EmailField(max_length=254)
    zone = models.CharField(max_length=64)
    """Of the customer; mails and confirmations are worded in it."""
    due_at = models.DateTimeField(null=True, db_index=True)
    """When the worker sees to it: it may be unfinished, or the calendar may not agree with it."""
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("starts_at", "pk")

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} UTC, {self.state}"

    @property
    def uid(self) -> str:
        return f"{self.pk}@firstline"

    @property
    def is_pending(self) -> bool:
        return self.state == State.RESERVED or self.moves_to is not None

    @property
    def span(self) -> Span:
        return self.span_from(self.starts_at)

    @property
    def wanted(self) -> Span:
        return self.span_from(self.moves_to or self.starts_at)

    def span_from(self, start: datetime) -> Span:
        return Span(start=start, end=start + timedelta(minutes=self.minutes))


class HeldTime(models.Model):
    """One step of a calendar's grid, which one appointment alone can hold.

    This constraint makes double booking impossible, on every database and for every process.
    """

    calendar = models.ForeignKey(BookingCalendar, models.CASCADE, related_name="held")
    at = models.DateTimeField()
    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="held")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("calendar", "at"), name="held_once"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} UTC"


class Offer(models.Model):
    """Times that a customer may choose from, beneath a message."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="offer")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="offers")
    calendar = models.ForeignKey(BookingCalendar, models.CASCADE, related_name="offers")
    moves = models.ForeignKey(Appointment, models.CASCADE, null=True, related_name="offers")
    """What is moved by choosing; something new is booked otherwise."""
    starts = models.JSONField(default=list)
    """Instants, as ISO 8601 in UTC."""
    closed_at = models.DateTimeField(null=True)
    """When a time was chosen, or another offer took its place."""

    def __str__(self) -> str:
        return f"{len(self.starts)} times beneath {self.message_id}"


class AppointmentMail(models.Model):
    """A mail to a customer, as it was when it was due; sent by the worker, until it has left."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="mails")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    invitation = models.TextField()
    """iCalendar."""
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"about {self.appointment_id}, tried {self.attempts} times"
