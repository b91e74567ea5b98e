"""How often agents sent a suggestion when it was the first: measured, or not said at all."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from firstline.panel.conversations.models import Author, Message
from firstline.panel.services.models import HostedService

RECENT = timedelta(weeks=4)
ENOUGH = 20
"""Fewer answers say nothing in percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRecord:
    used: int
    of: int

    @property
    def share(self) -> float:
        return self.used / self.of


def track_record(service: HostedService, template_id: str, *, now: datetime) -> TrackRecord | None:
    """Count the answers of four weeks that a template was suggested for first."""
    answers = Message.objects.filter(
        conversation__service=service,
        author=Author.PERSON,
        at__gt=now - RECENT,
        offered__0=template_id,
    )
    of = answers.count()
    if of < ENOUGH:
        return None
    return TrackRecord(used=answers.filter(template_id=template_id).count(), of=of)
