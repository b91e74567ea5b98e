"""Nobody is booked twice, and nothing is left half done, whoever dies when."""

import threading
from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.db import IntegrityError, connection, transaction
from tests.panel.appointments.bookings import (
    NOW,
    booked_in,
    chooses,
    ids,
    is_offered,
    newest_words,
    offered_in,
)
from tests.panel.conversations.talks import a_conversation, authors
from tests.radicale import Collection

from firstline.connectors.calendars import CalDavCalendar
from firstline.panel.appointments import finishing
from firstline.panel.appointments.finishing import finish, see_to_what_is_due
from firstline.panel.appointments.models import Appointment, BookingCalendar, HeldTime, State
from firstline.panel.conversations.models import Conversation
from firstline.panel.services.models import HostedService

RACERS = 20
LATER = NOW + timedelta(minutes=2)


class Killed(Exception):
    """Stands for the end of the process."""


@pytest.mark.django_db(transaction=True)
def test_of_many_who_want_one_time_exactly_one_gets_it(
    shop: HostedService, own: BookingCalendar
) -> None:
    talks = [a_conversation(shop) for _ in range(RACERS)]
    starts = {is_offered(talk)[0] for talk in talks}
    assert len(starts) == 1
    together, faults = threading.Barrier(RACERS), []

    def races(talk: Conversation) -> None:
        together.wait(timeout=60)
        try:
            chooses(talk, next(iter(starts)))
        except Exception as fault:  # noqa: BLE001 - told below
            faults.append(fault)
        finally:
            connection.close()

    racers = [threading.Thread(target=races, args=(talk,)) for talk in talks]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert faults == []
    assert own.appointments.filter(state=State.BOOKED).count() == own.appointments.count() == 1
    losers = [talk for talk in talks if not talk.appointments.exists()]
    assert len(losers) == RACERS - 1
    for talk in losers:
        assert "no longer free" in newest_words(talk)
        assert starts.isdisjoint(offered_in(talk))


def test_the_database_itself_refuses_two_appointments_that_overlap(
    talk: Conversation, own: BookingCalendar
) -> None:
    chooses(talk, is_offered(talk)[0])
    booked = booked_in(talk)
    middle = booked.starts_at + timedelta(minutes=15)

    with pytest.raises(IntegrityError), transaction.atomic():
        HeldTime.objects.create(calendar=own, at=middle, appointment=booked)


def killed_at(place: object, name: str) -> "mock._patch[mock.Mock]":
    return mock.patch.object(place, name, side_effect=Killed)


@pytest.mark.parametrize(
    ("place", "name"),
    [(CalDavCalendar, "busy"), (CalDavCalendar, "put"), (finishing, "_confirm")],
)
def test_what_a_dead_process_began_to_book_the_worker_finishes(
    talk: Conversation, elsewhere: BookingCalendar, collection: Collection, place: object, name: str
) -> None:
    start = is_offered(talk)[0]
    with killed_at(place, name), pytest.raises(Killed):
        chooses(talk, start)
    assert booked_in(talk).state == State.RESERVED
    assert ids(talk) == []
    assert see_to_what_is_due(NOW) == 0  # somebody may still be at it

    assert see_to_what_is_due(LATER) == 1

    assert booked_in(talk).state == State.BOOKED
    assert [event.start for event in collection.events()] == [start]
    assert authors(talk) == ["customer", "assistant", "notice"]
    assert elsewhere.appointments.get().mails.count() == 1
    assert see_to_what_is_due(LATER) == 0


@pytest.mark.parametrize(("place", "name"), [(CalDavCalendar, "put"), (finishing, "_confirm")])
def test_what_a_dead_process_began_to_move_the_worker_finishes(
    talk: Conversation, elsewhere: BookingCalendar, collection: Collection, place: object, name: str
) -> None:
    chooses(talk, is_offered(talk)[0])
    chooses(talk, "move")
    other = offered_in(talk)[2]
    with killed_at(place, name), pytest.raises(Killed):
        chooses(talk, other)

    see_to_what_is_due(LATER)

    moved = booked_in(talk)
    assert (moved.starts_at, moved.moves_to, moved.sequence) == (other, None, 1)
    assert [event.start for event in collection.events()] == [other]
    assert elsewhere.held.count() == 6


def test_a_dead_process_whose_time_the_shop_filled_meanwhile_lets_go_of_it(
    talk: Conversation, elsewhere: BookingCalendar, collection: Collection
) -> None:
    start = is_offered(talk)[0]
    with killed_at(CalDavCalendar, "put"), pytest.raises(Killed):
        chooses(talk, start)
    collection.add(f"DTSTART:{start:%Y%m%dT%H%M%SZ}", "DURATION:PT20M")

    see_to_what_is_due(LATER)

    assert "no longer free" in newest_words(talk)
    assert not elsewhere.held.exists()


def test_a_move_into_a_filled_time_leaves_the_appointment_where_it_was(
    talk: Conversation, elsewhere: BookingCalendar, collection: Collection
) -> None:
    first: datetime = is_offered(talk)[0]
    chooses(talk, first)
    chooses(talk, "move")
    other = offered_in(talk)[2]
    collection.add(f"DTSTART:{other:%Y%m%dT%H%M%SZ}", "DURATION:PT20M")

    chooses(talk, other)

    assert booked_in(talk).starts_at == first
    assert booked_in(talk).moves_to is None
    assert elsewhere.held.count() == 6
    assert ids(talk)[-1] == "keep"
    see_to_what_is_due(LATER)
    uid = booked_in(talk).uid
    assert [event.start for event in collection.events() if event.uid == uid] == [first]


def test_calling_off_while_it_is_being_booked_leaves_no_event(
    talk: Conversation, elsewhere: BookingCalendar, collection: Collection
) -> None:
    start = is_offered(talk)[0]
    with killed_at(finishing, "_confirm"), pytest.raises(Killed):
        chooses(talk, start)
    slow = Appointment.objects.select_related("calendar", "conversation").get()
    chooses(talk, "cancel")

    finish(slow, now=NOW)  # it was only slow, not dead
    see_to_what_is_due(LATER)

    assert elsewhere.appointments.get().state == State.CANCELLED
    assert collection.events() == []
    assert not elsewhere.held.exists()
