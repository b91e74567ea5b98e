"""Every address of the panel, also those that are added later, and objects to fill into them."""

import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from firstline.journal.reader import JournalReader
from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import Permission, Role
from firstline.panel.annotation.models import Queue, QueueItem
from firstline.panel.appointments.models import Appointment, BookingCalendar, State
from firstline.panel.audit.log import Action, record
from firstline.panel.canned.models import CannedReply
from firstline.panel.content.models import Draft, Revision
from firstline.panel.conversations.models import Conversation
from firstline.panel.jobs.models import Job
from firstline.panel.keys.models import AccessToken, ApiKey
from firstline.panel.onboarding.models import HistoryFile
from firstline.panel.secrets import encrypted
from firstline.panel.services.live import live_release
from firstline.panel.services.models import HostedService
from firstline.panel.webhooks.models import Endpoint
from firstline.panel.webhooks.outbox import leave_test

_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Address:
    route: str
    pattern: URLPattern

    def __str__(self) -> str:
        return str(self.pattern.name)

    @property
    def parameters(self) -> dict[str, str]:
        """Name → converter."""
        return {name: kind or "str" for kind, name in _PARAMETER.findall(self.route)}

    @property
    def is_of_service(self) -> bool:
        return "slug" in self.parameters

    @property
    def is_for_programs(self) -> bool:
        return self.route.startswith("api/")

    @property
    def is_public(self) -> bool:
        return not getattr(self.pattern.callback, "login_required", True)

    @property
    def needs(self) -> Permission | None:
        return getattr(self.pattern.callback, "needs", None)

    @property
    def needs_to_change(self) -> Permission | None:
        return getattr(self.pattern.callback, "to_change", None) or self.needs

    def fill(self, values: Mapping[str, object]) -> str:
        return reverse(str(self), kwargs={name: values[name] for name in self.parameters})


def addresses() -> Iterator[Address]:
    return _walk(get_resolver().url_patterns, "")


def _walk(patterns: Sequence[URLPattern | URLResolver], before: str) -> Iterator[Address]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield Address(route, pattern)


NOTHING: Mapping[str, object] = {
    "int": 0,
    "uuid": uuid.UUID(int=0),
    "str": "nothing",
    "slug": "nothing",
}
"""What no object is called, by converter."""


def nothing_at(address: Address, slug: str) -> str:
    values = {name: NOTHING[kind] for name, kind in address.parameters.items()}
    return address.fill({**values, "slug": slug})


def owner_of(service: HostedService) -> User:
    return Membership.objects.filter(service=service, role=Role.OWNER)[0].user


def _revision(service: HostedService) -> int:
    draft, _ = Draft.objects.get_or_create(service=service, closed_at=None)
    of = {"service": service, "draft": draft, "by": owner_of(service), "at": timezone.now()}
    return Revision.objects.create(kind="template", key="hello", **of).pk


def _key(service: HostedService) -> int:
    by = owner_of(service)
    return ApiKey.objects.create(service=service, made_by=by, name="desk", hash="k").pk


def _token(service: HostedService) -> int:
    user = owner_of(service)
    return AccessToken.objects.create(user=user, name="git", hash="t").pk


def _history(service: HostedService) -> uuid.UUID:
    by = owner_of(service)
    made = HistoryFile.objects.create(service=service, name="h.csv", file="h.csv", size=1, by=by)
    made.folder.mkdir(parents=True)
    made.path.write_text("text,topic\nWhere is it?,lost_item\n")
    return made.pk


def _entry(service: HostedService) -> int:
    by = owner_of(service)
    return record(Action.SETTINGS_CHANGED, "settings", by=by, service=service, after="new").pk


def _template(service: HostedService) -> str:
    live = live_release(service)
    return str(live.service.templates[0].id) if live else "nothing"


def _topic(service: HostedService) -> str:
    live = live_release(service)
    return str(next(iter(live.service.topics)).id) if live else "nothing"


def _trigger(service: HostedService) -> str:
    draft, _ = Draft.objects.get_or_create(service=service, closed_at=None)
    body = {"id": "legal", "name": "Legal threat", "words": {"en": ["lawyer*"]}}
    of = {"edited_by": owner_of(service), "edited_at": timezone.now(), "body": body}
    return draft.items.get_or_create(kind="trigger", key="legal", defaults=of)[0].key


def _decision(service: HostedService) -> str:
    """Name one that the journal holds."""
    with closing(JournalReader(service.folder.journal)) as journal:
        return journal.newest(limit=1)[0][1].decision_id


def _queue_item(service: HostedService) -> int:
    of = {"decision_id": _decision(service), "received_at": timezone.now(), "priority": 0.5}
    return QueueItem.objects.create(service=service, queue=Queue.AUDIT, **of).pk


def _canned(service: HostedService) -> int:
    return CannedReply.objects.create(service=service, name="hello", texts={"en": "Hello!"}).pk


def _conversation(service: HostedService) -> uuid.UUID:
    now = timezone.now()
    return Conversation.objects.create(service=service, facts_at=now, opened_at=now).pk


def _endpoint(service: HostedService) -> int:
    address = "https://desk.example/hooks"
    return Endpoint.objects.create(
        service=service, address=address, secret=encrypted("whsec_bm8=")
    ).pk


def _delivery(service: HostedService) -> int:
    return leave_test(Endpoint.objects.get(pk=_endpoint(service))).pk


def _calendar(service: HostedService) -> int:
    return BookingCalendar.objects.create(service=service, name="Fitting").pk


def _appointment(service: HostedService) -> uuid.UUID:
    return Appointment.objects.create(
        calendar_id=_calendar(service),
        conversation_id=_conversation(service),
        state=State.BOOKED,
        starts_at=timezone.now() + timedelta(days=1),
        minutes=30,
        email="carla@example.org",
        zone="UTC",
    ).pk


OBJECTS: Mapping[str, Callable[[HostedService], object]] = {
    "slug": lambda service: service.slug,
    "member_id": lambda service: service.memberships.filter(role=Role.OWNER)[0].pk,
    "job_id": lambda service: Job.objects.create(service=service, kind="prepare").pk,
    "key_id": _key,
    "token_id": _token,
    "history_id": _history,
    "entry_id": _entry,
    "revision_id": _revision,
    "template_id": _template,
    "topic_id": _topic,
    "trigger_id": _trigger,
    "digest": lambda service: service.folder.store.live() or "nothing",
    "decision_id": _decision,
    "queue": lambda service: Queue.AUDIT,  # noqa: ARG005
    "item_id": _queue_item,
    "conversation_id": _conversation,
    "calendar_id": _calendar,
    "appointment_id": _appointment,
    "endpoint_id": _endpoint,
    "delivery_id": _delivery,
    "canned_id": _canned,
    "source": lambda service: "live",  # noqa: ARG005
    "labelled": _topic,
    "found": _topic,
}
"""For each parameter that an address may have: an object of a service.

Whoever adds an address with another kind of object adds it here; a test says so.
"""

NAMES = frozenset(
    {"slug", "template_id", "topic_id", "trigger_id", "source", "labelled", "found", "queue"}
)
"""What is looked up in the service's own content, where the same name may be another thing."""


def filled(address: Address, service: HostedService) -> str:
    return address.fill({name: OBJECTS[name](service) for name in address.parameters})
