"""Each service of the panel answers to its own keys."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import anyio
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient
from tests.builders import CARD_FACTS, CHARGED_TWICE

from firstline.hosting.conversations.live import Live
from firstline.hosting.keys import PanelKeys
from firstline.hosting.services import AnsweringServices
from firstline.panel.accounts.models import User
from firstline.panel.keys.keys import make_api_key, revoke
from firstline.panel.services.models import HostedService
from firstline.serving.settings import ServingSettings

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = {"text": CHARGED_TWICE, "facts": CARD_FACTS}


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def olga(transactional_db: None) -> User:  # noqa: ARG001
    return User.objects.make("olga@example.com")


@pytest.fixture
def shop(olga: User, tiny_release_store: Path, tmp_path: Path) -> HostedService:  # noqa: ARG001
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "releases").symlink_to(tiny_release_store)
    return HostedService.objects.create(slug="shop", title="Shop", path=str(folder))


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[TestClient]:
    """A help desk somewhere, and a host whose own keys are for its own service."""
    settings = ServingSettings(
        store=tmp_path, journal=tmp_path / "j", api_keys=(SecretStr("operators-key"),), sessions=1
    )
    services = AnsweringServices(settings, Live(most=10))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await services.close()

    app = Starlette(routes=[Mount("/services", services)], lifespan=lifespan)
    with TestClient(app) as client:
        yield client


def ask(client: TestClient, key: str, slug: str = "shop") -> int:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return client.post(f"/services/{slug}/v1/answer", json=QUESTION, headers=headers).status_code


def test_a_key_opens_its_service_alone(
    shop: HostedService, olga: User, outside: TestClient, tmp_path: Path
) -> None:
    (tmp_path / "twin").symlink_to(shop.folder.path)
    twin = HostedService.objects.create(slug="twin", title="Twin", path=str(tmp_path / "twin"))
    _, secret = make_api_key(shop, "help desk", by=olga)
    make_api_key(twin, "help desk", by=olga)

    assert ask(outside, secret) == 200
    assert ask(outside, secret, "twin") == 401
    assert ask(outside, "operators-key") == 401
    assert ask(outside, "") == 401


@pytest.mark.usefixtures("shop")
def test_a_service_without_keys_is_open_to_nobody(outside: TestClient) -> None:
    assert ask(outside, "") == 401


def test_a_service_that_is_not_live_is_not_there(
    shop: HostedService, outside: TestClient, tmp_path: Path
) -> None:
    HostedService.objects.create(slug="new", title="New", path=str(tmp_path / "new"))
    HostedService.objects.filter(pk=shop.pk).update(closed_at=datetime.now(UTC))

    assert (ask(outside, "", "new"), ask(outside, ""), ask(outside, "", "x")) == (404, 404, 404)
    assert not (tmp_path / "new").exists()


def test_a_revoked_key_is_known_within_a_second(shop: HostedService, olga: User) -> None:
    clock = Clock()
    keys = PanelKeys(shop.pk, allow_anonymous=True, clock=clock)

    def opens(key: str) -> bool:
        clock.now += 1.1
        return anyio.run(keys.opens, key)

    assert opens("")  # no key was ever made, and the host lets everyone ask
    key, secret = make_api_key(shop, "help desk", by=olga)
    assert opens(secret)
    assert not opens("")
    revoke(key, by=olga)
    assert not opens(secret)
    assert not opens("")  # a lock that was put on stays
