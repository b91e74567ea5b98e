"""One row for each service; all else about it lies in its folder."""

from pathlib import Path

from django.db import models

from firstline.panel.services.folders import ServiceFolder


class HostedService(models.Model):
    slug = models.SlugField(unique=True, max_length=60)
    title = models.CharField(max_length=100)
    path = models.CharField(max_length=500)
    """Folder of its releases, journal and history."""
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)
    """When its onboarding was given up: only the audit log still knows it."""
    needs_second_person = models.BooleanField(default=False)
    """Whether somebody who edited nothing of a draft must approve its publish."""
    accepted_coverage_loss = models.FloatField(default=0.02)
    """A publish that loses more coverage than this share is sent back for revision."""
    accepted_precision_loss = models.FloatField(default=0.01)
    """Likewise for expected precision."""
    held_out = models.FloatField(default=0.0)
    """Share of the automatic replies that a person gives instead, to compare with."""

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    @property
    def folder(self) -> ServiceFolder:
        return ServiceFolder(Path(self.path))

    @property
    def is_live(self) -> bool:
        """Whether it has a release that answers, or that cannot be read any more."""
        return self.folder.store.pointer.exists()
