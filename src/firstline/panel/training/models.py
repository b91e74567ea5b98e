"""What is remembered of releases, and when they are made anew."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.panel.accounts.models import User
from firstline.panel.jobs.models import Job
from firstline.panel.services.models import HostedService


class ReleaseSummary(models.Model):
    """The headline of a release; it never changes, as the release does not."""

    service = models.ForeignKey(HostedService, models.CASCADE, related_name="release_summaries")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    model_part = models.CharField(max_length=64)
    """Digest of the part that training makes; edited content leaves it as it is."""
    encoder = models.CharField(max_length=200)
    target = models.FloatField(null=True)
    """Promised precision; `None` where its topics promise different ones, or nothing."""
    proven = models.PositiveIntegerField()
    """Topics and pools whose promise is proven."""
    pools = models.PositiveIntegerField()
    cases = models.PositiveIntegerField(null=True)
    """Test inquiries of its scorecard; `None`, like the numbers below, where it has none."""
    accuracy = models.FloatField(null=True)
    coverage = models.FloatField(null=True)
    answerable = models.FloatField(null=True)
    """What it would answer if no topic were in shadow or on suggest; `None` where none is."""
    precision = models.FloatField(null=True)
    precision_bound = models.FloatField(null=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("service", "digest"), name="one_summary_a_release"),
        )

    def __str__(self) -> str:
        return f"release {self.digest[:12]}"


class ReleasePicture(models.Model):
    """The numbers behind a release's charts; a job computes them at the first look."""

    service = models.ForeignKey(HostedService, models.CASCADE, related_name="release_pictures")
    digest = models.CharField(max_length=64)
    job = models.ForeignKey(Job, models.SET_NULL, null=True)
    body: "models.JSONField[Any]" = models.JSONField(null=True)
    """A `Picture`; `None` until it is computed."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("service", "digest"), name="one_picture_a_release"),
        )

    def __str__(self) -> str:
        return f"charts of {self.digest[:12]}"


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class RetrainingSchedule(models.Model):
    """When a service is retrained by itself; without a row, never."""

    service = models.OneToOneField(
        HostedService, models.CASCADE, related_name="retraining_schedule"
    )
    weekday = models.IntegerField(choices=Weekday.choices, default=Weekday.MONDAY)
    hour = models.PositiveIntegerField(default=3, validators=[MaxValueValidator(23)])
    """As the service's own clocks say."""
    time_zone = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    """Of the job, as `firstline.panel.training.asking` writes them."""
    set_by = models.ForeignKey(User, models.PROTECT)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.hour}:00"
