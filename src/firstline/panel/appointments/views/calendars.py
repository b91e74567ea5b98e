"""The calendars of a service: listed, made, changed, tried, removed."""

from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.connectors.calendars import CalendarUnavailable
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.appointments.forms import CalendarForm
from firstline.panel.appointments.models import BookingCalendar, State
from firstline.panel.appointments.servers import free_now
from firstline.panel.appointments.words import moment_words
from firstline.panel.audit.log import Action, record
from firstline.panel.lists import page_of

SHOWN = 20


@service_page(Permission.MANAGE)
def calendars(request: ServiceRequest) -> HttpResponse:
    page = page_of(request, request.service.calendars.all())
    return render(request, "appointments/list.html", {"page": page})


@service_page(Permission.MANAGE)
def new(request: ServiceRequest) -> HttpResponse:
    return _edited(request, BookingCalendar(service=request.service))


@service_page(Permission.MANAGE)
def one(request: ServiceRequest, calendar_id: int) -> HttpResponse:
    return _edited(request, calendar_of(request, calendar_id))


def calendar_of(request: ServiceRequest, calendar_id: int) -> BookingCalendar:
    return get_object_or_404(request.service.calendars, pk=calendar_id)


def _edited(request: ServiceRequest, calendar: BookingCalendar) -> HttpResponse:
    before = as_text(calendar) if calendar.pk else ""
    form = CalendarForm(request.POST or None, instance=calendar)
    if request.method != "POST" or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        context = {"form": form, "coming": _coming(calendar)}
        return render(request, "appointments/form.html", context, status=status)
    with transaction.atomic():
        saved = form.save()
        _record(request, saved, before=before, after=as_text(saved))
    messages.success(request, _("Saved."))
    return redirect("calendars-times", request.service.slug, saved.pk)


def _record(
    request: ServiceRequest, calendar: BookingCalendar, *, before: str, after: str = ""
) -> None:
    record(
        Action.SETTINGS_CHANGED if after else Action.REMOVED,
        f"calendar {calendar}",
        by=request.user,
        service=request.service,
        before=before,
        after=after,
    )


def as_text(calendar: BookingCalendar) -> str:
    """Write it for the audit log; of the password only whether there is one."""
    hidden = ("id", "service", "kept_password")
    fields = [field.name for field in BookingCalendar._meta.concrete_fields]  # noqa: SLF001 - Django's documented interface
    lines = [f"{name}: {getattr(calendar, name)}" for name in fields if name not in hidden]
    return "\n".join([*lines, f"has_password: {bool(calendar.kept_password)}"])


def _coming(calendar: BookingCalendar) -> list[tuple[str, object]]:
    if not calendar.pk:
        return []
    booked = calendar.appointments.filter(state=State.BOOKED, starts_at__gt=timezone.now())
    return [(moment_words(each.starts_at, calendar.zone), each) for each in booked[:SHOWN]]


@service_page(Permission.MANAGE)
def times(request: ServiceRequest, calendar_id: int) -> HttpResponse:
    """Show what is free now, as customers would be offered."""
    calendar, problem, free = calendar_of(request, calendar_id), "", []
    try:
        free = free_now(calendar, timezone.now())[:SHOWN]
    except CalendarUnavailable as error:
        problem = str(error)
    moments = [moment_words(slot.start, calendar.zone) for slot in free]
    context = {"calendar": calendar, "moments": moments, "problem": problem}
    return render(request, "appointments/times.html", context)


@service_page(Permission.MANAGE)
def remove(request: ServiceRequest, calendar_id: int) -> HttpResponse:
    """Ask first; while somebody will come, it stays."""
    calendar = calendar_of(request, calendar_id)
    coming = _coming(calendar)
    if request.method != "POST" or coming:
        context = {"calendar": calendar, "coming": coming}
        return render(request, "appointments/remove.html", context)
    with transaction.atomic():
        _record(request, calendar, before=as_text(calendar))
        calendar.delete()
    return redirect("calendars", request.service.slug)
