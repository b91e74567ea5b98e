"""The calendar that a `BookingCalendar` stands for, ready to be asked."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from firstline.connectors.addresses import Reach
from firstline.connectors.calendars import (
    CalDavCalendar,
    Calendar,
    CalendarFeed,
    CalendarServer,
    CalendarUnavailable,
    OwnCalendar,
    Span,
)
from firstline.panel.appointments.models import BookingCalendar, Kind
from firstline.panel.appointments.slots import free_slots
from firstline.panel.secrets import SecretLost, decrypted


def reach() -> Reach:
    return Reach.over(*settings.PANEL.allowed_networks)


def connected(calendar: BookingCalendar) -> Calendar:
    """Make it ready.

    Raises:
        CalendarUnavailable: its password cannot be read any more.
    """
    if calendar.kind == Kind.OWN:
        return OwnCalendar()
    try:
        password = decrypted(calendar.kept_password) if calendar.kept_password else ""
    except SecretLost as error:
        raise CalendarUnavailable(str(error)) from error
    server = CalendarServer(
        url=calendar.address, user=calendar.user, password=password, reach=reach()
    )
    zone = ZoneInfo(calendar.zone)
    return (
        CalDavCalendar(server, zone) if calendar.kind == Kind.CALDAV else CalendarFeed(server, zone)
    )


def free_now(calendar: BookingCalendar, now: datetime) -> list[Span]:
    """List what can be booked now.

    Raises:
        CalendarUnavailable: the calendar does not say.
    """
    rules = calendar.rules
    window = rules.with_buffer(rules.window(now))
    elsewhere = connected(calendar).busy(window)
    return list(free_slots(rules, [*elsewhere, *held_within(calendar, window)], now))


def held_within(calendar: BookingCalendar, window: Span) -> list[Span]:
    """List the times of Firstline's own appointments, also of those that are being booked."""
    near = calendar.appointments.filter(held__at__gte=window.start, held__at__lt=window.end)
    appointments = near.distinct()
    moving = [each.wanted for each in appointments if each.moves_to]
    return [*(each.span for each in appointments), *moving]
