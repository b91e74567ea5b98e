"""Canned replies as they would be sent in a conversation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firstline.domain.errors import InquiryError
from firstline.domain.facts import Facts
from firstline.domain.services import Service
from firstline.panel.content.previews import preview
from firstline.panel.services.live import live_release
from firstline.panel.services.models import HostedService


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    name: str
    tags: str
    text: str
    """What no fact is known for keeps its placeholder, which the agent sees."""


def canned_for(
    service: HostedService, facts: Mapping[str, object], language: str
) -> Iterator[Filled]:
    """Fill every canned reply of a service, in the customer's language where it has that."""
    live = live_release(service)
    content = live.service if live else None
    known = _typed(content, facts) if content else {}
    for canned in service.canned_replies.all():
        chosen = language if language in canned.texts else next(iter(canned.texts), "")
        text = canned.texts.get(chosen, "")
        if content:
            text = "".join(piece.text for piece in preview(text, known, chosen, content))
        yield Filled(name=canned.name, tags=canned.tags, text=text)


def _typed(content: Service, facts: Mapping[str, object]) -> Facts:
    """Read facts with today's schema; those of another time fill nothing."""
    try:
        return content.schema.parse(facts, zone=content.zone)
    except InquiryError:
        return {}
