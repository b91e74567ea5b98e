"""What customers are told about appointments, in their language and their time zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import format_date, format_time
from django.utils import translation
from django.utils.translation import gettext as _

from firstline.panel.appointments.models import Appointment
from firstline.panel.conversations.models import Conversation
from firstline.panel.conversations.words import spoken

ZONES = frozenset(available_timezones())  # from files, so read once


@contextmanager
def in_language_of(conversation: Conversation) -> Iterator[None]:
    with translation.override(spoken(conversation.language)):
        yield


def zone_or(name: str, otherwise: str) -> str:
    """Take a customer's time zone, unless there is none of that name."""
    return name if name in ZONES else otherwise


def moment_words(at: datetime, zone: str) -> str:
    """Write a time as people of the active language do, with the zone it is in."""
    local, locale = at.astimezone(ZoneInfo(zone)), translation.get_language()
    day = format_date(local, "full", locale=locale)
    return f"{day}, {format_time(local, 'short', locale=locale)} ({zone})"


def booked_words(appointment: Appointment) -> str:
    words = _("%(name)s is booked: %(when)s. A mail goes to %(email)s.")
    return words % _parts(appointment)


def moved_words(appointment: Appointment) -> str:
    return _("%(name)s was moved: %(when)s. A mail goes to %(email)s.") % _parts(appointment)


def cancelled_words(appointment: Appointment) -> str:
    return _("%(name)s was called off: %(when)s. A mail goes to %(email)s.") % _parts(appointment)


def _parts(appointment: Appointment) -> dict[str, str]:
    return {
        "name": appointment.calendar.name,
        "when": moment_words(appointment.starts_at, appointment.zone),
        "email": appointment.email,
    }


def taken_words() -> str:
    return _("This time is no longer free. Please choose another one.")


def choose_words() -> str:
    return _("Please choose another time.")


def not_offered_words() -> str:
    return _("No times can be offered just now.")


def not_booked_words() -> str:
    return _("The calendar does not answer, so this time could not be booked.")
