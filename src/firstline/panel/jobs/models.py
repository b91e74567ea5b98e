"""A job as people see it: what it is for, how far it is, what came of it."""

import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from firstline.panel.accounts.models import User
from firstline.panel.services.models import HostedService


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Job(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(HostedService, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=40)
    """A name that `firstline.work` has a function for."""
    parameters = models.JSONField(default=dict)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=200, blank=True)
    """What is done now, in words."""
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    """0 where nobody can say."""
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    """What the person who asked can do about it."""
    is_long = models.BooleanField(default=False)
    """Takes minutes, so that what people wait for must not stand behind it."""
    attempts = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    """When its worker last showed that it lives."""
    started_at = models.DateTimeField(null=True)
    """Its last attempt."""
    finished_at = models.DateTimeField(null=True)
    task_id = models.CharField(max_length=40, blank=True)
    """Of the queue."""

    class Meta:
        ordering = ("-asked_at",)
        indexes = (models.Index(fields=("service", "-asked_at"), name="jobs_of_service"),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.service_id}: {self.state}"

    @property
    def is_over(self) -> bool:
        return self.state in (State.DONE, State.FAILED)

    @property
    def took(self) -> timedelta | None:
        """How long it has run, or did; `None` before it starts."""
        if self.started_at is None:
            return None
        return (self.finished_at or timezone.now()) - self.started_at

    @property
    def ahead(self) -> int:
        """Jobs of its queue, of any service, that it waits for."""
        if self.state != State.WAITING:
            return 0
        unfinished = Job.objects.filter(state__in=(State.WAITING, State.RUNNING))
        return unfinished.filter(is_long=self.is_long, asked_at__lt=self.asked_at).count()

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0
