"""One row for each service whose chat was ever set up."""

from django.db import models

from firstline.panel.services.models import HostedService


class Chat(models.Model):
    service = models.OneToOneField(HostedService, models.CASCADE, related_name="chat")
    is_on = models.BooleanField(default=False)
    allows_anonymous = models.BooleanField(default=False)
    """Whether customers without a signed identity may write."""
    origins = models.JSONField(default=list)
    """Of pages that may embed it, such as `https://shop.example`, beside the server's own."""
    title = models.CharField(max_length=60, blank=True)
    greetings = models.JSONField(default=dict)
    """Language → what stands in an empty chat; the widget has its own words for the others."""
    secret = models.CharField(max_length=300, blank=True)
    """Signs identities; encrypted. Empty until one is made."""

    def __str__(self) -> str:
        return f"chat of {self.service_id}"
