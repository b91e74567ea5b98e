"""Queues of decisions to look at, and what people said of them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.panel.accounts.models import User
from firstline.panel.services.models import HostedService

SHARE = (MinValueValidator(0.0), MaxValueValidator(1.0))


class Queue(models.TextChoices):
    """Why a decision is worth a look."""

    AUDIT = "audit", _("Audit of automatic replies")
    NEAR = "near", _("Near the threshold")
    UNCERTAIN = "uncertain", _("Unsure of the topic")
    CLUSTER = "cluster", _("New cluster")
    UNANSWERED = "unanswered", _("No reply was ready")


class AnnotationPlan(models.Model):
    """How a service annotates, and how far its journal was looked through."""

    service = models.OneToOneField(HostedService, models.CASCADE, related_name="annotation_plan")
    audit_share = models.FloatField(default=0.05, validators=SHARE)
    """Of automatic replies, drawn at random."""
    twice_share = models.FloatField(default=0.1, validators=SHARE)
    """Of what is queued, shown to two people to see whether they agree."""
    place = models.PositiveBigIntegerField(default=0)
    """In the journal; what lies behind it is new."""
    looked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"annotation of {self.service_id}"


class QueueItem(models.Model):
    """A decision in a queue, with what the release thought of it."""

    service = models.ForeignKey(HostedService, models.CASCADE, related_name="queue_items")
    queue = models.CharField(max_length=12, choices=Queue.choices)
    decision_id = models.CharField(max_length=60)
    conversation_id = models.CharField(max_length=200, blank=True)
    others = models.JSONField(default=list)
    """Ids of other decisions of the conversation."""
    received_at = models.DateTimeField()
    release = models.CharField(max_length=64)
    found_topic = models.CharField(max_length=100, blank=True)
    """The most probable one."""
    sent_topic = models.CharField(max_length=100, blank=True)
    """Of the automatic reply; empty where none was sent, like its template."""
    sent_template = models.CharField(max_length=100, blank=True)
    keywords = models.CharField(max_length=200, blank=True)
    """What the messages of its cluster have in common; empty in other queues."""
    priority = models.FloatField()
    """Lower ones come first; of audits at random, so that any beginning is a fair sample."""
    wanted = models.PositiveSmallIntegerField(default=1)
    """How many people shall answer."""
    is_open = models.BooleanField(default=True)
    held_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    held_until = models.DateTimeField(null=True)
    """Until then it is shown to nobody else."""

    class Meta:
        ordering = ("priority", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("service", "queue", "decision_id"), name="once_in_a_queue"
            ),
        )
        indexes = (
            models.Index(fields=("service", "queue", "is_open", "priority"), name="queue_order"),
            models.Index(fields=("service", "conversation_id"), name="queue_conversations"),
        )

    def __str__(self) -> str:
        return f"{self.queue}: {self.decision_id}"

    @property
    def was_sent(self) -> bool:
        return bool(self.sent_template)


class Verdict(models.TextChoices):
    LABELLED = "labelled", _("Labelled")
    UNSURE = "unsure", _("Unsure")
    SKIPPED = "skipped", _("Skipped")


class Annotation(models.Model):
    """What one person said of a decision."""

    item = models.ForeignKey(QueueItem, models.CASCADE, related_name="annotations")
    by = models.ForeignKey(User, models.PROTECT)
    at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    topic = models.CharField(max_length=100, blank=True)
    template = models.CharField(max_length=100, blank=True)
    """Empty: no template is right."""
    was_right = models.BooleanField(null=True)
    """Whether the automatic reply was; `None` where none was sent."""
    stands = models.BooleanField(default=True)
    """Whether it is the last word on the decision."""
    recorded_at = models.DateTimeField(null=True)
    """When it was written into the journal; until then it can be undone."""

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (models.UniqueConstraint(fields=("item", "by"), name="one_word_a_person"),)
        indexes = (models.Index(fields=("recorded_at", "verdict", "at"), name="unrecorded"),)

    def __str__(self) -> str:
        return f"{self.verdict} by {self.by_id}: {self.topic}"
