"""People get in with a password, and nobody guesses one."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client, RequestFactory
from pytest_django import Settings

from firstline.panel.accounts.addresses import client_address
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.settings import PanelSettings

PASSWORD = "seven small onions"  # noqa: S105
FAILURES = settings.PANEL.sign_in_failures

pytestmark = pytest.mark.usefixtures("olga")


@pytest.fixture
def olga(db: None) -> User:  # noqa: ARG001
    return User.objects.make("olga@shop.example", password=PASSWORD, name="Olga")


def sign_in(
    client: Client,
    email: str,
    password: str,
    *,
    next_page: str = "",
    headers: Mapping[str, str] | None = None,
    address: str = "192.0.2.1",
) -> Any:  # noqa: ANN401 - with all that the client adds
    data = {"username": email, "password": password, "next": next_page}
    return client.post("/sign-in/", data, headers=headers, REMOTE_ADDR=address)


def test_a_person_signs_in_and_out(anybody: Client, olga: User) -> None:
    assert sign_in(anybody, "olga@shop.example", PASSWORD).status_code == 302
    assert anybody.get("/account/").status_code == 200

    assert anybody.post("/sign-out/").status_code == 302
    assert anybody.get("/account/").status_code == 302
    actions = list(AuditEntry.objects.filter(by=olga).values_list("action", flat=True))
    assert actions == ["signed_out", "signed_in"]


def test_an_address_may_be_typed_in_capitals(anybody: Client) -> None:
    assert sign_in(anybody, " Olga@Shop.example ", PASSWORD).status_code == 302


def test_a_wrong_password_is_told_in_the_words_for_an_unknown_person(anybody: Client) -> None:
    wrong = sign_in(anybody, "olga@shop.example", "wrong")
    unknown = sign_in(anybody, "nobody@shop.example", "wrong")

    for response in (wrong, unknown):
        assert response.status_code == 422
        assert "do not belong together" in response.content.decode()


def test_signing_out_needs_a_form(anybody: Client) -> None:
    sign_in(anybody, "olga@shop.example", PASSWORD)

    assert anybody.get("/sign-out/").status_code == 405
    assert anybody.get("/account/").status_code == 200


def test_who_fails_too_often_has_to_wait(anybody: Client) -> None:
    for _ in range(FAILURES - 1):
        assert sign_in(anybody, "olga@shop.example", "wrong").status_code == 422

    paused = sign_in(anybody, "olga@shop.example", "wrong")
    assert paused.status_code == 429
    assert "Try again in 15 minutes" in paused.content.decode()
    assert sign_in(anybody, "olga@shop.example", PASSWORD).status_code == 429
    assert sign_in(anybody, "OLGA@shop.example", PASSWORD).status_code == 429


def test_a_pause_is_for_one_person_from_one_address(anybody: Client) -> None:
    User.objects.make("pavel@shop.example", password=PASSWORD)
    for _ in range(FAILURES):
        sign_in(anybody, "olga@shop.example", "wrong")

    assert sign_in(anybody, "pavel@shop.example", PASSWORD).status_code == 302
    elsewhere = sign_in(anybody, "olga@shop.example", PASSWORD, address="192.0.2.2")
    assert elsewhere.status_code == 302


def test_a_pause_ends(anybody: Client) -> None:
    for _ in range(FAILURES):
        sign_in(anybody, "olga@shop.example", "wrong")
    long_ago = timedelta(minutes=settings.PANEL.sign_in_pause_minutes, seconds=1)
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= long_ago
        attempt.save()

    assert sign_in(anybody, "olga@shop.example", PASSWORD).status_code == 302


def test_failures_before_a_success_are_forgotten(anybody: Client) -> None:
    for _ in range(2):
        for _ in range(FAILURES - 1):
            sign_in(anybody, "olga@shop.example", "wrong")
        assert sign_in(anybody, "olga@shop.example", PASSWORD).status_code == 302


def test_nobody_escapes_the_pause_by_claiming_another_address(anybody: Client) -> None:
    answers = [
        sign_in(
            anybody,
            "olga@shop.example",
            "wrong",
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        ).status_code
        for number in range(FAILURES)
    ]

    assert answers[-1] == 429


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("10.0.0.2", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.2", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.2", "203.0.113.9, 198.51.100.7, 10.0.0.3", "198.51.100.7"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.2", "no address at all", "10.0.0.2"),
    ],
)
def test_only_proxies_that_are_known_are_believed(
    peer: str, forwarded: str, client: str, settings: Settings
) -> None:
    settings.PANEL = PanelSettings(trusted_proxies="10.0.0.0/8")  # type: ignore[arg-type]
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)

    assert client_address(request) == client


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "https:evil"]
)
def test_signing_in_never_leads_to_another_site(next_page: str, anybody: Client) -> None:
    response = sign_in(anybody, "olga@shop.example", PASSWORD, next_page=next_page)

    assert response["Location"] == "/panel/"


@pytest.mark.usefixtures("shop")
def test_signing_in_leads_to_the_page_that_was_asked_for(anybody: Client) -> None:
    asked = anybody.get("/s/shop/templates/")
    assert asked["Location"] == "/panel/sign-in/?next=/panel/s/shop/templates/"

    response = sign_in(anybody, "olga@shop.example", PASSWORD, next_page="/panel/s/shop/templates/")
    assert response["Location"] == "/panel/s/shop/templates/"


def test_a_closed_account_cannot_sign_in(anybody: Client, olga: User) -> None:
    olga.is_active = False
    olga.save()

    assert sign_in(anybody, "olga@shop.example", PASSWORD).status_code == 422


def test_closing_an_account_ends_its_sessions(
    as_: Callable[[Role], Client], cast: dict[Role, User]
) -> None:
    client = as_(Role.SPECIALIST)
    User.objects.filter(pk=cast[Role.SPECIALIST].pk).update(is_active=False)

    assert client.get("/account/").status_code == 302


def test_a_person_finds_their_language_after_signing_in(anybody: Client, olga: User) -> None:
    olga.language = "ja"
    olga.save()

    response = sign_in(anybody, "olga@shop.example", PASSWORD)

    assert response.cookies["firstline_language"].value == "ja"
