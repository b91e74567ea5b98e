"""What agents do around a conversation, before and beside what the customer sees."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.journal.entries import Rejection
from firstline.panel.accounts.models import Membership, User
from firstline.panel.conversations.models import Conversation, Message


class HeldReply(models.Model):
    """A reply on its way: until it is due, whoever wrote it may take it back."""

    conversation = models.OneToOneField(Conversation, models.CASCADE, related_name="held_reply")
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    text = models.TextField()
    template_id = models.CharField(max_length=100, blank=True)
    topic_id = models.CharField(max_length=100, blank=True)
    suggested = models.TextField(blank=True)
    offered = models.JSONField(default=list)
    seen = models.PositiveIntegerField()
    """Number of the newest message that its writer had seen."""
    key = models.CharField(max_length=200, blank=True)
    then_resolve = models.BooleanField(default=False)
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.text[:40]}, due {self.due_at}"


class Activity(models.TextChoices):
    LOOKING = "looking", _("is looking at it")
    REPLYING = "replying", _("is replying")


class Presence(models.Model):
    """Who has a conversation open; each page says so again every few seconds."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    activity = models.CharField(max_length=10, choices=Activity.choices)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("conversation", "user"), name="present_once"),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.get_activity_display()}"


class RejectionReason(models.TextChoices):
    """Why a suggestion is dismissed, in the order of the digits that say so."""

    WRONG_TOPIC = Rejection.WRONG_TOPIC, _("It is about something else")
    WRONG_FACTS = Rejection.WRONG_FACTS, _("It does not fit this customer or order")
    INCOMPLETE = Rejection.INCOMPLETE, _("It answers only a part")
    OUTDATED = Rejection.OUTDATED, _("It is out of date")
    TONE = Rejection.TONE, _("Its tone does not fit")


class Dismissal(models.Model):
    """A suggestion that an agent does not want to see any more."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="dismissals")
    """The customer's, which it was suggested for."""
    template_id = models.CharField(max_length=100)
    reason = models.CharField(max_length=20, choices=RejectionReason.choices)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("message", "template_id"), name="dismissed_once"),
        )

    def __str__(self) -> str:
        return f"{self.template_id}: {self.reason}"


class Skills(models.Model):
    """What an agent answers best; nothing chosen means anything."""

    member = models.OneToOneField(Membership, models.CASCADE, related_name="skills")
    topics = models.JSONField(default=list)
    """Ids; each stands for all below it too."""
    languages = models.JSONField(default=list)
    lines = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.member}: {self.topics}, {self.languages}, {self.lines}"
