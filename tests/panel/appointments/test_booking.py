"""A customer books, moves and calls off; the calendar elsewhere follows."""

from datetime import timedelta

import pytest
from icalendar import Calendar, Event
from tests.panel.appointments.bookings import (
    CARLA,
    NOW,
    a_calendar,
    booked_in,
    chooses,
    ids,
    is_offered,
    newest_words,
    offered_in,
    shown,
    utc,
)
from tests.panel.conversations.talks import LATER, a_conversation, authors, automatic, says
from tests.radicale import Collection

from firstline.panel.appointments.choosing import ChoiceGone, EmailNeeded, Told
from firstline.panel.appointments.finishing import see_to_what_is_due
from firstline.panel.appointments.invitations import invitation_of
from firstline.panel.appointments.models import BookingCalendar, Offer, State
from firstline.panel.appointments.offering import offer_what_is_due
from firstline.panel.conversations.models import Conversation
from firstline.panel.services.models import HostedService


def test_free_times_are_offered_beneath_the_reply_of_a_template_that_books(
    talk: Conversation, own: BookingCalendar
) -> None:
    offered = is_offered(talk)

    assert offered[0] == utc(2, 12)  # 13:00 in Berlin: two hours of notice, and no lunch break
    assert len(offered) == 6
    assert len({start.date() for start in offered}) == 3
    assert shown(talk).zone == own.zone
    assert shown(talk).choices[0].label == "Monday, March 2, 2026, 1:00\u202fPM (Europe/Berlin)"
    assert shown(talk, zone="Asia/Tokyo").choices[0].label.endswith("9:00\u202fPM (Asia/Tokyo)")
    assert shown(talk, zone="Mars/Base").zone == own.zone


def test_a_reply_of_another_template_offers_nothing(
    talk: Conversation, shop: HostedService
) -> None:
    a_calendar(shop, templates=["another"])

    assert is_offered(talk) == []


def test_what_an_agent_sends_or_a_dead_process_left_is_offered_by_the_worker(
    talk: Conversation,
    own: BookingCalendar,  # noqa: ARG001
) -> None:
    says(talk, "I was charged twice", automatic())

    assert offer_what_is_due(NOW) == 1
    assert offer_what_is_due(NOW) == 0
    assert offered_in(talk)


def test_an_old_reply_gets_no_times_when_its_template_begins_to_offer_them(
    talk: Conversation, shop: HostedService
) -> None:
    says(talk, "I was charged twice", automatic())
    a_calendar(shop)

    assert offer_what_is_due(LATER + timedelta(minutes=11)) == 0


def test_a_chosen_time_is_written_into_the_calendar_and_confirmed(
    talk: Conversation, elsewhere: BookingCalendar, collection: Collection
) -> None:
    elsewhere.text = "Bring the box."
    elsewhere.save()
    start = is_offered(talk)[0]

    chooses(talk, start)

    booked = booked_in(talk)
    assert (booked.state, booked.starts_at, booked.due_at) == (State.BOOKED, start, None)
    (event,) = collection.events()
    assert (event.start, event.end) == (start, start + timedelta(minutes=30))
    assert (event.uid, str(event["SUMMARY"])) == (booked.uid, "Fitting")
    assert event.description == "Bring the box."
    assert "Monday, March 2, 2026, 9:00\u202fPM (Asia/Tokyo)" in newest_words(talk)
    assert "carla@example.org" in newest_words(talk)
    talk.refresh_from_db()
    assert talk.status == "open"  # a choice is no message: nobody has to answer it
    assert authors(talk) == ["customer", "assistant", "notice"]
    assert ids(talk) == ["move", "cancel"]


def test_choosing_the_same_again_books_once(
    talk: Conversation, elsewhere: BookingCalendar, collection: Collection
) -> None:
    start = is_offered(talk)[0]
    chooses(talk, start)
    chooses(talk, start)

    assert elsewhere.appointments.count() == len(collection.events()) == 1
    assert authors(talk) == ["customer", "assistant", "notice"]


@pytest.mark.usefixtures("own")
def test_only_what_is_offered_can_be_chosen(talk: Conversation) -> None:
    is_offered(talk)

    for choice in (utc(2, 3), "at:nonsense", "move", "cancel", "something"):
        with pytest.raises(ChoiceGone):
            chooses(talk, choice)


def test_the_address_comes_from_the_customers_record(
    talk: Conversation, own: BookingCalendar
) -> None:
    own.email_fact = "email"
    own.save()
    talk.facts = {"email": "carla@record.example"}
    talk.save()
    start = is_offered(talk)[0]

    assert not shown(talk).needs_email
    chooses(talk, start, Told())
    assert booked_in(talk).email == "carla@record.example"


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("email", ["", "carla", "carla@example.org\nBcc: x@example.org"])
def test_an_address_that_is_none_is_asked_for_again(talk: Conversation, email: str) -> None:
    start = is_offered(talk)[0]

    assert shown(talk).needs_email
    with pytest.raises(EmailNeeded):
        chooses(talk, start, Told(email=email))
    assert not talk.appointments.exists()
    assert start in offered_in(talk)


def test_moving_keeps_one_event_and_raises_its_sequence(
    talk: Conversation, elsewhere: BookingCalendar, collection: Collection
) -> None:
    first = is_offered(talk)[0]
    chooses(talk, first)
    chooses(talk, "move")
    others = offered_in(talk)
    assert first not in others
    assert ids(talk)[-1] == "keep"

    chooses(talk, others[1])

    moved = booked_in(talk)
    assert (moved.starts_at, moved.moves_to, moved.sequence) == (others[1], None, 1)
    (event,) = collection.events()
    assert (event.start, event["SEQUENCE"], event.uid) == (others[1], 1, moved.uid)
    held = elsewhere.held.order_by("at").values_list("at", flat=True)
    assert list(held) == [others[1] + timedelta(minutes=5 * step) for step in range(6)]
    assert "was moved" in newest_words(talk)


def test_what_the_shop_wrote_into_the_event_stays_when_it_is_moved(
    talk: Conversation, elsewhere: BookingCalendar, collection: Collection
) -> None:
    chooses(talk, is_offered(talk)[0])
    uid = elsewhere.appointments.get().uid
    text = collection.ask("GET", f"{uid}.ics").text
    noted = text.replace("END:VEVENT", "LOCATION:Second floor\r\nEND:VEVENT")
    collection.ask("PUT", f"{uid}.ics", noted)

    chooses(talk, "move")
    chooses(talk, offered_in(talk)[1])

    (event,) = collection.events()
    assert (event.location, event.start) == ("Second floor", booked_in(talk).starts_at)


@pytest.mark.usefixtures("own")
def test_an_appointment_may_also_stay_where_it_is(talk: Conversation) -> None:
    start = is_offered(talk)[0]
    chooses(talk, start)
    chooses(talk, "move")
    chooses(talk, "keep")

    assert booked_in(talk).starts_at == start
    assert ids(talk) == ["move", "cancel"]


def test_calling_off_removes_the_event_and_frees_the_time(
    talk: Conversation, shop: HostedService, elsewhere: BookingCalendar, collection: Collection
) -> None:
    start = is_offered(talk)[0]
    chooses(talk, start)
    chooses(talk, "cancel")
    chooses(talk, "cancel")

    assert booked_in(talk).state == State.CANCELLED
    assert collection.events() == []
    assert "was called off" in newest_words(talk)
    assert ids(talk) == []
    assert not elsewhere.held.exists()
    assert start in is_offered(a_conversation(shop))


def test_a_time_that_was_taken_meanwhile_brings_fresh_ones(
    talk: Conversation, shop: HostedService, own: BookingCalendar
) -> None:
    rival = a_conversation(shop)
    start = is_offered(talk)[0]
    assert start in is_offered(rival)
    chooses(rival, start)

    chooses(talk, start)

    assert "no longer free" in newest_words(talk)
    assert offered_in(talk)
    assert start not in offered_in(talk)
    assert own.appointments.count() == 1


def test_a_time_that_the_shop_itself_filled_meanwhile_is_let_go(
    talk: Conversation, elsewhere: BookingCalendar, collection: Collection
) -> None:
    start = is_offered(talk)[0]
    collection.add(f"DTSTART:{start:%Y%m%dT%H%M%SZ}", "DURATION:PT20M", "SUMMARY:Busy")

    chooses(talk, start)

    assert "no longer free" in newest_words(talk)
    assert start not in offered_in(talk)
    assert not elsewhere.held.exists()
    assert len(collection.events()) == 1


def test_a_calendar_that_does_not_answer_brings_a_person(
    talk: Conversation, elsewhere: BookingCalendar, collection: Collection
) -> None:
    collection.ask("DELETE")

    assert is_offered(talk) == []

    talk.refresh_from_db()
    assert (talk.status, talk.reason) == ("waiting", "no_times")
    assert Offer.objects.get(calendar=elsewhere).closed_at


def test_a_calendar_that_fails_while_booking_brings_a_person_and_holds_nothing(
    talk: Conversation, elsewhere: BookingCalendar, collection: Collection
) -> None:
    start = is_offered(talk)[0]
    collection.ask("DELETE")

    chooses(talk, start)

    talk.refresh_from_db()
    assert (talk.status, talk.reason) == ("waiting", "no_times")
    assert booked_in(talk).state == State.CANCELLED
    assert not elsewhere.held.exists()


def test_a_calendar_that_was_down_hears_of_it_from_the_worker(
    talk: Conversation, elsewhere: BookingCalendar, collection: Collection
) -> None:
    chooses(talk, is_offered(talk)[0])
    BookingCalendar.objects.update(user="nobody")
    chooses(talk, "cancel")
    assert len(collection.events()) == 1
    BookingCalendar.objects.update(user=elsewhere.user)

    assert see_to_what_is_due(NOW + timedelta(minutes=2)) == 1

    assert collection.events() == []
    assert booked_in(talk).due_at is None


def test_who_changes_it_again_and_again_may_only_call_it_off(
    talk: Conversation, own: BookingCalendar
) -> None:
    chooses(talk, is_offered(talk)[0])
    own.appointments.update(sequence=10)

    assert ids(talk) == ["cancel"]


@pytest.mark.usefixtures("own")
def test_anything_else_that_the_customer_writes_goes_to_a_person(talk: Conversation) -> None:
    is_offered(talk)
    says(talk, "None of these suits me", automatic())

    assert talk.status == "waiting"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "is booked: Monday, March 2"), ("ja", "2026年3月2日"), ("ru", "2 марта 2026")],
)
@pytest.mark.usefixtures("own")
def test_customers_read_it_in_their_language(talk: Conversation, language: str, words: str) -> None:
    talk.language = language
    talk.save()
    chooses(talk, is_offered(talk)[0])

    assert words in newest_words(talk)
    assert "(Asia/Tokyo)" in newest_words(talk)


def test_the_file_for_the_customers_calendar_tells_the_same(
    talk: Conversation, own: BookingCalendar
) -> None:
    chooses(talk, is_offered(talk)[0])
    booked = own.appointments.get()
    calendar = Calendar.from_ical(invitation_of(talk.pk, booked.pk, now=NOW))
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    assert (event.start, event.uid) == (booked.starts_at, booked.uid)
    assert str(calendar["METHOD"]) == "REQUEST"
    assert event["ATTENDEE"] == f"mailto:{CARLA.email}"
