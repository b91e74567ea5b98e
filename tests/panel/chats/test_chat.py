"""The settings of a chat, and what its secret signs."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from django.test import Client
from django.urls import reverse

from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.chats.identities import WrongIdentity, identity_in, is_identity, sign
from firstline.panel.chats.models import Chat
from firstline.panel.chats.setup import chat_of, make_secret, switch_on_for_demo
from firstline.panel.services.models import HostedService

As = Callable[[Role], Client]
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_an_owner_sets_the_chat_up(shop: HostedService, as_: As) -> None:
    told = {
        "is_on": "on",
        "origins": "https://Shop.example/\nhttp://localhost:3000 https://shop.example:443",
        "title": "Help",
        "greeting_ja": "こんにちは",
    }
    assert not chat_of(shop).is_on
    sent = as_(Role.OWNER).post(reverse("chat", args=(shop.slug,)), told)

    assert sent.status_code == 302
    kept = Chat.objects.get(service=shop)
    assert kept.origins == ["https://shop.example", "http://localhost:3000"]
    assert (kept.is_on, kept.allows_anonymous, kept.title) == (True, False, "Help")
    assert kept.greetings == {"ja": "こんにちは"}
    entry = AuditEntry.objects.get(action="settings_changed")
    assert "is_on: False" in entry.before
    assert "https://shop.example" in entry.after


@pytest.mark.parametrize(
    "wrong", ["shop.example", "*", "https://shop.example/page", "ftp://shop.example", "https://[x"]
)
def test_what_is_no_origin_is_sent_back(shop: HostedService, as_: As, wrong: str) -> None:
    sent = as_(Role.OWNER).post(reverse("chat", args=(shop.slug,)), {"origins": wrong})

    assert sent.status_code == 422
    assert "is no origin" in sent.text
    assert not Chat.objects.exists()


def test_a_secret_is_shown_once_and_kept_encrypted(shop: HostedService, as_: As) -> None:
    owner, page = as_(Role.OWNER), reverse("chat", args=(shop.slug,))
    made = owner.post(reverse("chat-secret", args=(shop.slug,)))
    found = re.search(r'<code id="secret">([^<]+)</code>', made.text)

    assert found
    assert found[1] not in owner.get(page).text
    assert found[1] not in Chat.objects.get().secret
    entry = AuditEntry.objects.get(action="key_made")
    assert found[1] not in f"{entry.subject}{entry.before}{entry.after}{entry.note}"
    assert "no-cache" in made["Cache-Control"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_only_an_owner_sets_it_up(shop: HostedService, as_: As, role: Role) -> None:
    assert as_(role).get(reverse("chat", args=(shop.slug,))).status_code == 403
    assert as_(role).post(reverse("chat-secret", args=(shop.slug,))).status_code == 403


def test_the_demo_switches_it_on_only_once(shop: HostedService) -> None:
    switch_on_for_demo(shop)
    before = chat_of(shop).secret
    Chat.objects.update(is_on=False)
    switch_on_for_demo(shop)

    assert (chat_of(shop).is_on, chat_of(shop).secret) == (False, before)


@pytest.fixture
def secret(shop: HostedService) -> str:
    return make_secret(shop, by=None)


def test_what_the_host_signed_is_believed(shop: HostedService, secret: str) -> None:
    claims = {"sub": "c-1", "name": "Carla", "language": "ja", "facts": {"plan": "pro"}, "aud": "x"}
    token = sign(secret, claims, now=NOW, valid_for=HOUR)
    found = identity_in(token, chat_of(shop), now=NOW)

    assert is_identity(token)
    assert not is_identity("flk_abc.def")
    assert (found.sub, found.name, found.language, found.facts) == (
        "c-1",
        "Carla",
        "ja",
        {"plan": "pro"},
    )
    assert found.iat == NOW.timestamp()


@pytest.mark.parametrize(
    ("claims", "valid_for", "why"),
    [
        ({}, HOUR, "sub"),
        ({"sub": ""}, HOUR, "sub"),
        ({"sub": "c" * 201}, HOUR, "sub"),
        ({"sub": "c", "language": "Japanese"}, HOUR, "language"),
        ({"sub": "c", "facts": ["plan"]}, HOUR, "facts"),
        ({"sub": "c\x00"}, HOUR, "U\\+0000"),
        ({"sub": "c"}, -HOUR, "expired"),
        ({"sub": "c"}, 25 * HOUR, "24 hours"),
    ],
)
def test_a_wrong_claim_is_named(
    shop: HostedService, secret: str, claims: dict[str, object], valid_for: timedelta, why: str
) -> None:
    with pytest.raises(WrongIdentity, match=why):
        identity_in(sign(secret, claims, now=NOW, valid_for=valid_for), chat_of(shop), now=NOW)


def test_what_the_secret_has_not_signed_is_not_believed(shop: HostedService, secret: str) -> None:
    claims = {"sub": "c-1", "exp": int((NOW + HOUR).timestamp())}
    forged = [
        jwt.encode(claims, "another secret that is long enough", algorithm="HS256"),
        jwt.encode(claims, "", algorithm="none"),
        jwt.encode({"sub": "c-1"}, secret, algorithm="HS256"),
        jwt.encode({**claims, "exp": "tomorrow"}, secret, algorithm="HS256"),
        f"{sign(secret, claims, now=NOW, valid_for=HOUR)}x",
    ]
    for token in forged:
        with pytest.raises(WrongIdentity):
            identity_in(token, chat_of(shop), now=NOW)


def test_a_new_secret_takes_the_old_ones_place_at_once(shop: HostedService, secret: str) -> None:
    token = sign(secret, {"sub": "c-1"}, now=NOW, valid_for=HOUR)
    make_secret(shop, by=None)

    with pytest.raises(WrongIdentity):
        identity_in(token, chat_of(shop), now=NOW)


def test_a_chat_without_a_secret_believes_nobody(shop: HostedService) -> None:
    token = sign("x" * 32, {"sub": "c-1"}, now=NOW, valid_for=HOUR)
    with pytest.raises(WrongIdentity, match="no secret"):
        identity_in(token, chat_of(shop), now=NOW)
