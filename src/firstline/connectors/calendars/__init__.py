"""Calendars that appointments are kept in: when somebody is busy, and events written into them."""

from firstline.connectors.calendars.asking import CalendarServer
from firstline.connectors.calendars.caldav import CalDavCalendar
from firstline.connectors.calendars.feeds import CalendarFeed
from firstline.connectors.calendars.records import (
    Calendar,
    CalendarUnavailable,
    Event,
    OwnCalendar,
    Span,
)

__all__ = [
    "CalDavCalendar",
    "Calendar",
    "CalendarFeed",
    "CalendarServer",
    "CalendarUnavailable",
    "Event",
    "OwnCalendar",
    "Span",
]
