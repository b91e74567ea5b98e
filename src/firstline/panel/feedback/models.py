"""What agents say of how a message was decided on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.journal.entries import OutcomeKind
from firstline.panel.accounts.models import User
from firstline.panel.conversations.models import Message


class Kind(models.TextChoices):
    WRONG_TOPIC = OutcomeKind.TOPIC_CORRECTED, _("The topic was wrong")
    NEEDLESS = OutcomeKind.NEEDLESS_ESCALATION, _("The hand-off was needless")
    TOO_LATE = OutcomeKind.TOO_LATE, _("It came too late")


class Feedback(models.Model):
    message = models.ForeignKey(Message, models.CASCADE, related_name="feedback")
    """The customer's that was decided on."""
    kind = models.CharField(max_length=20, choices=Kind.choices)
    found_topic = models.CharField(max_length=100, blank=True)
    right_topic = models.CharField(max_length=100, blank=True)
    """Where the found one was wrong."""
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (models.UniqueConstraint(fields=("message", "kind"), name="said_once"),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.message_id}"
