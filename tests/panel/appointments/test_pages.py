"""Owners set calendars up; agents move and call off."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.panel.appointments.bookings import a_calendar, booked_in
from tests.panel.conversations.talks import a_conversation
from tests.radicale import PASSWORD, USER, Collection

from firstline.panel.accounts.roles import Role
from firstline.panel.appointments.finishing import finish
from firstline.panel.appointments.holding import reserve
from firstline.panel.appointments.models import Appointment, BookingCalendar, Kind, State
from firstline.panel.audit.models import AuditEntry
from firstline.panel.conversations.models import Conversation
from firstline.panel.secrets import decrypted
from firstline.panel.services.models import HostedService

PAGE = "/panel/s/shop/calendars/"
ALWAYS = [[[0, 1440]]] * 7
FORM = {
    "name": "Fitting",
    "text": "Bring the box.",
    "templates": ["paid_once"],
    "kind": "own",
    "zone": "Europe/Berlin",
    "minutes": "30",
    "buffer_minutes": "10",
    "notice_hours": "2",
    "horizon_days": "30",
    "day_0": "09:00–12:00, 13:00 - 17:00",
}


@pytest.fixture
def owner(as_: Callable[[Role], Client]) -> Client:
    return as_(Role.OWNER)


@pytest.fixture
def agent(as_: Callable[[Role], Client]) -> Client:
    return as_(Role.AGENT)


@pytest.fixture
def booked(shop: HostedService) -> Appointment:
    """Tomorrow or the day after at nine."""
    calendar, talk = a_calendar(shop, hours=ALWAYS), a_conversation(shop)
    start = (timezone.now() + timedelta(days=2)).replace(hour=9, minute=0, second=0, microsecond=0)
    now, email = timezone.now(), "carla@example.org"
    finish(reserve(talk, calendar, start, email=email, zone="UTC", now=now), now=now)
    return Appointment.objects.get()


def test_a_calendar_is_set_up_tried_changed_and_removed(owner: Client, shop: HostedService) -> None:
    tried = owner.post(f"{PAGE}new/", FORM, follow=True)
    assert "Free times" in tried.content.decode()
    assert "(Europe/Berlin)" in tried.content.decode()
    calendar = shop.calendars.get()
    assert calendar.hours == [[[540, 720], [780, 1020]], [], [], [], [], [], []]

    page = f"{PAGE}{calendar.pk}/"
    assert "09:00–12:00, 13:00–17:00" in owner.get(page).content.decode()
    owner.post(page, {**FORM, "name": "Repair"})
    assert "Repair" in owner.get(PAGE).content.decode()
    owner.post(f"{page}remove/")
    assert not shop.calendars.exists()

    entries = AuditEntry.objects.filter(subject__startswith="calendar").order_by("pk")
    assert [entry.action for entry in entries] == ["settings_changed"] * 2 + ["removed"]
    assert "name: Repair" in entries[1].after


def test_a_calendar_elsewhere_keeps_its_password_secret(
    owner: Client, shop: HostedService, collection: Collection
) -> None:
    elsewhere = {**FORM, "kind": "caldav", "address": collection.url}
    tried = owner.post(
        f"{PAGE}new/", {**elsewhere, "user": USER, "password": PASSWORD}, follow=True
    )
    assert "(Europe/Berlin)" in tried.content.decode()
    calendar = shop.calendars.get()
    assert decrypted(calendar.kept_password) == PASSWORD

    page = f"{PAGE}{calendar.pk}/"
    assert PASSWORD not in owner.get(page).content.decode()
    assert PASSWORD not in AuditEntry.objects.filter(subject__startswith="calendar")[0].after
    moved = {**elsewhere, "user": USER, "address": "http://127.0.0.1:9/thief/"}
    refused = owner.post(page, moved)
    assert refused.status_code == 422
    assert "Enter the password anew" in refused.content.decode()


def test_a_calendar_that_does_not_answer_is_said_so(owner: Client, shop: HostedService) -> None:
    broken = a_calendar(shop, kind=Kind.CALDAV, address="https://127.0.0.1:9/")

    page = owner.get(f"{PAGE}{broken.pk}/times/").content.decode()

    assert "private network" in page
    assert "handed to a person" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day_3", "9 to 5"),
        ("day_3", "09:00–10:01"),
        ("minutes", "7"),
        ("minutes", "0"),
        ("minutes", "485"),
        ("buffer_minutes", "3"),
        ("horizon_days", "181"),
        ("zone", "Mars/Base"),
        ("templates", "nothing"),
        ("kind", "caldav"),
        ("name", ""),
    ],
)
def test_what_makes_no_calendar_is_refused(
    owner: Client, shop: HostedService, field: str, value: str
) -> None:
    assert owner.post(f"{PAGE}new/", {**FORM, field: value}).status_code == 422
    assert not shop.calendars.exists()


@pytest.mark.parametrize("address", ["http://10.0.0.1/", "https://169.254.169.254/", "file:///x"])
def test_an_address_inside_the_network_is_refused(
    owner: Client, shop: HostedService, address: str
) -> None:
    form = {**FORM, "kind": "feed", "address": address}

    assert owner.post(f"{PAGE}new/", form).status_code == 422
    assert not shop.calendars.exists()


def test_a_template_offers_the_times_of_one_calendar(owner: Client, shop: HostedService) -> None:
    a_calendar(shop, name="Repair")

    answer = owner.post(f"{PAGE}new/", FORM)

    assert "offers the times of Repair already" in answer.content.decode()


def test_a_calendar_stays_while_somebody_will_come(owner: Client, booked: Appointment) -> None:
    page = f"{PAGE}{booked.calendar_id}/"
    assert "carla@example.org" in owner.get(page).content.decode()

    answer = owner.post(f"{page}remove/")

    assert "Call them off first" in answer.content.decode()
    assert BookingCalendar.objects.exists()


def test_an_agent_moves_and_calls_off_beside_the_conversation(
    agent: Client, booked: Appointment
) -> None:
    talk = booked.conversation
    beside = f"/panel/s/shop/inbox/{talk.pk}/"
    assert "09:00" not in agent.get("/panel/s/shop/inbox/").content.decode()
    assert "Call it off" in agent.get(beside).content.decode()
    pages = f"/panel/s/shop/appointments/{booked.pk}/"
    free = agent.get(f"{pages}move/")
    start = next(value for value, _ in free.context["times"])

    agent.post(f"{pages}move/", {"start": start})
    moved = booked_in(talk)
    assert (moved.starts_at, moved.sequence) == (datetime.fromisoformat(start), 1)
    agent.post(f"{pages}cancel/")
    told = AuditEntry.objects.filter(action__startswith="appointment").order_by("pk")
    assert [(each.action, each.by_name) for each in told] == [
        ("appointment_moved", "Agent"),
        ("appointment_called_off", "Agent"),
    ]
    assert f"{moved.starts_at:%Y-%m-%d %H:%M}" == told[0].after == told[1].before

    assert booked_in(talk).state == State.CANCELLED
    assert "Call it off" not in agent.get(beside).content.decode()
    assert [mail.invitation.count("METHOD:CANCEL") for mail in moved.mails.all()] == [0, 0, 1]


@pytest.mark.parametrize("start", ["", "nonsense", datetime(2020, 1, 1, tzinfo=UTC).isoformat()])
def test_an_agent_moves_it_only_to_a_free_time(
    agent: Client, booked: Appointment, start: str
) -> None:
    page = f"/panel/s/shop/appointments/{booked.pk}/move/"

    answer = agent.post(page, {"start": start}, follow=True)

    assert "no longer free" in answer.content.decode()
    assert booked_in(booked.conversation).starts_at == booked.starts_at


def test_markup_in_a_calendar_is_shown_as_text(
    agent: Client, owner: Client, shop: HostedService, booked: Appointment
) -> None:
    attack = "<img src=x onerror=alert(1)>"
    BookingCalendar.objects.update(name=attack)
    talk: Conversation = booked.conversation

    for client, page in (
        (agent, f"inbox/{talk.pk}/"),
        (agent, f"appointments/{booked.pk}/move/"),
        (owner, "calendars/"),
        (owner, f"calendars/{booked.calendar_id}/"),
        (owner, f"calendars/{booked.calendar_id}/times/"),
        (owner, f"calendars/{booked.calendar_id}/remove/"),
    ):
        text = client.get(f"/panel/s/{shop.slug}/{page}").content.decode()
        assert attack not in text
        assert "&lt;img src=x" in text
