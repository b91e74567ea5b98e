"""Write to the audit log, and find out whether somebody has meddled with it."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from django.db import connection, transaction
from django.utils import timezone

from firstline.panel.accounts.models import User
from firstline.panel.audit.models import AuditEntry
from firstline.panel.services.models import HostedService

BEGINNING = "0" * 64
LOCK = 4_201  # any number that nobody else locks: PostgreSQL's advisory locks share one space


class Action(StrEnum):
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    EDITED = "edited"
    UNDONE = "undone"
    """An edit of the draft was taken back."""
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    PUBLISHED = "published"
    ROLLED_BACK = "rolled_back"
    OVERRODE = "overrode"
    """Published against the policy."""
    JOB_STARTED = "job_started"
    IMPORTED = "imported"
    EXPORTED = "exported"
    ANNOTATED = "annotated"
    CANARY_STARTED = "canary_started"
    CANARY_STOPPED = "canary_stopped"
    MEMBER_CHANGED = "member_changed"
    SETTINGS_CHANGED = "settings_changed"
    SERVICE_MADE = "service_made"


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
        entry.hash = _hash(entry)
        entry.save()
    return entry


def _wait_for_turn() -> None:
    """Two entries may not follow the same one; in SQLite only one transaction writes anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _hash(entry: AuditEntry) -> str:
    content = [
        _moment(entry.at),
        entry.service_id,
        entry.by_id,
        *(entry.by_name, entry.action, entry.subject),
        *(entry.before, entry.after, entry.note),
        entry.previous_hash,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def broken_entries() -> Iterator[AuditEntry]:
    """Find entries that were changed, or before which one was removed; oldest first."""
    expected = BEGINNING
    for entry in AuditEntry.objects.order_by("pk").iterator():
        if entry.previous_hash != expected or entry.hash != _hash(entry):
            yield entry
        expected = entry.hash
