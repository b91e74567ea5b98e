"""Write events in the transaction of what they tell of: never lost, never of what was not."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from firstline.panel.services.models import HostedService
from firstline.panel.webhooks.events import Payload, Tested
from firstline.panel.webhooks.models import Delivery, Endpoint, Event, EventCount

TEST_WORDS = "If you read this, the endpoint works."


def tell(service: HostedService, conversation_id: UUID, payload: Payload) -> None:
    """Leave an event for every endpoint that wants it; the conversation must be locked."""
    kept = service.webhooks.filter(removed_at=None)
    wanting = [endpoint for endpoint in kept if payload.kind in endpoint.events]
    if wanting:
        number = _next_number(conversation_id)
        about: dict[str, object] = {"conversation_id": str(conversation_id), "number": number}
        event = _event(service, payload, about, conversation_id)
        _leave(event, wanting)


def leave_test(endpoint: Endpoint) -> Delivery:
    """Leave a test for one endpoint, whatever it wants to hear of."""
    event = _event(endpoint.service, Tested(words=TEST_WORDS), {}, None)
    _leave(event, [endpoint])
    return event.deliveries.get()


def _next_number(conversation_id: UUID) -> int:
    count, _ = EventCount.objects.get_or_create(conversation_id=conversation_id)
    count.newest += 1
    count.save(update_fields=("newest",))
    return count.newest


def _event(
    service: HostedService, payload: Payload, about: dict[str, object], conversation: UUID | None
) -> Event:
    now = timezone.now()
    data = {"service": service.slug, **about, **asdict(payload)}
    body = _as_json(payload.kind, now, data)
    kind = payload.kind
    return Event.objects.create(
        service=service, kind=kind, conversation_id=conversation, at=now, body=body
    )


def _as_json(kind: str, at: datetime, data: dict[str, object]) -> str:
    told = {"type": kind, "timestamp": at, "data": data}
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False)


def _leave(event: Event, endpoints: Iterable[Endpoint]) -> None:
    deliveries = [Delivery(event=event, endpoint=each, due_at=event.at) for each in endpoints]
    Delivery.objects.bulk_create(deliveries)
