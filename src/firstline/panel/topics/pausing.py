"""Pause automatic replies at once, and let them go on; both are written down."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from firstline.domain.pauses import Pause
from firstline.domain.topics import TopicId
from firstline.panel.accounts.models import User
from firstline.panel.audit.log import Action, record
from firstline.panel.services.models import HostedService


def pause(service: HostedService, topic: TopicId | None, *, why: str, by: User) -> None:
    """Let nothing go out by itself, of the service or of a topic and all below it.

    The answering service obeys within a fraction of a second; nothing is published.
    """
    asked = Pause(topic=topic, since=timezone.now(), by=str(by), why=why)
    with transaction.atomic():  # what cannot be done is not written down
        record(Action.PAUSED, _subject(topic), by=by, service=service, note=why)
        service.folder.store.pauses.start(asked)


def resume(service: HostedService, topic: TopicId | None, *, by: User) -> None:
    with transaction.atomic():
        record(Action.RESUMED, _subject(topic), by=by, service=service)
        service.folder.store.pauses.end(topic, by=str(by), at=timezone.now())


def _subject(topic: TopicId | None) -> str:
    return "automatic replies" if topic is None else f"automatic replies of topic {topic}"


def shown_pauses(request: HttpRequest) -> Mapping[str, Any]:
    """Put what is paused on every page of a service, as a context processor."""
    service: HostedService | None = getattr(request, "service", None)
    if service is None:
        return {}
    pauses = service.folder.store.pauses.in_force()
    return {
        "pauses": pauses,
        "is_paused": any(each.topic is None for each in pauses),
    }
