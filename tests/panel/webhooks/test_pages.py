"""Owners set webhooks up in the panel, and see what becomes of them."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.panel.conversations.talks import a_conversation
from tests.panel.webhooks.receivers import Receiver

from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.services.models import HostedService
from firstline.panel.webhooks.models import Delivery, Endpoint, State
from firstline.work.delivering import deliver

AT = "/s/shop/webhooks/"


@pytest.fixture
def owner(as_: Callable[[Role], Client]) -> Client:
    return as_(Role.OWNER)


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def pressed(client: Client, address: str) -> str:
    return client.post(address, follow=True).content.decode()


def secret_in(page: str) -> str:
    found = re.search(r"whsec_[A-Za-z0-9+/=]+", page)
    assert found
    return found[0]


def test_a_secret_is_shown_once_and_a_test_event_arrives_signed_with_it(
    owner: Client, shop: HostedService, desk: Receiver
) -> None:
    form = {"address": desk.address, "description": "Desk", "events": ["reply.sent"]}
    secret = secret_in(owner.post(f"{AT}new/", form).content.decode())
    hook = shop.webhooks.get()
    assert "whsec_" not in read(owner, f"{AT}{hook.pk}/")

    assert "The next attempt is due" in pressed(owner, f"{AT}{hook.pk}/test/")
    deliver(hook.pk)

    told = desk.got[0].verified_with(secret)
    assert (told["type"], told["data"]["service"]) == ("webhook.test", "shop")
    page = read(owner, f"{AT}log/{Delivery.objects.get().pk}/")
    assert "Delivered" in page
    assert "<td>204</td>" in page


def test_what_failed_is_found_in_the_log_and_sent_again(
    owner: Client, hook: Endpoint, desk: Receiver
) -> None:
    desk.status, desk.answer = 410, b"<b>moved away</b>"
    a_conversation(hook.service)
    deliver(hook.pk)
    delivery = Delivery.objects.get()

    assert "410 Gone" in read(owner, AT)
    assert "failing since" in read(owner, AT)
    asked = f"{AT}log/?state=dead&event=conversation.opened&endpoint={hook.pk}"
    assert f"/log/{delivery.pk}/" in read(owner, asked)
    assert "Take a filter away" in read(owner, f"{AT}log/?state=delivered")
    assert "&lt;b&gt;moved away" in read(owner, f"{AT}log/{delivery.pk}/")

    desk.status = 200
    assert "Active" in pressed(owner, f"{AT}{hook.pk}/resume/")
    assert "1 event is sent again" in pressed(owner, f"{AT}{hook.pk}/again/")
    deliver(hook.pk)
    delivery.refresh_from_db()
    assert delivery.state == State.DELIVERED

    assert "The next attempt is due" in pressed(owner, f"{AT}log/{delivery.pk}/again/")
    deliver(hook.pk)
    assert len(set(desk.ids)) == 1
    assert len(desk.got) == 3


def test_a_secret_is_rotated_on_the_page(owner: Client, hook: Endpoint) -> None:
    assert secret_in(pressed(owner, f"{AT}{hook.pk}/rotate/"))
    assert "Two secrets are valid" in read(owner, f"{AT}{hook.pk}/")

    assert "Only the newest secret is valid now" in pressed(owner, f"{AT}{hook.pk}/rotated/")
    assert Endpoint.objects.get().former_secret == ""


def test_all_that_an_owner_changes_is_in_the_audit_log_but_no_secret(
    owner: Client, hook: Endpoint, desk: Receiver
) -> None:
    form = {"address": f"{desk.address}?token=s3cr3t", "events": ["reply.sent"]}
    owner.post(f"{AT}{hook.pk}/edit/", form)
    for button in ("pause", "resume", "rotate", "rotated", "test", "remove"):
        owner.post(f"{AT}{hook.pk}/{button}/")

    entries = AuditEntry.objects.exclude(action="signed_in").order_by("pk")
    assert [entry.action for entry in entries] == [
        "webhook_made",
        "webhook_changed",
        "webhook_changed",
        "webhook_changed",
        "webhook_secret",
        "webhook_secret",
        "webhook_sent",
        "removed",
    ]
    written = "".join(str(entry.__dict__) for entry in entries)
    assert "s3cr3t" not in written
    assert "whsec_" not in written
    assert Endpoint.objects.get().removed_at


def test_a_removed_webhook_is_gone_from_every_page(owner: Client, hook: Endpoint) -> None:
    owner.post(f"{AT}{hook.pk}/test/")
    delivery = Delivery.objects.get()
    owner.post(f"{AT}{hook.pk}/remove/")

    assert "No other system is told anything yet" in read(owner, AT)
    assert owner.get(f"{AT}{hook.pk}/").status_code == 404
    assert owner.get(f"{AT}log/{delivery.pk}/").status_code == 404


def test_a_form_without_an_event_is_shown_again(owner: Client, desk: Receiver) -> None:
    answer = owner.post(f"{AT}new/", {"address": desk.address})

    assert answer.status_code == 422
    assert not Endpoint.objects.exists()


@pytest.mark.parametrize(
    "asked", ["endpoint=x", "state=x", "event=x", "page=x", f"endpoint={10**30}"]
)
def test_a_log_that_is_asked_nonsense_shows_what_there_is(asked: str, owner: Client) -> None:
    assert owner.get(f"{AT}log/?{asked}").status_code == 200
