"""Mails to customers carry the appointment, as mail programs understand it."""

import smtplib
from datetime import timedelta
from unittest import mock

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from icalendar import Calendar, Event
from tests.panel.appointments.bookings import (
    NOW,
    a_calendar,
    booked_in,
    chooses,
    is_offered,
    offered_in,
)

from firstline.panel.appointments.mails import send_appointment_mails
from firstline.panel.appointments.models import AppointmentMail, BookingCalendar
from firstline.panel.conversations.models import Conversation
from firstline.panel.services.models import HostedService


def invitations() -> list[tuple[str, Event]]:
    """Read what came, as `(method, event)`."""
    found = []
    for message in mail.outbox:
        assert isinstance(message, EmailMultiAlternatives)
        (part,) = message.alternatives
        calendar = Calendar.from_ical(str(part[0]))
        (event,) = calendar.walk("VEVENT")
        assert isinstance(event, Event)
        assert part[1] == f"text/calendar; method={calendar['METHOD']}"
        found.append((str(calendar["METHOD"]), event))
    return found


def mailed_lines() -> list[str]:
    texts = [str(part[0]) for message in mail.outbox for part in message.alternatives]  # type: ignore[union-attr]  # all have an invitation
    return [line for text in texts for line in text.splitlines()]


@pytest.mark.usefixtures("own")
def test_each_change_sends_a_mail_with_the_newest_state(talk: Conversation) -> None:
    first = is_offered(talk)[0]
    chooses(talk, first)
    chooses(talk, "move")
    other = offered_in(talk)[1]
    chooses(talk, other)
    chooses(talk, "cancel")

    assert send_appointment_mails(NOW) == 3

    invited, moved, cancelled = invitations()
    assert [method for method, _ in (invited, moved, cancelled)] == ["REQUEST", "REQUEST", "CANCEL"]
    events = [event for _, event in (invited, moved, cancelled)]
    assert [event["SEQUENCE"] for event in events] == [0, 1, 2]
    assert [event.start for event in events] == [first, other, other]
    assert all(line.endswith("Z") for line in mailed_lines() if line.startswith("DT"))
    assert {event.uid for event in events} == {booked_in(talk).uid}
    assert [message.to for message in mail.outbox] == [["carla@example.org"]] * 3
    assert "(Asia/Tokyo)" in str(mail.outbox[0].body)


@pytest.mark.usefixtures("own")
def test_a_mail_that_cannot_leave_is_tried_again_later(talk: Conversation) -> None:
    chooses(talk, is_offered(talk)[0])
    with mock.patch.object(
        EmailMultiAlternatives, "send", side_effect=smtplib.SMTPServerDisconnected
    ):
        assert send_appointment_mails(NOW) == 0

    assert send_appointment_mails(NOW) == 0
    assert send_appointment_mails(NOW + timedelta(seconds=30)) == 1
    assert not AppointmentMail.objects.exists()


def test_a_name_with_line_breaks_or_markup_is_only_text(
    talk: Conversation, shop: HostedService
) -> None:
    name = "<b>Fitting</b>; BEGIN:VALARM"
    a_calendar(shop, name=name, text="Bring\nEND:VEVENT\nthe box, please")
    chooses(talk, is_offered(talk)[0])

    send_appointment_mails(NOW)

    ((_, event),) = invitations()
    assert str(event["SUMMARY"]) == name
    assert event.description == "Bring\nEND:VEVENT\nthe box, please"
    assert event.subcomponents == []


def test_an_own_calendar_needs_no_server(talk: Conversation, own: BookingCalendar) -> None:
    chooses(talk, is_offered(talk)[0])

    assert own.appointments.get().due_at is None
