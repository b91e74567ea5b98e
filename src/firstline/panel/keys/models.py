"""Keys; only a hash of each is kept, so nobody can read one again."""

from django.db import models

from firstline.panel.accounts.models import User
from firstline.panel.services.models import HostedService


class Key(models.Model):
    """What both kinds have in common."""

    name = models.CharField(max_length=100)
    """What it is for, in the words of who made it."""
    beginning = models.CharField(max_length=12)
    """Enough to recognise it by."""
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"


class ApiKey(Key):
    """Lets a help desk ask one service."""

    service = models.ForeignKey(HostedService, models.CASCADE, related_name="api_keys")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")


class AccessToken(Key):
    """Lets a program work in the panel as a person, with what this person may do."""

    user = models.ForeignKey(User, models.CASCADE, related_name="access_tokens")
    used_at = models.DateTimeField(null=True)
