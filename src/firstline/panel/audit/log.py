"""Write to the audit log."""

from enum import StrEnum

from django.db import connection, transaction
from django.utils import timezone

from firstline.panel.accounts.models import User
from firstline.panel.audit.chain import BEGINNING, hash_of
from firstline.panel.audit.models import AuditEntry
from firstline.panel.services.models import HostedService

LOCK = 4_201  # any number that nobody else locks: PostgreSQL's advisory locks share one space


class Action(StrEnum):
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    EDITED = "edited"
    UNDONE = "undone"
    """An edit of the draft was taken back."""
    APPROVED = "approved"
    ASKED = "asked"
    """For the publication of a draft."""
    SENT_BACK = "sent_back"
    PUBLISHED = "published"
    ROLLED_BACK = "rolled_back"
    OVERRODE = "overrode"
    """Published against the policy."""
    PAUSED = "paused"
    """Automatic replies, of the service or of a topic."""
    RESUMED = "resumed"
    JOB_STARTED = "job_started"
    IMPORTED = "imported"
    EXPORTED = "exported"
    ANNOTATED = "annotated"
    CANARY_STARTED = "canary_started"
    CANARY_STOPPED = "canary_stopped"
    MEMBER_CHANGED = "member_changed"
    ACCOUNT_CHANGED = "account_changed"
    PASSWORD_SET = "password_set"  # noqa: S105 - a verb
    SETTINGS_CHANGED = "settings_changed"
    SERVICE_MADE = "service_made"
    SERVICE_CLOSED = "service_closed"
    """Its onboarding was given up."""
    REMOVED = "removed"
    KEY_MADE = "key_made"
    KEY_REVOKED = "key_revoked"
    WEBHOOK_MADE = "webhook_made"
    WEBHOOK_CHANGED = "webhook_changed"
    WEBHOOK_SECRET = "webhook_secret"  # noqa: S105 - a verb
    """A rotation was begun or ended."""
    WEBHOOK_SENT = "webhook_sent"
    """On demand: a test, or once more."""
    CUSTOMER_DATA_READ = "customer_data_read"
    """By a person who tried a connection; what conversations need is in the log of accesses."""
    CUSTOMER_DATA_UPDATED = "customer_data_updated"
    APPOINTMENT_MOVED = "appointment_moved"
    """By an agent; what customers do themselves stands in their conversation."""
    APPOINTMENT_CALLED_OFF = "appointment_called_off"
    ACCESSES_SEALED = "accesses_sealed"
    """A hash over a part of the log of accesses to customer data."""


def record(
    action: Action,
    subject: str,
    *,
    by: User | None,
    service: HostedService | None = None,
    before: str = "",
    after: str = "",
    note: str = "",
) -> AuditEntry:
    """Append an entry in the transaction of the change: both stand, or neither."""
    with transaction.atomic():
        _wait_for_turn()
        last = AuditEntry.objects.order_by("-pk").values_list("hash", flat=True).first()
        entry = AuditEntry(
            at=timezone.now(),
            service=service,
            by=by,
            by_name=str(by) if by else "Firstline",
            action=action,
            subject=subject[:200],
            before=before,
            after=after,
            note=note,
            previous_hash=last or BEGINNING,
        )
        entry.hash = hash_of(entry)
        entry.save()
    return entry


def _wait_for_turn() -> None:
    """Two entries may not follow the same one; in SQLite only one transaction writes anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
