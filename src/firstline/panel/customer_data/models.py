"""Where a service's facts are looked up, who looked, and what is still to be looked up again."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.panel.accounts.models import User
from firstline.panel.services.models import HostedService


class Kind(models.TextChoices):
    REST = "rest", _("HTTP interface (REST)")
    SQL = "sql", _("Database (SQL)")


class Asks(models.TextChoices):
    """How the interface knows who asks; the values are those of the connector."""

    NOTHING = "nothing", _("Without a key")
    API_KEY = "api_key", _("A key in a header")
    CLIENT_CREDENTIALS = "client_credentials", _("OAuth 2, client credentials")


class DataSource(models.Model):
    """The one system that the facts of a service come from."""

    service = models.OneToOneField(HostedService, models.CASCADE, related_name="data_source")
    is_on = models.BooleanField(default=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.REST)
    base_url = models.CharField(max_length=500, blank=True)
    path = models.CharField(max_length=500, blank=True)
    query = models.CharField(max_length=500, blank=True)
    """Of the address, as `expand=payment&id={customer_id}`."""
    asks = models.CharField(max_length=20, choices=Asks.choices, default=Asks.NOTHING)
    header = models.CharField(max_length=100, blank=True, default="Authorization")
    token_url = models.CharField(max_length=500, blank=True)
    client_id = models.CharField(max_length=200, blank=True)
    scope = models.CharField(max_length=200, blank=True)
    secret = models.TextField(blank=True)
    """Encrypted: a key, a client's secret, or the address of a database with its password."""
    select = models.TextField(blank=True)
    update = models.TextField(blank=True)
    timeout_ms = models.PositiveIntegerField(
        default=800, validators=(MinValueValidator(50), MaxValueValidator(10_000))
    )
    kept_s = models.PositiveIntegerField(default=60, validators=(MaxValueValidator(86_400),))
    fields = models.JSONField(default=dict)
    """Fact → its `Mapped`, as JSON; nothing else is ever read."""
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.kind} of {self.service_id}"


class Access(models.Model):
    """One look at a customer's data, or one update of it; holds no value."""

    service = models.ForeignKey(HostedService, models.CASCADE, related_name="data_accesses")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    """`None` for Firstline itself, on behalf of the conversation."""
    conversation_id = models.UUIDField(null=True)
    """No reference: what is sealed must not change with the conversation."""
    customer_id = models.CharField(max_length=200, blank=True)
    is_update = models.BooleanField(default=False)
    fields = models.JSONField(default=list)
    """Names of the facts that were asked for."""
    failed = models.JSONField(default=dict)
    """Those that were not got, each with its reason."""
    took_ms = models.PositiveIntegerField(default=0)
    is_cached = models.BooleanField(default=False)
    sealed = models.BooleanField(default=False)
    """Whether the audit log holds a hash over it."""

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("service", "-id"), name="accesses_of_service"),
            models.Index(
                fields=("service", "id"), condition=models.Q(sealed=False), name="unsealed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.customer_id}"


class FactsChanged(models.Model):
    """A system said that a customer's data changed; what is kept from before counts as old."""

    service = models.ForeignKey(HostedService, models.CASCADE, related_name="+")
    customer_id = models.CharField(max_length=200)
    at = models.DateTimeField(db_index=True)
    key = models.CharField(max_length=200, blank=True)
    """Of the newest request that said so."""
    refreshed_at = models.DateTimeField(null=True)
    """When open conversations had it; `None` until then."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("service", "customer_id"), name="changed_once"),
        )

    def __str__(self) -> str:
        return f"{self.customer_id} at {self.at:%Y-%m-%d %H:%M:%S}"
