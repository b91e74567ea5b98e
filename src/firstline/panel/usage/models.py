"""What the journal says of templates, summed up so that no page has to read it."""

from django.db import models

from firstline.panel.services.models import HostedService


class CountedUntil(models.Model):
    """How far the journal of a service has been counted."""

    service = models.OneToOneField(HostedService, models.CASCADE, related_name="counted_until")
    decision = models.BigIntegerField(default=0)
    """Place of the last decision that is in the sums."""
    outcome = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.service_id} until {self.decision}"


class TemplateWeek(models.Model):
    """The use of one template in one week."""

    service = models.ForeignKey(HostedService, models.CASCADE, related_name="template_weeks")
    template_id = models.CharField(max_length=100)
    week = models.DateField()
    """Its Monday, in UTC."""
    sent = models.PositiveIntegerField(default=0)
    """Automatic replies."""
    chosen = models.PositiveIntegerField(default=0)
    """Replies by agents."""
    suggested = models.PositiveIntegerField(default=0)
    ratings = models.PositiveIntegerField(default=0)
    """How many customers rated the automatic reply."""
    rating_sum = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    """When it was last sent by either."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("service", "template_id", "week"), name="one_sum_a_week"
            ),
        )

    def __str__(self) -> str:
        return f"{self.template_id} in the week of {self.week}"
