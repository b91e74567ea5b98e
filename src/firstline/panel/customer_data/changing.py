"""A system says that a customer's data changed: noted at once, looked up again by the worker."""

from datetime import datetime

from firstline.panel.conversations.models import Conversation, Status
from firstline.panel.customer_data.looking_up import refresh
from firstline.panel.customer_data.models import FactsChanged
from firstline.panel.services.models import HostedService

AT_ONCE = 20  # customers in one tick, which is to be short


def note_change(service: HostedService, customer_id: str, *, now: datetime, key: str = "") -> None:
    """Note it; the same key again changes nothing."""
    fresh = {"at": now, "key": key, "refreshed_at": None}
    changed, is_new = FactsChanged.objects.get_or_create(
        service=service, customer_id=customer_id, defaults=fresh
    )
    if not is_new and (not key or changed.key != key):
        FactsChanged.objects.filter(pk=changed.pk).update(**fresh)


def refresh_changed(now: datetime) -> int:
    """Look facts up again for open conversations of customers whose data changed."""
    waiting = FactsChanged.objects.filter(refreshed_at=None, at__lte=now).order_by("at")
    chosen = list(waiting[:AT_ONCE])
    for changed in chosen:
        of_customer = Conversation.objects.filter(
            service=changed.service_id, customer_id=changed.customer_id
        )
        for conversation in of_customer.exclude(status=Status.RESOLVED):
            refresh(conversation, by=None, anew=False)
        # Said again meanwhile: the newer word waits for the next tick.
        FactsChanged.objects.filter(pk=changed.pk, at=changed.at).update(refreshed_at=now)
    return len(chosen)
