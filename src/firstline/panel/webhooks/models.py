"""Endpoints, events, and what became of sending them."""

import uuid
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.panel.services.models import HostedService
from firstline.panel.webhooks.events import EventKind


class Pause(models.TextChoices):
    """Why nothing is sent to an endpoint."""

    NONE = "", _("Active")
    BY_PERSON = "by_person", _("Paused")
    GONE = "gone", _("Paused: it answered 410 Gone")


class Endpoint(models.Model):
    service = models.ForeignKey(HostedService, models.CASCADE, related_name="webhooks")
    address = models.CharField(max_length=500)
    description = models.CharField(max_length=200, blank=True)
    events = models.JSONField(default=list)
    """Values of `EventKind`."""
    secret = models.TextField()
    """Encrypted."""
    former_secret = models.TextField(blank=True)
    """Encrypted; valid beside the other until somebody ends the rotation."""
    made_at = models.DateTimeField(auto_now_add=True)
    pause = models.CharField(max_length=10, choices=Pause.choices, blank=True)
    failing_since = models.DateTimeField(null=True)
    """When the first of the failures in a row was."""
    removed_at = models.DateTimeField(null=True)
    """Marked first and deleted later: what writes an event never meets a row that goes away."""

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        """Name it without the query, which may hold a secret."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.hostname}{parts.path}"


class EventCount(models.Model):
    """How many events a conversation has: numbers go on when old events are forgotten."""

    conversation_id = models.UUIDField(primary_key=True)
    newest = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.newest} of {self.conversation_id}"


class Event(models.Model):
    service = models.ForeignKey(HostedService, models.CASCADE, related_name="webhook_events")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=30, choices=EventKind.choices)
    conversation_id = models.UUIDField(null=True, db_index=True)
    """`None` for a test."""
    at = models.DateTimeField(db_index=True)
    body = models.TextField()
    """The bytes that are signed and sent, each time the same."""

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name}: {self.kind}"

    @property
    def name(self) -> str:
        """The header `webhook-id`."""
        return f"msg_{self.uid.hex}"


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    DEAD = "dead", _("Given up")


class Delivery(models.Model):
    """One event on its way to one endpoint."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    """When it is sent, or tried again."""
    tried = models.PositiveSmallIntegerField(default=0)
    """Failed attempts since it was last asked for."""
    tried_since = models.DateTimeField(null=True)
    """When the first of them was."""

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("event", "endpoint"), name="delivered_once"),
        )
        indexes = (
            models.Index(
                fields=("endpoint", "due_at"),
                condition=models.Q(state=State.WAITING),
                name="deliveries_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.event} to {self.endpoint}"


class Attempt(models.Model):
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    """Of HTTP; `None` where there was no answer."""
    answer = models.TextField(blank=True)
    """How it began; or why there was none."""

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}: {self.status or self.answer}"
