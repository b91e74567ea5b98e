"""Mails to customers with their appointment: left in its transaction, sent by the worker."""

import logging
import smtplib
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from firstline.connectors.calendars import Event
from firstline.connectors.calendars.writing import as_invitation
from firstline.panel.appointments.models import Appointment, AppointmentMail, State
from firstline.panel.attempts import AT_ONCE, due, plan_next, was_last

log = logging.getLogger(__name__)


def leave_mail(appointment: Appointment, event: Event, words: str, *, now: datetime) -> None:
    """Leave a mail for the worker, with the appointment as it is now."""
    parts = (words, appointment.calendar.text)
    appointment.mails.create(
        subject=appointment.calendar.name,
        text="\n\n".join(filter(None, parts)),
        invitation=invitation(appointment, event, now=now).decode(),
        due_at=now,
    )


def invitation(appointment: Appointment, event: Event, *, now: datetime) -> bytes:
    return as_invitation(
        event,
        organizer=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        attendee=appointment.email,
        now=now,
        is_cancelled=appointment.state == State.CANCELLED,
    )


def send_appointment_mails(now: datetime) -> int:
    """Send what is due, each customer's in turn; return how many have left."""
    mails = due(AppointmentMail.objects.all(), now)
    chosen = mails.select_related("appointment").order_by("pk")[:AT_ONCE]
    return sum(_send(mail, now) for mail in chosen)


def _send(mail: AppointmentMail, now: datetime) -> bool:
    if not plan_next(AppointmentMail.objects.all(), mail, now):
        return False
    if has_left := _has_left(mail):
        mail.delete()
    elif was_last(mail):
        log.error("a customer got no mail", extra={"appointment": str(mail.appointment_id)})
    return has_left


def _has_left(mail: AppointmentMail) -> bool:
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.appointment.email])
    method = "CANCEL" if "METHOD:CANCEL" in mail.invitation else "REQUEST"
    # as an alternative mail programs offer to keep it (RFC 6047); as a file it can be opened
    message.attach_alternative(mail.invitation, f"text/calendar; method={method}")
    message.attach("appointment.ics", mail.invitation, "text/calendar")
    try:
        message.send()
    except (OSError, smtplib.SMTPException):
        log.exception("a mail could not be sent", extra={"appointment": mail.appointment_id})
        return False
    return True
