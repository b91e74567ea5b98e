"""Histories that people brought, and how far a new service is."""

import uuid
from enum import IntEnum
from pathlib import Path

from django.db import models

from firstline.panel.accounts.models import User
from firstline.panel.jobs.models import Job, State
from firstline.panel.services.models import HostedService


class HistoryFile(models.Model):
    """A history as it was brought; it and all that is found in it lie in a folder of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(HostedService, models.CASCADE, related_name="histories")
    name = models.CharField(max_length=100)
    """As the person who brought it calls it."""
    file = models.CharField(max_length=100)
    """In its folder."""
    size = models.PositiveBigIntegerField()
    by = models.ForeignKey(User, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    column_map: "models.JSONField[dict[str, str] | None]" = models.JSONField(null=True)
    """Our column → the file's, empty where it has none; `None` until somebody has said so."""
    looked = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    """The job that found its columns."""
    checked = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    """The job that tried every row, with the columns as they are mapped now."""
    trained = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    """The job that learnt from it last."""

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> Path:
        return self.service.folder.uploads / self.id.hex

    @property
    def path(self) -> Path:
        return self.folder / self.file

    @property
    def preview(self) -> Path:
        """What the file begins with; beside it, since it is as personal as the file."""
        return self.folder / "preview.json"

    @property
    def rejects(self) -> Path:
        return self.folder / f"{self.file}.rejects.jsonl"

    @property
    def suspicions(self) -> Path:
        """Labels that the last training doubts; as personal as the file, too."""
        return self.folder / f"{self.file}.suspicious.csv"


class Step(IntEnum):
    """Of an onboarding, in order."""

    CONTENT = 1
    HISTORY = 2
    COLUMNS = 3
    CHECK = 4
    TRAIN = 5
    PUBLISH = 6


class Onboarding(models.Model):
    """A service on its way to its first release."""

    service = models.OneToOneField(HostedService, models.CASCADE, related_name="onboarding")
    by = models.ForeignKey(User, models.PROTECT)
    started_at = models.DateTimeField(auto_now_add=True)
    files: "models.JSONField[dict[str, str]]" = models.JSONField(default=dict)
    """Name → text of what was brought; without a problem."""
    finished_at = models.DateTimeField(null=True)
    """When its first release went live."""

    def __str__(self) -> str:
        return f"onboarding of {self.service}"

    @property
    def history(self) -> HistoryFile | None:
        """The history that it goes on with: the one brought last."""
        return self.service.histories.select_related("looked", "checked", "trained").first()

    @property
    def step(self) -> Step:
        """The first one that is not done."""
        return self.step_with(self.history)

    @staticmethod
    def step_with(history: HistoryFile | None) -> Step:
        """The first one that is not done, if one goes on with this history."""
        if history is None:
            return Step.HISTORY
        if history.column_map is None:
            return Step.COLUMNS
        if not _is_done(history.trained):
            passed = _is_done(history.checked) and is_good(history.checked)
            return Step.TRAIN if passed else Step.CHECK
        return Step.PUBLISH


def _is_done(job: Job | None) -> bool:
    return job is not None and job.state == State.DONE


def is_good(check: Job | None) -> bool:
    """Whether a check found enough to train with."""
    return bool(check and check.result and check.result.get("can_train"))
