"""A draft is what differs from the live release, item by item."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.panel.accounts.models import User
from firstline.panel.services.models import HostedService


class Kind(models.TextChoices):
    """What can be edited by itself."""

    TEMPLATE = "template", _("Template")
    TOPIC = "topic", _("Topic")
    TRIGGER = "trigger", _("Trigger")
    SETTINGS = "settings", _("Settings")
    """A key of `workspace.yaml`, such as `policy`."""


NOT_ASKED: Mapping[str, Any] = {"asked_by": None, "asked_at": None, "asked_note": ""}
NOT_SENT_BACK: Mapping[str, Any] = {"sent_back": "", "sent_back_by": None, "sent_back_at": None}


class Draft(models.Model):
    """The edits that will be published together; a service has at most one open draft."""

    service = models.ForeignKey(HostedService, models.CASCADE, related_name="drafts")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)
    """When it was published or thrown away; `None` while it is open."""
    release = models.CharField(max_length=64, blank=True)
    """Digest of the release that it became."""
    note = models.TextField(blank=True)
    sent_back = models.TextField(blank=True)
    """Why it needs revision, if somebody said so; empty again with the next edit."""
    sent_back_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    """`None`: the policy of the service sent it back."""
    sent_back_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    """Who wants it published but may not do so; nobody again with the next edit."""
    asked_at = models.DateTimeField(null=True)
    asked_note = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("service",),
                condition=models.Q(closed_at__isnull=True),
                name="one_open_draft_a_service",
            ),
        )

    def __str__(self) -> str:
        return f"draft {self.pk} of {self.service_id}"


class DraftItem(models.Model):
    """An edited item; `body` has the shape that it has in the service's files."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=100)
    body: "models.JSONField[Any]" = models.JSONField(null=True)
    """`None`: removed."""
    base: "models.JSONField[Any]" = models.JSONField(null=True)
    """What was live when it was first edited; `None`: it was new."""
    edited_by = models.ForeignKey(User, models.PROTECT)
    edited_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("draft", "kind", "key"), name="one_edit_an_item"),
        )
        ordering = ("kind", "key")

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Revision(models.Model):
    """One save of one item: who changed what, in all drafts."""

    service = models.ForeignKey(HostedService, models.CASCADE, related_name="revisions")
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="revisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=100)
    before: "models.JSONField[Any]" = models.JSONField(null=True)
    after: "models.JSONField[Any]" = models.JSONField(null=True)
    by = models.ForeignKey(User, models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("service", "kind", "key"), name="revisions_of_item"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key} at {self.at:%Y-%m-%d %H:%M}"
