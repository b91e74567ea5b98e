"""Seal the log of accesses: the audit log, whose entries are chained, holds a hash over each part.

Answers wait for no chain: accesses are written as they happen and sealed by the hour.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from firstline.panel.audit.log import Action, record
from firstline.panel.customer_data.models import Access, FactsChanged
from firstline.panel.services.models import HostedService

AT_ONCE = 10_000
KEPT = timedelta(days=365)
"""Accesses; their seals stay in the audit log."""
CHANGES_KEPT = timedelta(days=7)
"""A sender that repeats itself does so within days; caches are shorter."""


def seal_accesses(now: datetime) -> int:
    """Seal what is not sealed, and forget what is old."""
    Access.objects.filter(sealed=True, at__lt=now - KEPT).delete()
    FactsChanged.objects.filter(refreshed_at__lt=now - CHANGES_KEPT).delete()
    unsealed = Access.objects.filter(sealed=False)
    services = HostedService.objects.filter(pk__in=unsealed.values("service"))
    return sum(map(_seal, services))


def _seal(service: HostedService) -> int:
    with transaction.atomic():
        found = Access.objects.select_for_update().filter(service=service, sealed=False)
        part = list(found.order_by("pk")[:AT_ONCE])
        if not part:
            return 0
        record(
            Action.ACCESSES_SEALED,
            f"accesses {part[0].pk}–{part[-1].pk}",
            by=None,
            service=service,
            after=hash_of(part),
            note=f"{len(part)} accesses to customer data",
        )
        Access.objects.filter(pk__in=[access.pk for access in part]).update(sealed=True)
    return len(part)


def hash_of(accesses: Sequence[Access]) -> str:
    """Hash all that accesses say."""
    content = [
        [
            *(access.pk, access.at.isoformat(timespec="microseconds"), access.by_id),
            *(str(access.conversation_id or ""), access.customer_id, access.is_update),
            *(access.fields, access.failed, access.took_ms, access.is_cached),
        ]
        for access in accesses
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
