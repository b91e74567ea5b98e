"""Conversations, their messages, and what is still to be told to agents and to the journal."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.domain import topics
from firstline.journal.entries import OutcomeKind
from firstline.panel.accounts.models import User
from firstline.panel.conversations.reasons import HandOffReason
from firstline.panel.services.models import HostedService


class Status(models.TextChoices):
    OPEN = "open", _("With the assistant")
    WAITING = "waiting", _("Waiting for a person")
    WITH_PERSON = "with_person", _("With a person")
    RESOLVED = "resolved", _("Resolved")


class Line(models.TextChoices):
    FIRST = topics.Line.FIRST.value, _("First line")
    EXPERT = topics.Line.EXPERT.value, _("Expert line")


class Priority(models.IntegerChoices):
    """Who is answered first: lower numbers."""

    URGENT = 0, _("Urgent")
    HIGH = 1, _("High")
    NORMAL = 2, _("Normal")


class Conversation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(HostedService, models.CASCADE, related_name="conversations")
    key = models.CharField(max_length=200, null=True)  # noqa: DJ001 - one of many may have none
    """Of the request that opened it, so that asking again opens no second one."""
    customer_id = models.CharField(max_length=200, blank=True)
    """The host's own; empty for somebody unknown."""
    customer_name = models.CharField(max_length=100, blank=True)
    """As the host has signed it."""
    language = models.CharField(max_length=10, blank=True)
    """Of the customer; empty until a message shows it."""
    facts = models.JSONField(default=dict)
    facts_at = models.DateTimeField()
    """When the facts were so."""
    looked_up = models.JSONField(null=True)
    """What the service's own systems said last: a `Lookup`, which wins over the facts given."""
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    line = models.CharField(max_length=8, choices=Line.choices, default=Line.FIRST)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    reason = models.CharField(max_length=20, choices=HandOffReason.choices, blank=True)
    """Of the last hand-off."""
    opened_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True)
    """Of the last hand-off; kept when a person takes over, so that no waiting time is lost."""
    answered_at = models.DateTimeField(null=True)
    """When a person first wrote after it."""
    replied_by = models.CharField(max_length=10, blank=True)
    """Who gave the first reply, an `Author`: assistant or person; empty until then."""
    replied_after = models.DurationField(null=True)
    """How long that took, from the customer's first message."""
    taken_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    """1–5, by the customer."""
    topic_id = models.CharField(max_length=100, blank=True)
    """The most probable one of the newest message that was decided on."""
    snoozed_at = models.DateTimeField(null=True)
    """When an agent put it aside; empty again once the customer writes."""
    snoozed_until = models.DateTimeField(null=True)
    """When it comes back by itself; empty: once the customer writes."""
    rating_comment = models.TextField(blank=True)
    """Why, in the customer's words."""

    class Meta:
        ordering = ("opened_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("service", "key"), name="opened_once_by_key"),
        )
        indexes = (
            models.Index(
                fields=("service", "status", "priority", "waiting_since"), name="inbox_order"
            ),
            models.Index(fields=("service", "line", "answered_at"), name="waits_of_line"),
            models.Index(fields=("service", "opened_at"), name="opened_in_service"),
            models.Index(fields=("service", "customer_id", "opened_at"), name="of_customer"),
        )

    def __str__(self) -> str:
        return f"{self.id}: {self.status}"


class Author(models.TextChoices):
    CUSTOMER = "customer", _("Customer")
    ASSISTANT = "assistant", _("Assistant")
    """An automatic reply, and nothing else."""
    PERSON = "person", _("Agent")
    NOTICE = "notice", _("Notice")
    """What Firstline tells the customer of the conversation itself."""
    NOTE = "note", _("Private note")
    """Only agents see it."""


class Message(models.Model):
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    """From 1, without a gap."""
    author = models.CharField(max_length=10, choices=Author.choices)
    text = models.TextField(blank=True)
    summary = models.JSONField(null=True)
    """Set where this is the note of a hand-off: a `Summary`, worded when it is shown."""
    looked_up = models.JSONField(null=True)
    """The `Lookup` that a customer's message is decided with: deciding again is then the same."""
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    """The agent who wrote it."""
    key = models.CharField(max_length=200, null=True)  # noqa: DJ001 - one of many may have none
    """So that sending again sends nothing twice."""
    decision_id = models.CharField(max_length=60, blank=True)
    """Of what the customer wrote; for a reply, the decision that it comes from."""
    template_id = models.CharField(max_length=100, blank=True)
    """What a reply was made of."""
    suggested = models.TextField(blank=True)
    """The suggestion that an agent's reply was made from, as it was offered."""
    offered = models.JSONField(default=list)
    """Templates that were suggested when an agent answered, best first."""
    settled_at = models.DateTimeField(null=True)
    """When a customer's message was answered, handed over, or found to need nothing."""

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("conversation", "number"), name="numbered_once"),
            models.UniqueConstraint(fields=("conversation", "key"), name="said_once_by_key"),
        )
        indexes = (
            models.Index(
                fields=("at",),
                condition=models.Q(author=Author.CUSTOMER, settled_at=None),
                name="unsettled_messages",
            ),
        )

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.number}, {self.author}: {self.text[:40]}"


class AgentNotice(models.Model):
    """A mail to one agent that a customer waits; sent by the worker, until it has left."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="agent_notices")
    to = models.ForeignKey(User, models.CASCADE, related_name="+")
    due_at = models.DateTimeField(db_index=True)
    """When it is sent, or tried again."""
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"to {self.to_id} about {self.conversation_id}, tried {self.attempts} times"


class PendingOutcome(models.Model):
    """What the decision journal is still to be told; the worker writes it there, in turn."""

    service = models.ForeignKey(HostedService, models.CASCADE, related_name="pending_outcomes")
    decision_id = models.CharField(max_length=60)
    kind = models.CharField(
        max_length=20, choices=[(kind.value, kind.name) for kind in OutcomeKind]
    )
    at = models.DateTimeField()
    rating = models.PositiveSmallIntegerField(null=True)
    text = models.TextField(blank=True)
    template_id = models.CharField(max_length=100, blank=True)
    topic_id = models.CharField(max_length=100, blank=True)
    similarity = models.FloatField(null=True)
    rejection = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} of {self.decision_id}"
