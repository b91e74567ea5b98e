"""A calendar that is only published: an iCalendar file at an address."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from zoneinfo import ZoneInfo

from firstline.connectors.calendars.asking import CalendarServer
from firstline.connectors.calendars.expanding import busy_spans
from firstline.connectors.calendars.records import Event, Span


@dataclass(frozen=True, slots=True)
class CalendarFeed:
    server: CalendarServer
    zone: ZoneInfo

    def busy(self, within: Span, *, without: str = "") -> tuple[Span, ...]:
        answer = self.server.ask("GET", self.server.url, fine={HTTPStatus.OK})
        return busy_spans(answer.body, within, self.zone, without=without)

    def put(self, event: Event, *, now: datetime) -> None:
        """Write nothing: it can only be read."""

    def remove(self, uid: str) -> None:
        """Likewise."""
