"""A calendar on a CalDAV server (RFC 4791), at the address of its collection.

Four requests are all that is needed, so there is no library: those that there are bring an HTTP
client of their own, which would not connect through `Reach`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from firstline.connectors.calendars.asking import CalendarServer
from firstline.connectors.calendars.expanding import busy_spans
from firstline.connectors.calendars.records import CalendarUnavailable, Event, Span
from firstline.connectors.calendars.writing import as_calendar, moved

CALENDAR_DATA = "{urn:ietf:params:xml:ns:caldav}calendar-data"
QUERY = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:prop><C:calendar-data/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
<C:time-range start="{start:%Y%m%dT%H%M%SZ}" end="{end:%Y%m%dT%H%M%SZ}"/>
</C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""
WRITTEN = {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT}
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


@dataclass(frozen=True, slots=True)
class CalDavCalendar:
    server: CalendarServer
    zone: ZoneInfo

    def busy(self, within: Span, *, without: str = "") -> tuple[Span, ...]:
        answer = self.server.ask(
            "REPORT",
            self.server.url,
            body=QUERY.format(start=within.start, end=within.end).encode(),
            headers={"Depth": "1", "Content-Type": "application/xml; charset=utf-8"},
            fine={HTTPStatus.MULTI_STATUS},
        )
        objects = _objects(answer.body)
        found = (busy_spans(text, within, self.zone, without=without) for text in objects)
        return tuple(span for spans in found for span in spans)

    def put(self, event: Event, *, now: datetime) -> None:
        """Write it as new; where it is there already, move it as it stands there."""
        created = self._write(event, as_calendar(event, now=now), {"If-None-Match": "*"})
        if created == HTTPStatus.PRECONDITION_FAILED:
            self._move(event, now)

    def _move(self, event: Event, now: datetime) -> None:
        kept = self.server.ask("GET", self._address(event.uid), fine={HTTPStatus.OK})
        is_same = {"If-Match": kept.etag} if kept.etag else {}
        try:
            text = moved(kept.body, event, now=now)
        except ValueError as error:
            raise CalendarUnavailable(f"the event is not understood: {error}") from error
        if self._write(event, text, is_same) == HTTPStatus.PRECONDITION_FAILED:
            raise CalendarUnavailable("somebody else changed the event at the same time")

    def _write(self, event: Event, text: bytes, condition: dict[str, str]) -> int:
        return self.server.ask(
            "PUT",
            self._address(event.uid),
            body=text,
            headers={"Content-Type": "text/calendar; charset=utf-8", **condition},
            fine={*WRITTEN, HTTPStatus.PRECONDITION_FAILED},
        ).status

    def remove(self, uid: str) -> None:
        self.server.ask("DELETE", self._address(uid), fine={*WRITTEN, *GONE})

    def _address(self, uid: str) -> str:
        return f"{self.server.url.rstrip('/')}/{uid}.ics"


def _objects(body: bytes) -> Iterator[str]:
    """Read the calendar texts of a multistatus answer (RFC 4918)."""
    try:
        answer = ET.fromstring(body)  # noqa: S314 - expat limits entities, asking.py bytes
    except ET.ParseError as error:
        raise CalendarUnavailable(f"the calendar's answer is no XML: {error}") from error
    return (data.text or "" for data in answer.iter(CALENDAR_DATA))
