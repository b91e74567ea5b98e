"""Keys of a service, and access tokens of a person."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.keys.keys import (
    hash_of,
    make_access_token,
    make_api_key,
    opening_of,
    person_with,
    revoke,
)
from firstline.panel.keys.models import AccessToken, ApiKey
from firstline.panel.services.models import HostedService

As = Callable[[Role], Client]


def secret_on(page: str) -> str:
    found = re.search(r'<code id="secret">([^<]+)</code>', page)
    assert found
    return found[1]


def test_a_key_is_shown_once_and_kept_as_a_hash(shop: HostedService, as_: As) -> None:
    owner, address = as_(Role.OWNER), reverse("keys", args=(shop.slug,))

    made = owner.post(address, {"name": "help desk"})
    secret = secret_on(made.content.decode())
    later = owner.get(address).content.decode()

    key = ApiKey.objects.get()
    assert key.hash == hash_of(secret)
    assert secret not in later
    assert key.beginning in later
    assert "no-cache" in made["Cache-Control"]
    entry = AuditEntry.objects.get(action="key_made")
    assert secret not in f"{entry.subject}{entry.before}{entry.after}{entry.note}"


def test_a_key_needs_a_name(shop: HostedService, as_: As) -> None:
    sent = as_(Role.OWNER).post(reverse("keys", args=(shop.slug,)), {"name": "  "})

    assert sent.status_code == 422
    assert not ApiKey.objects.exists()


def test_a_revoked_key_opens_nothing(shop: HostedService, as_: As) -> None:
    owner = as_(Role.OWNER)
    owner.post(reverse("keys", args=(shop.slug,)), {"name": "help desk"})
    key = ApiKey.objects.get()
    assert opening_of(shop.pk).hashes == (bytes.fromhex(key.hash),)

    for _ in range(2):  # the second click does nothing more
        owner.post(reverse("keys-revoke", args=(shop.slug, key.pk)))

    assert opening_of(shop.pk).hashes == ()
    assert not opening_of(shop.pk).is_new  # it was locked, and stays so
    assert AuditEntry.objects.filter(action="key_revoked").count() == 1


def test_revoking_a_key_asks_first(shop: HostedService, as_: As, cast: dict[Role, User]) -> None:
    key, _secret = make_api_key(shop, "help desk", by=cast[Role.OWNER])
    address = reverse("keys-revoke", args=(shop.slug, key.pk))

    assert f'href="{address}"' in as_(Role.OWNER).get(reverse("keys", args=(shop.slug,))).text
    page = as_(Role.OWNER).get(address).text

    key.refresh_from_db()
    assert key.revoked_at is None
    assert "Revoke help desk?" in page
    assert "cannot be undone" in page


@pytest.mark.usefixtures("shop")
def test_revoking_a_token_asks_first(as_: As, cast: dict[Role, User]) -> None:
    token, secret = make_access_token(cast[Role.SPECIALIST], "laptop")
    sana, address = as_(Role.SPECIALIST), reverse("tokens-revoke", args=(token.pk,))

    assert "Revoke laptop?" in sana.get(address).text
    assert person_with(secret)
    sana.post(address)
    assert person_with(secret) is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_only_an_owner_makes_keys(shop: HostedService, as_: As, role: Role) -> None:
    assert as_(role).get(reverse("keys", args=(shop.slug,))).status_code == 403
    assert as_(role).post(reverse("keys", args=(shop.slug,)), {"name": "x"}).status_code == 403


def test_a_key_of_another_service_cannot_be_revoked(
    shop: HostedService, as_: As, stranger: User
) -> None:
    theirs, _secret = make_api_key(
        stranger.memberships.get().service, "their help desk", by=stranger
    )

    sent = as_(Role.OWNER).post(reverse("keys-revoke", args=(shop.slug, theirs.pk)))

    theirs.refresh_from_db()
    assert sent.status_code == 404
    assert theirs.revoked_at is None


def test_a_token_is_its_makers_until_it_is_revoked(cast: dict[Role, User]) -> None:
    sana = cast[Role.SPECIALIST]
    token, secret = make_access_token(sana, "laptop")

    assert person_with(secret) == sana
    assert person_with(secret[:-1]) is None
    assert person_with("") is None
    token.refresh_from_db()
    assert token.used_at
    revoke(token, by=sana)
    assert person_with(secret) is None


def test_a_token_of_somebody_who_left_opens_nothing(cast: dict[Role, User]) -> None:
    sana = cast[Role.SPECIALIST]
    _token, secret = make_access_token(sana, "laptop")

    sana.is_active = False
    sana.save()

    assert person_with(secret) is None


@pytest.mark.usefixtures("shop")
def test_everyone_makes_tokens_of_their_own_on_a_page(as_: As, cast: dict[Role, User]) -> None:
    analyst = as_(Role.ANALYST)

    secret = secret_on(analyst.post(reverse("tokens"), {"name": "laptop"}).content.decode())

    assert person_with(secret) == cast[Role.ANALYST]
    assert "laptop" in analyst.get(reverse("tokens")).content.decode()
    assert "laptop" not in as_(Role.OWNER).get(reverse("tokens")).content.decode()


@pytest.mark.usefixtures("shop")
def test_nobody_revokes_the_token_of_another(as_: As, cast: dict[Role, User]) -> None:
    token, _secret = make_access_token(cast[Role.SPECIALIST], "laptop")

    assert as_(Role.OWNER).post(reverse("tokens-revoke", args=(token.pk,))).status_code == 404
    assert AccessToken.objects.get().revoked_at is None


def test_tokens_need_a_session(anybody: Client) -> None:
    assert anybody.get(reverse("tokens")).status_code == 302
