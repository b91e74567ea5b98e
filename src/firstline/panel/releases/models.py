"""What was prepared, approved and published."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.panel.accounts.models import User
from firstline.panel.content.models import Draft
from firstline.panel.jobs.models import Job
from firstline.panel.services.models import HostedService


class Candidate(models.Model):
    """A release made of one state of a draft, with its impact; another edit makes it stale."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="candidates")
    mark = models.CharField(max_length=64)
    """Of the draft's items and the live release that it is made of."""
    job = models.OneToOneField(Job, models.CASCADE, related_name="candidate")
    """What prepares it; its result is a `Prepared`."""
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"candidate {self.pk} of draft {self.draft_id}"


class Approval(models.Model):
    """A second person's consent; the next edit voids it."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="approvals")
    by = models.ForeignKey(User, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("candidate", "by"), name="one_approval_a_person"),
        )

    def __str__(self) -> str:
        return f"{self.by} approved {self.candidate_id}"


class Way(models.TextChoices):
    """How a release went live."""

    CONTENT = "content", _("Content published")
    MODEL = "model", _("Model published")
    ROLL_BACK = "roll_back", _("Rolled back")


class Publication(models.Model):
    """One move of the live pointer that was asked for in the panel."""

    service = models.ForeignKey(HostedService, models.CASCADE, related_name="publications")
    release = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    way = models.CharField(max_length=10, choices=Way.choices)
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, related_name="publications")
    note = models.TextField(blank=True)
    override_reason = models.TextField(blank=True)
    """Set where the policy spoke against it."""
    by = models.ForeignKey(User, models.PROTECT)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    """The second person, where one had to approve."""
    at = models.DateTimeField()
    """As the store's log has it, so that each finds the other."""
    is_done = models.BooleanField(default=False)
    """Whether the pointer is known to have moved; what a crash cut short is healed."""

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("service", "release"), name="publications_of_release"),)

    def __str__(self) -> str:
        return f"{self.release[:12]} of {self.service_id} at {self.at:%Y-%m-%d %H:%M}"
