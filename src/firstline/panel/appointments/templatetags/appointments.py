"""A customer's appointments, beside their conversation."""

from django import template
from django.utils import timezone

from firstline.panel.appointments.models import Appointment, State
from firstline.panel.appointments.words import moment_words
from firstline.panel.conversations.models import Conversation

register = template.Library()


@register.simple_tag
def appointments_of(conversation: Conversation) -> list[Appointment]:
    return list(conversation.appointments.select_related("calendar"))


@register.filter
def moment_of(appointment: Appointment) -> str:
    return moment_words(appointment.starts_at, appointment.calendar.zone)


@register.filter
def may_change(appointment: Appointment) -> bool:
    return appointment.state == State.BOOKED and appointment.starts_at > timezone.now()
