"""Write events as iCalendar (RFC 5545), and as mails that invite and call off (RFC 5546)."""

from datetime import datetime

from icalendar import Calendar, vCalAddress
from icalendar import Event as ICalEvent

from firstline.connectors.calendars.records import Event

PRODUCT = "-//Firstline//appointments//EN"


def as_calendar(event: Event, *, now: datetime) -> bytes:
    """Write an event as calendars keep it."""
    calendar = Calendar.new(prodid=PRODUCT)
    calendar.add_component(_written(event, now))
    return bytes(calendar.to_ical())


def as_invitation(
    event: Event, *, organizer: str, attendee: str, now: datetime, is_cancelled: bool
) -> bytes:
    """Write what a mail program puts into the calendar of who gets it, or takes out again."""
    calendar = Calendar.new(prodid=PRODUCT, method="CANCEL" if is_cancelled else "REQUEST")
    written = _written(event, now)
    written.add("ORGANIZER", vCalAddress(f"mailto:{organizer}"))
    written.add("ATTENDEE", vCalAddress(f"mailto:{attendee}"), {"PARTSTAT": "ACCEPTED"})
    written.add("STATUS", "CANCELLED" if is_cancelled else "CONFIRMED")
    calendar.add_component(written)
    return bytes(calendar.to_ical())


def moved(text: bytes, event: Event, *, now: datetime) -> bytes:
    """Move an event within what a calendar keeps of it; what others added to it stays."""
    calendar = Calendar.from_ical(text)
    for kept in calendar.walk("VEVENT"):
        assert isinstance(kept, ICalEvent)  # noqa: S101 - for the type checker
        for name in ("DTSTART", "DTEND", "DURATION", "DTSTAMP", "SEQUENCE"):
            kept.pop(name, None)
        _add_times(kept, event, now)
    return bytes(calendar.to_ical())


def _written(event: Event, now: datetime) -> ICalEvent:
    written = ICalEvent()
    written.add("UID", event.uid)
    written.add("SUMMARY", event.title)
    if event.text:
        written.add("DESCRIPTION", event.text)
    _add_times(written, event, now)
    return written


def _add_times(written: ICalEvent, event: Event, now: datetime) -> None:
    """Add instants in UTC, which every program shows in its own zone."""
    written.add("DTSTART", event.span.start)
    written.add("DTEND", event.span.end)
    written.add("DTSTAMP", now)
    written.add("SEQUENCE", event.sequence)
