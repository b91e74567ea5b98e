"""Customers who write over HTTP to a shop of the panel."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

from starlette.testclient import TestClient
from tests.builders import CARD_FACTS

from firstline.hosting.app import create_whole_app
from firstline.panel.services.models import HostedService
from firstline.serving.settings import ServingSettings

Json: TypeAlias = dict[str, Any]


@contextmanager
def outside_of(shop: HostedService, **more: Any) -> Iterator[TestClient]:  # noqa: ANN401 - settings
    """Open a browser of somebody outside, who may ask without a key."""
    settings = ServingSettings(
        store=shop.folder.store.root,
        journal=shop.folder.journal,
        allow_anonymous=True,
        sessions=1,
        **more,
    )
    with TestClient(create_whole_app(settings, shop)) as client:
        yield client


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation in a customer's browser."""

    client: TestClient
    base: str
    id: str
    token: str

    def path(self, rest: str) -> str:
        return f"{self.base}/{self.id}/{rest}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def write(self, text: str, key: str = "") -> Json:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        answer = self.client.post(self.path("messages"), json={"text": text}, headers=headers)
        assert answer.status_code == 201, answer.text
        found: Json = answer.json()
        return found

    def read(self, after: int = 0) -> Json:
        page = self.client.get(self.path(f"messages?after={after}"), headers=self.headers)
        assert page.status_code == 200, page.text
        found: Json = page.json()
        return found

    def post(self, rest: str, body: Json) -> Json:
        answer = self.client.post(self.path(rest), json=body, headers=self.headers)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found


def open_talk(client: TestClient, base: str, key: str = "", **body: object) -> Talk:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    answer = client.post(base, json={"facts": CARD_FACTS, **body}, headers=headers)
    assert answer.status_code == 201, answer.text
    opened = answer.json()
    return Talk(client, base, opened["conversation"]["id"], opened["token"])


def authors(found: Json) -> list[str]:
    return [message["author"] for message in found["messages"]]
