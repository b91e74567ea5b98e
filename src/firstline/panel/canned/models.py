"""Canned replies. No rule guards them and the engine never sends one: an agent chooses."""

from django.db import models

from firstline.panel.services.models import HostedService


class CannedReply(models.Model):
    service = models.ForeignKey(HostedService, models.CASCADE, related_name="canned_replies")
    name = models.CharField(max_length=60)
    """What agents type behind `/` to find it."""
    tags = models.CharField(max_length=200, blank=True)
    texts = models.JSONField(default=dict)
    """Language → text, with `{{ fact_name }}` placeholders."""

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("service", "name"), name="canned_once"),)

    def __str__(self) -> str:
        return self.name

    def as_text(self) -> str:
        """Write it down for the audit log."""
        texts = "\n".join(f"{language}: {text}" for language, text in sorted(self.texts.items()))
        return f"name: {self.name}\ntags: {self.tags}\n{texts}"
