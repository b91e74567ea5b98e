"""Who may chat, from where and how often; and the stream of what is new."""

import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

import httpx2
import pytest
import uvicorn
from django.utils import timezone
from pydantic import SecretStr
from starlette.testclient import TestClient
from tests.builders import CARD_FACTS, CHARGED_TWICE

from firstline.hosting.app import create_whole_app
from firstline.hosting.conversations.live import MOST_OF_ONE, Live
from firstline.hosting.conversations.widget import FILE
from firstline.panel.accounts.models import User
from firstline.panel.chats.identities import sign
from firstline.panel.chats.models import Chat
from firstline.panel.chats.setup import make_secret
from firstline.panel.conversations.agents import Said, say
from firstline.panel.conversations.models import Conversation
from firstline.panel.services.models import HostedService
from firstline.serving.settings import ServingSettings

pytestmark = pytest.mark.django_db(transaction=True)
BASE = "/v1/conversations"
SHOP = "https://shop.example"
ANONYMOUS = {"Origin": SHOP}
KEY = "a key of the service"
Headers: TypeAlias = dict[str, str]


@pytest.fixture
def shop(transactional_db: None, tiny_release_store: Path, tmp_path: Path) -> HostedService:  # noqa: ARG001
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "releases").symlink_to(tiny_release_store)
    shop = HostedService.objects.create(slug="shop", title="Shop", path=str(folder))
    Chat.objects.create(service=shop, is_on=True, allows_anonymous=True, origins=[SHOP])
    return shop


@pytest.fixture
def settings(shop: HostedService) -> ServingSettings:
    """A service that answers nobody without a key."""
    return ServingSettings(
        store=shop.folder.store.root,
        journal=shop.folder.journal,
        api_keys=(SecretStr(KEY),),
        sessions=1,
        chat_anonymous_per_hour=2,
        chat_streams=MOST_OF_ONE + 1,
    )


@pytest.fixture
def outside(shop: HostedService, settings: ServingSettings) -> Iterator[TestClient]:
    with TestClient(create_whole_app(settings, shop)) as client:
        yield client


@pytest.fixture
def known(shop: HostedService) -> Callable[..., Headers]:
    secret = make_secret(shop, by=None)

    def known_as(customer: str, **claims: object) -> Headers:
        said = {"sub": customer, "facts": CARD_FACTS, **claims}
        token = sign(secret, said, now=timezone.now(), valid_for=timedelta(hours=1))
        return {"Authorization": f"Bearer {token}", **ANONYMOUS}

    return known_as


def test_a_signed_customer_is_known_and_finds_the_conversation_again(
    outside: TestClient, known: Callable[..., Headers]
) -> None:
    assert outside.get(f"{BASE}/mine", headers=known("c-1")).status_code == 204
    opened = outside.post(BASE, json={}, headers=known("c-1", name="Carla", language="en"))
    assert opened.status_code == 201
    kept = Conversation.objects.get()
    assert (kept.customer_id, kept.customer_name, kept.facts) == ("c-1", "Carla", CARD_FACTS)

    again = outside.post(BASE, json={}, headers=known("c-1"))
    mine = outside.get(f"{BASE}/mine", headers=known("c-1"))
    assert (again.status_code, mine.status_code) == (200, 200)
    assert again.json()["conversation"]["id"] == mine.json()["conversation"]["id"] == str(kept.pk)
    other = outside.get(f"{BASE}/mine", headers=known("c-2"))
    assert other.status_code == 204
    fresh = outside.post(BASE, json={"start_over": True}, headers=known("c-1"))
    assert fresh.json()["conversation"]["id"] != str(kept.pk)


def test_what_a_browser_says_of_itself_is_not_taken(
    outside: TestClient, known: Callable[..., Headers]
) -> None:
    for claim in ({"facts": CARD_FACTS}, {"customer_id": "c-2"}, {"facts_at": "2026-01-01"}):
        for headers in (ANONYMOUS, known("c-1")):
            assert outside.post(BASE, json=claim, headers=headers).status_code == 422
    assert not Conversation.objects.exists()


def test_a_forged_identity_opens_nothing(
    outside: TestClient, known: Callable[..., Headers]
) -> None:
    forged = {"Authorization": known("c-1")["Authorization"][:-4] + "AAAA", **ANONYMOUS}
    for refused in (
        outside.post(BASE, json={}, headers=forged),
        outside.get(f"{BASE}/mine", headers=forged),
        outside.get(f"{BASE}/mine", headers=ANONYMOUS),
    ):
        assert refused.status_code == 401
        assert refused.json()["error"]["code"] == "wrong_identity"


def test_signed_facts_that_the_service_does_not_have_are_named(
    outside: TestClient, known: Callable[..., Headers]
) -> None:
    refused = outside.post(BASE, json={}, headers=known("c-1", facts={"no_such": 1}))

    assert refused.status_code == 422


def test_somebody_unknown_writes_from_a_browser_and_no_program_does(outside: TestClient) -> None:
    assert outside.post(BASE, json={}).status_code == 401  # no browser, so a program without a key
    assert outside.post(BASE, json={}, headers=ANONYMOUS).status_code == 201
    refused = outside.post(BASE, json={}, headers={**ANONYMOUS, "X-API-Key": "another"})
    assert refused.status_code == 401


@pytest.mark.parametrize(
    ("change", "code"),
    [({"allows_anonymous": False}, "identity_needed"), ({"is_on": False}, "chat_off")],
)
def test_a_chat_that_takes_nobody_says_why(
    outside: TestClient, shop: HostedService, change: dict[str, bool], code: str
) -> None:
    Chat.objects.filter(service=shop).update(**change)
    refused = outside.post(BASE, json={}, headers=ANONYMOUS)

    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == code


def test_an_address_opens_only_so_many(outside: TestClient) -> None:
    for _ in range(2):
        assert outside.post(BASE, json={}, headers=ANONYMOUS).status_code == 201
    believed = {**ANONYMOUS, "X-Forwarded-For": "203.0.113.7"}  # nobody believes it

    refused = outside.post(BASE, json={}, headers=believed)

    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert outside.post(BASE, json={}, headers={"X-API-Key": KEY}).status_code == 201


def test_nobody_unknown_reads_what_another_wrote(outside: TestClient) -> None:
    one, other = (outside.post(BASE, json={}, headers=ANONYMOUS).json() for _ in range(2))
    path = f"{BASE}/{one['conversation']['id']}"
    token = {"Authorization": f"Bearer {other['token']}"}

    for rest in ("messages", "events"):
        assert outside.get(f"{path}/{rest}", headers=token).status_code == 401
        assert outside.get(f"{path}/{rest}").status_code == 401


def test_a_conversation_takes_only_so_many_messages_a_minute(outside: TestClient) -> None:
    opened = outside.post(BASE, json={}, headers=ANONYMOUS).json()
    path, token = (
        f"{BASE}/{opened['conversation']['id']}",
        {"Authorization": f"Bearer {opened['token']}"},
    )
    for number in range(20):
        sent = outside.post(
            f"{path}/messages",
            json={"text": f"Hello {number}"},
            headers={**token, "Idempotency-Key": str(number)},
        )
        assert sent.status_code == 201
    refused = outside.post(f"{path}/messages", json={"text": "Hello"}, headers=token)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    again = {**token, "Idempotency-Key": "19"}  # what has arrived is confirmed at any time
    assert (
        outside.post(f"{path}/messages", json={"text": "Hello 19"}, headers=again).status_code
        == 201
    )


def test_only_pages_of_its_origins_may_ask(outside: TestClient) -> None:
    asks = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    allowed = outside.options(BASE, headers={**ANONYMOUS, **asks})
    assert allowed.headers["Access-Control-Allow-Origin"] == SHOP
    refused = outside.options(BASE, headers={"Origin": "https://evil.example", **asks})
    assert refused.status_code == 400
    assert "Access-Control-Allow-Origin" not in refused.headers
    error = outside.post(BASE, json={"facts": 1}, headers=ANONYMOUS)
    assert error.headers["Access-Control-Allow-Origin"] == SHOP  # also what went wrong is read
    for path in ("/v1/answer", "/readyz", "/v1/chats"):
        assert "Access-Control-Allow-Origin" not in outside.get(path, headers=ANONYMOUS).headers


def test_anybody_reads_how_the_chat_is_set_up_and_no_secret(
    outside: TestClient, known: Callable[..., Headers]
) -> None:
    known("c-1")
    shown = outside.get("/v1/chat").json()

    assert shown == {
        "is_on": True,
        "allows_anonymous": True,
        "title": "",
        "greetings": {},
        "longest": 20_000,
    }


def test_the_widget_is_one_small_script(outside: TestClient) -> None:
    answer = outside.get("/widget.js")

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert len(gzip.compress(FILE.read_bytes())) <= 25_000
    assert b"innerHTML" not in answer.content
    again = outside.get("/widget.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert outside.get("/services/shop/widget.js").content == answer.content


@pytest.fixture
def address(shop: HostedService, settings: ServingSettings) -> Iterator[str]:
    """A real server, which can stream; it stops as `firstline run` does."""
    live = Live(settings.chat_streams)
    server = _Server(create_whole_app(settings, shop, live), live)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        assert server.is_ready.wait(60)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(60)
        assert not thread.is_alive()


class _Server(uvicorn.Server):
    def __init__(self, app: object, live: Live) -> None:
        super().__init__(uvicorn.Config(app, log_config=None))  # type: ignore[arg-type]  # ASGI
        self.is_ready = threading.Event()
        self._live = live

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._live.stop()
        await super().shutdown(sockets)


def _events(response: httpx2.Response) -> Iterator[dict[str, object]]:
    for line in response.iter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


def test_a_stream_tells_what_is_new_and_ends_when_the_server_stops(
    address: str, shop: HostedService
) -> None:
    ben = User.objects.make("ben@example.com", name="Ben")
    with httpx2.Client(base_url=address, timeout=60) as client:
        opened = client.post(BASE, json={}, headers=ANONYMOUS).json()
        kept = opened["conversation"]["id"]
        token = {"Authorization": f"Bearer {opened['token']}"}
        path = f"{BASE}/{kept}/events"
        with client.stream("GET", path, headers=token) as stream:
            events = _events(stream)
            assert next(events)["messages"] == []
            client.post(f"{BASE}/{kept}/messages", json={"text": CHARGED_TWICE}, headers=token)
            written = next(events)
            say(
                shop.conversations.get().pk,
                Said(text="Ben here", seen=99),
                by=ben,
                now=timezone.now(),
            )
            answer = next(events)
            while not answer["messages"]:
                answer = next(events)
            assert answer["messages"][-1]["text"] == "Ben here"  # type: ignore[index]
        resumed = {**token, "Last-Event-ID": str(written["newest"])}
        with client.stream("GET", path, headers=resumed) as stream:
            first = next(_events(stream))
            assert [said["text"] for said in first["messages"]][-1] == "Ben here"  # type: ignore[attr-defined]
        assert client.get(path, headers={**token, "Last-Event-ID": "x"}).status_code == 422


def test_one_conversation_and_one_process_keep_only_so_many_streams(address: str) -> None:
    with httpx2.Client(base_url=address, timeout=60) as client:
        one, other = (client.post(BASE, json={}, headers=ANONYMOUS).json() for _ in range(2))

        def follow(opened: dict[str, object]) -> httpx2.Response:
            path = f"{BASE}/{opened['conversation']['id']}/events"  # type: ignore[index]
            request = client.build_request(
                "GET", path, headers={"Authorization": f"Bearer {opened['token']}"}
            )
            return client.send(request, stream=True)

        streams = [follow(one) for _ in range(MOST_OF_ONE)]
        assert {stream.status_code for stream in streams} == {200}
        assert follow(one).status_code == 429
        assert follow(other).status_code == 200
        assert follow(other).status_code == 503
        for stream in streams:
            stream.close()
