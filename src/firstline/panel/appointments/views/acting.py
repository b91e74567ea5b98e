"""What agents do with a customer's appointment, from the conversation."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.connectors.calendars import CalendarUnavailable, Span
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.appointments.finishing import call_off, finish, relocked
from firstline.panel.appointments.holding import TimeTaken, reserve_move
from firstline.panel.appointments.models import Appointment, State
from firstline.panel.appointments.offering import close_offers
from firstline.panel.appointments.servers import free_now
from firstline.panel.appointments.words import moment_words
from firstline.panel.audit.log import Action, record

SHOWN = 40


@require_POST
@service_page(Permission.ANSWER)
def cancel(request: ServiceRequest, appointment_id: UUID) -> HttpResponse:
    appointment = appointment_of(request, appointment_id)
    call_off(appointment, now=timezone.now())
    _record(request, Action.APPOINTMENT_CALLED_OFF, appointment)
    return _back(request, appointment)


@service_page(Permission.ANSWER)
def move(request: ServiceRequest, appointment_id: UUID) -> HttpResponse:
    """Let an agent choose another time."""
    appointment = appointment_of(request, appointment_id)
    try:
        free = free_now(appointment.calendar, timezone.now())[:SHOWN]
    except CalendarUnavailable as error:
        messages.warning(request, str(error))
        return _back(request, appointment)
    if request.method == "POST":
        _move(request, appointment, free)
        return _back(request, appointment)
    zone = appointment.calendar.zone
    times = [(slot.start.isoformat(), moment_words(slot.start, zone)) for slot in free]
    context = {"appointment": appointment, "times": times}
    return render(request, "appointments/move.html", context)


def _move(request: ServiceRequest, appointment: Appointment, free: list[Span]) -> None:
    """Move it to the time that the form names, if that is still free."""
    try:
        start = _asked(free, request.POST.get("start", ""))
        with transaction.atomic():
            moving = _reserved(appointment, start, timezone.now())
            _record(request, Action.APPOINTMENT_MOVED, appointment, after=f"{start:%Y-%m-%d %H:%M}")
    except TimeTaken:
        messages.warning(request, _("This time is no longer free. Please choose another one."))
    else:
        finish(moving, now=timezone.now())


def _asked(free: list[Span], start: str) -> datetime:
    for slot in free:
        if slot.start.isoformat() == start:
            return slot.start
    raise TimeTaken


def _reserved(appointment: Appointment, start: datetime, now: datetime) -> Appointment:
    with transaction.atomic():
        fresh = relocked(appointment)
        if fresh.state != State.BOOKED:
            raise TimeTaken
        reserve_move(fresh, start, now=now)
        close_offers(fresh.conversation, now)
    return fresh


def _record(
    request: ServiceRequest, action: Action, appointment: Appointment, after: str = ""
) -> None:
    record(
        action,
        f"{appointment.calendar} of conversation {appointment.conversation_id}",
        by=request.user,
        service=request.service,
        before=f"{appointment.starts_at:%Y-%m-%d %H:%M}",
        after=after,
    )


def appointment_of(request: ServiceRequest, appointment_id: UUID) -> Appointment:
    found = Appointment.objects.filter(calendar__service=request.service)
    return get_object_or_404(found.select_related("calendar", "conversation"), pk=appointment_id)


def _back(request: ServiceRequest, appointment: Appointment) -> HttpResponse:
    return redirect("inbox-one", request.service.slug, appointment.conversation_id)
