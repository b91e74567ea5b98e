"""A customer books over HTTP, with the token of the conversation alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar, Event
from starlette.testclient import TestClient
from tests.builders import CHARGED_TWICE
from tests.integration.hosting.conversing import Json, Talk, authors, open_talk, outside_of

from firstline.panel.appointments.models import BookingCalendar
from firstline.panel.services.models import HostedService

pytestmark = pytest.mark.django_db(transaction=True)
BASE = "/v1/conversations"
ALWAYS_OPEN = [[[0, 1440]]] * 7
EMAIL = "carla@example.org"


@pytest.fixture
def outside(tiny_release_store: Path, tmp_path: Path) -> Iterator[TestClient]:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "releases").symlink_to(tiny_release_store)
    shop = HostedService.objects.create(slug="shop", title="Shop", path=str(folder))
    BookingCalendar.objects.create(
        service=shop, name="Fitting", templates=["paid_once"], hours=ALWAYS_OPEN
    )
    with outside_of(shop, playground=True) as client:
        yield client


@pytest.fixture
def talk(outside: TestClient) -> Talk:
    return open_talk(outside, BASE)


def ids(found: Json) -> list[str]:
    return [choice["id"] for choice in found["offered"]["choices"]]


def chooses(talk: Talk, choice: str, **told: str) -> Json:
    return talk.post("choice", {"choice": choice, **told})


def refusal(talk: Talk, body: Json) -> tuple[int, str]:
    answer = talk.client.post(talk.path("choice"), json=body, headers=talk.headers)
    return answer.status_code, answer.json()["error"]["code"]


def test_a_customer_books_moves_and_calls_off(talk: Talk) -> None:
    asked = talk.write(CHARGED_TWICE)
    offered = asked["offered"]
    assert len(offered["choices"]) == 6
    assert (offered["zone"], offered["needs_email"]) == ("UTC", True)
    first = offered["choices"][0]
    assert first["starts_at"] < first["ends_at"]

    booked = chooses(talk, first["id"], email=EMAIL, zone="Asia/Tokyo")
    assert authors(booked) == ["customer", "assistant", "notice"]
    assert "(Asia/Tokyo)" in booked["messages"][-1]["text"]
    assert booked["status"] == "open"
    assert ids(booked) == ["move", "cancel"]
    assert chooses(talk, first["id"], email=EMAIL)["newest"] == booked["newest"]

    file = talk.client.get(
        talk.path(f"appointments/{booked['offered']['appointment_id']}.ics"), headers=talk.headers
    )
    assert file.headers["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(file.text).walk("VEVENT")
    assert isinstance(event, Event)
    assert f"{event.start:%Y-%m-%dT%H:%M:%SZ}" == first["starts_at"]

    other = chooses(talk, "move")["offered"]["choices"][1]
    moved = chooses(talk, other["id"])
    assert "was moved" in moved["messages"][-1]["text"]
    assert "was called off" in chooses(talk, "cancel")["messages"][-1]["text"]
    assert ids(talk.read()) == []


def test_times_are_worded_in_the_zone_of_the_browser(talk: Talk) -> None:
    talk.write(CHARGED_TWICE)
    path = talk.path("messages?zone=America/New_York")

    offered = talk.client.get(path, headers=talk.headers).json()["offered"]

    assert offered["zone"] == "America/New_York"
    assert all(c["label"].endswith("(America/New_York)") for c in offered["choices"])


def test_what_cannot_be_chosen_is_refused_with_what_to_do(talk: Talk) -> None:
    time = ids(talk.write(CHARGED_TWICE))[0]

    assert refusal(talk, {"choice": time}) == (422, "email_needed")
    assert refusal(talk, {"choice": time, "email": "a@b@c"}) == (422, "email_needed")
    assert refusal(talk, {"choice": "at:2026"}) == (409, "choice_gone")
    assert refusal(talk, {"choice": "cancel"}) == (409, "choice_gone")
    assert refusal(talk, {"choice": ""}) == (422, "invalid_field")
    assert refusal(talk, {"choice": time, "emial": EMAIL}) == (422, "invalid_field")


def test_nobody_chooses_in_the_conversation_of_another(outside: TestClient, talk: Talk) -> None:
    time = ids(talk.write(CHARGED_TWICE))[0]
    booked = chooses(talk, time, email=EMAIL)["offered"]["appointment_id"]
    mallory = open_talk(outside, BASE)
    intruder = Talk(outside, BASE, talk.id, mallory.token)

    assert refusal(intruder, {"choice": "cancel"}) == (401, "wrong_token")
    for holder in (intruder, mallory):
        answer = outside.get(holder.path(f"appointments/{booked}.ics"), headers=holder.headers)
        assert answer.status_code in (401, 404)
    assert ids(talk.read()) == ["move", "cancel"]
