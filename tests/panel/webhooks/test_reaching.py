"""Webhooks reach no server inside that the settings do not name."""

import socket
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client, override_settings
from tests.panel.webhooks.receivers import Receiver

from firstline.panel.accounts.roles import Role
from firstline.panel.settings import PanelSettings
from firstline.panel.webhooks.models import Attempt, Endpoint
from firstline.work.delivering import deliver


def allowing(*networks: str) -> PanelSettings:
    panel: PanelSettings = settings.PANEL.model_copy(update={"allowed_networks": networks})
    return panel


@pytest.mark.usefixtures("talk")
@pytest.mark.parametrize("networks", [(), ("10.0.0.0/8", "127.0.0.2")])
def test_nothing_is_sent_inside_unless_the_settings_allow_it(
    networks: tuple[str, ...], hook: Endpoint, desk: Receiver
) -> None:
    with override_settings(PANEL=allowing(*networks)):
        deliver(hook.pk)

    assert desk.got == []
    attempt = Attempt.objects.get()
    assert attempt.status is None
    assert "private network" in attempt.answer


@pytest.mark.usefixtures("talk")
@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "2130706433",  # other spellings of 127.0.0.1
        "0x7f.1",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",  # where clouds keep credentials
        "0.0.0.0",  # noqa: S104 - not bound to
    ],
)
def test_no_spelling_of_an_address_inside_is_sent_to(
    host: str, hook: Endpoint, desk: Receiver
) -> None:
    address = desk.address.replace("127.0.0.1", host)
    Endpoint.objects.filter(pk=hook.pk).update(address=address)

    with override_settings(PANEL=allowing()):
        deliver(hook.pk)

    assert desk.got == []
    assert "private network" in Attempt.objects.get().answer


@pytest.mark.usefixtures("talk")
def test_a_name_that_changes_after_it_was_judged_leads_nowhere_else(
    hook: Endpoint, desk: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second look-up is what an attacker's name server would answer differently."""
    asked: list[str] = []
    look = socket.getaddrinfo

    def rebinding(host: str, *args: object, **kwargs: object) -> object:
        asked.append(host)
        found = "127.0.0.1" if asked.count("desk.example") == 1 else "127.0.0.2"
        return look(found if host == "desk.example" else host, *args, **kwargs)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    address = desk.address.replace("127.0.0.1", "desk.example")
    Endpoint.objects.filter(pk=hook.pk).update(address=address)

    deliver(hook.pk)

    assert asked.count("desk.example") == 1
    assert desk.got[0].headers["host"] == address.split("/")[2]


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("file:///etc/passwd", "is no address"),
        ("ftp://desk.example/", "is no address"),
        ("https:///hooks", "is no address"),
        ("https://olga:secret@127.0.0.1/", "keep names and passwords out"),
        ("https://127.0.0.1/", "private network"),
        ("https://no-such-host.invalid/", "has no address"),
        ("http://8.8.8.8/", "in the clear"),
    ],
)
def test_an_address_that_may_not_be_asked_is_not_kept(
    address: str, why: str, as_: Callable[[Role], Client]
) -> None:
    form = {"address": address, "events": ["decision.settled"]}

    answer = as_(Role.OWNER).post("/s/shop/webhooks/new/", form)

    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not Endpoint.objects.exists()
