"""What owners do with endpoints; each change is in the audit log."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from firstline.connectors.addresses import Reach
from firstline.panel.accounts.models import User
from firstline.panel.audit.log import Action, record
from firstline.panel.secrets import encrypted
from firstline.panel.services.models import HostedService
from firstline.panel.webhooks.deliveries import send_again
from firstline.panel.webhooks.models import Delivery, Endpoint, Pause, State
from firstline.panel.webhooks.outbox import leave_test
from firstline.panel.webhooks.signing import new_secret


def reach() -> Reach:
    """Say which servers may be asked: the public ones, and those that the settings name."""
    return Reach.over(*settings.PANEL.allowed_networks)


def make(endpoint: Endpoint, *, by: User) -> str:
    """Save a new endpoint; return its secret, which nobody sees again."""
    secret = new_secret()
    endpoint.secret = encrypted(secret)
    with transaction.atomic():
        endpoint.save()
        _record(Action.WEBHOOK_MADE, endpoint, by, after=as_text(endpoint))
    return secret


def change(endpoint: Endpoint, *, by: User) -> None:
    """Save what was edited."""
    _save(endpoint, ("address", "description", "events"), by)


def pause(endpoint: Endpoint, *, by: User) -> None:
    """Send nothing; what happens meanwhile waits."""
    endpoint.pause = Pause.BY_PERSON
    _save(endpoint, ("pause",), by)


def resume(endpoint: Endpoint, *, by: User) -> None:
    endpoint.pause = Pause.NONE
    _save(endpoint, ("pause",), by)


def _save(endpoint: Endpoint, fields: Sequence[str], by: User) -> None:
    with transaction.atomic():
        kept = Endpoint.objects.select_for_update(of=("self",)).get(pk=endpoint.pk)
        before, address = as_text(kept), kept.address
        for field in fields:
            setattr(kept, field, getattr(endpoint, field))
        kept.save(update_fields=fields)
        after = as_text(kept)
        if (after, kept.address) != (before, address):
            _record(Action.WEBHOOK_CHANGED, kept, by, before=before, after=after)


def remove(endpoint: Endpoint, *, by: User, now: datetime) -> None:
    """Send nothing more; its log is deleted with it, within hours."""
    with transaction.atomic():
        if Endpoint.objects.filter(pk=endpoint.pk, removed_at=None).update(removed_at=now):
            _record(Action.REMOVED, endpoint, by, before=as_text(endpoint))


def rotate(endpoint: Endpoint, *, by: User) -> str:
    """Make another secret, valid beside the newest of before; return it."""
    secret = new_secret()
    with transaction.atomic():
        kept = Endpoint.objects.select_for_update(of=("self",)).get(pk=endpoint.pk)
        kept.secret, kept.former_secret = encrypted(secret), kept.secret
        kept.save(update_fields=("secret", "former_secret"))
        _record(Action.WEBHOOK_SECRET, endpoint, by, note="rotation begun")
    return secret


def end_rotation(endpoint: Endpoint, *, by: User) -> None:
    """Let only the newest secret be valid."""
    with transaction.atomic():
        rotating = Endpoint.objects.filter(pk=endpoint.pk).exclude(former_secret="")
        if rotating.update(former_secret=""):
            _record(Action.WEBHOOK_SECRET, endpoint, by, note="rotation ended")


def send_test(endpoint: Endpoint, *, by: User) -> Delivery:
    with transaction.atomic():
        delivery = leave_test(endpoint)
        _record(Action.WEBHOOK_SENT, endpoint, by, note=f"test {delivery.event.name}")
    return delivery


def send_one_again(delivery: Delivery, *, by: User, now: datetime) -> None:
    with transaction.atomic():
        if send_again(Delivery.objects.filter(pk=delivery.pk), now=now):
            note = f"again {delivery.event.name}"
            _record(Action.WEBHOOK_SENT, delivery.endpoint, by, note=note)


def send_dead_again(endpoint: Endpoint, *, by: User, now: datetime) -> int:
    """Try again all that was given up; return how many."""
    with transaction.atomic():
        count = send_again(endpoint.deliveries.filter(state=State.DEAD), now=now)
        if count:
            _record(Action.WEBHOOK_SENT, endpoint, by, note=f"again all given up: {count}")
    return count


def kept_endpoints(service: HostedService) -> "QuerySet[Endpoint]":
    return service.webhooks.filter(removed_at=None)


def as_text(endpoint: Endpoint) -> str:
    return "\n".join(
        (
            f"address: {endpoint}",
            f"description: {endpoint.description}",
            f"events: {', '.join(endpoint.events)}",
            f"pause: {endpoint.pause or 'none'}",
        )
    )


def _record(
    action: Action,
    endpoint: Endpoint,
    by: User,
    *,
    before: str = "",
    after: str = "",
    note: str = "",
) -> None:
    record(
        action,
        f"webhook {endpoint}",
        by=by,
        service=endpoint.service,
        before=before,
        after=after,
        note=note,
    )
