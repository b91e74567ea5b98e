"""Receivers can tell that an event comes from this service, and from no other."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import override_settings
from standardwebhooks.webhooks import WebhookVerificationError
from tests.panel.conversations.talks import LATER
from tests.panel.webhooks.receivers import Receiver

from firstline.panel.accounts.models import User
from firstline.panel.conversations.models import Conversation
from firstline.panel.conversations.ratings import rate
from firstline.panel.webhooks.endpoints import end_rotation, rotate
from firstline.panel.webhooks.models import Attempt, Delivery, Endpoint, Event, State
from firstline.panel.webhooks.signing import headers_of
from firstline.work.delivering import deliver

SECRET = "whsec_" + "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
"""The bytes 1 to 32."""


def test_a_signature_is_that_of_the_standard() -> None:
    """Signed with `openssl dgst -sha256 -mac HMAC -macopt hexkey:0102…20 -binary | base64`."""
    event = Event(uid=UUID(int=7), body='{"type":"webhook.test"}')

    headers = headers_of(event, [SECRET], now=datetime(2026, 3, 2, 9, 30, tzinfo=UTC))

    assert headers == {
        "webhook-id": "msg_00000000000000000000000000000007",
        "webhook-timestamp": "1772443800",
        "webhook-signature": "v1,aIA6IduXdbUrSXGD2Tr/ntUuNsp5+1CB0lTg0DmE57o=",
    }


@pytest.mark.usefixtures("talk")
def test_a_receiver_with_another_secret_refuses(hook: Endpoint, desk: Receiver) -> None:
    deliver(hook.pk)

    with pytest.raises(WebhookVerificationError):
        desk.got[0].verified_with(SECRET)


def test_while_a_secret_is_rotated_both_are_valid(
    talk: Conversation, hook: Endpoint, desk: Receiver, secret: list[str], olga: User
) -> None:
    secret.append(rotate(hook, by=olga))
    rate(talk.pk, 4, now=LATER)
    deliver(hook.pk)

    old, new = secret
    request = desk.got[-1]
    assert request.verified_with(old) == request.verified_with(new)

    end_rotation(hook, by=olga)
    rate(talk.pk, 5, now=LATER)
    deliver(hook.pk)

    assert desk.got[-1].verified_with(new)["data"]["rating"] == 5
    with pytest.raises(WebhookVerificationError):
        desk.got[-1].verified_with(old)


def test_a_secret_is_stored_so_that_a_stolen_database_signs_nothing(
    hook: Endpoint, secret: list[str]
) -> None:
    kept = Endpoint.objects.filter(pk=hook.pk).values().get()

    assert secret[0].startswith("whsec_")
    assert secret[0].removeprefix("whsec_") not in str(kept)


@pytest.mark.usefixtures("talk")
def test_with_another_key_of_the_panel_the_log_says_what_to_do(
    hook: Endpoint, desk: Receiver
) -> None:
    with override_settings(SECRET_KEY="another"):  # noqa: S106 - of a test
        deliver(hook.pk)

    assert desk.got == []
    assert Delivery.objects.get().state == State.WAITING
    assert "enter the secret anew" in Attempt.objects.get().answer
