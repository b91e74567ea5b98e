"""Entries of the audit log; written once, never changed."""

from typing import Any, Never

from django.db import models

from firstline.panel.accounts.models import User
from firstline.panel.services.models import HostedService


class AuditEntry(models.Model):
    at = models.DateTimeField()
    service = models.ForeignKey(HostedService, models.PROTECT, null=True)
    """`None` for what concerns no single service, such as an account."""
    by = models.ForeignKey(User, models.PROTECT, null=True)
    """`None` for what the system did by itself."""
    by_name = models.CharField(max_length=254)
    action = models.CharField(max_length=40)
    """A verb of `Action`."""
    subject = models.CharField(max_length=200)
    """What was changed, e.g. `template charged_twice_tip`."""
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    note = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64, unique=True)
    """Unique, so that no two entries follow the same one."""
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("service", "-id"), name="audit_of_service"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name} {self.action} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as Django has it
        if self.pk is not None:
            raise TypeError("the audit log is append-only")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> Never:  # noqa: ANN401
        raise TypeError("the audit log is append-only")
