"""Hold times for appointments: what one holds, no other can, whichever process asks."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from firstline.connectors.calendars import Span
from firstline.domain.errors import FirstlineError
from firstline.panel.appointments.models import GRID, Appointment, BookingCalendar, HeldTime
from firstline.panel.conversations.models import Conversation

PATIENCE = timedelta(minutes=1)
"""Who began to book has finished or died by then: a calendar gets a few requests of 5 seconds."""


class TimeTaken(FirstlineError):
    """A time that somebody else has."""

    def __init__(self) -> None:
        super().__init__("this time is no longer free; choose another one")


def reserve(
    conversation: Conversation,
    calendar: BookingCalendar,
    start: datetime,
    *,
    email: str,
    zone: str,
    now: datetime,
) -> Appointment:
    """Hold a time for a new appointment.

    Raises:
        TimeTaken: another appointment holds some of it.
    """
    with transaction.atomic():
        appointment = Appointment.objects.create(
            calendar=calendar,
            conversation=conversation,
            starts_at=start,
            minutes=calendar.minutes,
            email=email,
            zone=zone,
            due_at=now + PATIENCE,
        )
        _hold(appointment, start)
    return appointment


def reserve_move(appointment: Appointment, start: datetime, *, now: datetime) -> None:
    """Hold another time for an appointment; it has both until it has moved.

    Raises:
        TimeTaken: another appointment holds some of it.
    """
    with transaction.atomic():
        keep_only(appointment, appointment.span)
        _hold(appointment, start)
        appointment.moves_to, appointment.due_at = start, now + PATIENCE
        appointment.attempts = 0
        appointment.save(update_fields=("moves_to", "due_at", "attempts"))


def keep_only(appointment: Appointment, span: Span) -> None:
    kept = list(_steps(appointment, span))
    appointment.held.exclude(at__in=kept).delete()


def _hold(appointment: Appointment, start: datetime) -> None:
    own = set(appointment.held.values_list("at", flat=True))
    wanted = [at for at in _steps(appointment, appointment.span_from(start)) if at not in own]
    of = {"calendar": appointment.calendar, "appointment": appointment}
    try:
        with transaction.atomic():
            HeldTime.objects.bulk_create([HeldTime(at=at, **of) for at in wanted])
    except IntegrityError as error:
        raise TimeTaken from error


def _steps(appointment: Appointment, span: Span) -> Iterator[datetime]:
    """List the steps of the grid that a time takes, with the pause after it."""
    at, end = span.start, span.end + timedelta(minutes=appointment.calendar.buffer_minutes)
    while at < end:
        yield at
        at += GRID
