"""What people do on the pages of a draft and of the versions."""

from typing import cast

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from firstline.panel.services.models import HostedService


def page(client: Client, service: HostedService, name: str = "publish", query: str = "") -> str:
    response = client.get(reverse(name, args=(service.slug,)) + query)
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def mark(client: Client, service: HostedService) -> str:
    """Look at the draft, as a form on its page does."""
    response = client.get(reverse("publish", args=(service.slug,)))
    return str(response.context["state"].mark)


def press(client: Client, service: HostedService, name: str, **said: str) -> HttpResponse:
    """Send a form of the draft's page, as it is now."""
    seen = {"mark": mark(client, service)} | said
    return _send(client, service, name, **seen)


def roll_back(
    client: Client, service: HostedService, release: str, *, live: str = "", note: str = ""
) -> HttpResponse:
    """Press the button beside a version, maybe after saying why."""
    live = live or service.folder.store.live() or ""
    return _send(client, service, "versions-back", release=release, live=live, note=note)


def settle(client: Client, service: HostedService, keep: str) -> HttpResponse:
    """Settle the first clash that the page shows."""
    response = client.get(reverse("publish", args=(service.slug,)))
    (clash, *_) = response.context["clashes"]
    item = clash.item
    said = {"kind": item.kind, "key": item.key, "mark": clash.mark, "keep": keep}
    return _send(client, service, "publish-settle", **said)


def _send(client: Client, service: HostedService, name: str, **said: str) -> HttpResponse:
    return cast("HttpResponse", client.post(reverse(name, args=(service.slug,)), said))


def words(response: HttpResponse) -> str:
    return response.content.decode()


def publish(client: Client, service: HostedService, **said: str) -> HttpResponse:
    return press(client, service, "publish-live", **said)
