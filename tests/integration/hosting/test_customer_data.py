"""Another system says that a customer's data changed: acknowledged before the work."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings
from starlette.testclient import TestClient
from tests.builders import CHARGED_TWICE
from tests.integration.hosting.conversing import open_talk, outside_of
from tests.order_system import Fault, OrderSystem, running_order_system

from firstline.panel.conversations.models import Conversation
from firstline.panel.customer_data.changing import refresh_changed
from firstline.panel.customer_data.models import DataSource, FactsChanged
from firstline.panel.services.models import HostedService

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def orders(settings: Settings) -> Iterator[OrderSystem]:
    allowed = {"allowed_networks": ("127.0.0.1/32",)}
    settings.PANEL = settings.PANEL.model_copy(update=allowed)
    with running_order_system() as system:
        yield system


@pytest.fixture
def shop(
    transactional_db: None,  # noqa: ARG001
    orders: OrderSystem,
    tiny_release_store: Path,
    tmp_path: Path,
) -> HostedService:
    """A shop whose facts are in the order system."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "releases").symlink_to(tiny_release_store)
    shop = HostedService.objects.create(slug="shop", title="Shop", path=str(folder))
    DataSource.objects.create(
        service=shop,
        base_url=orders.base_url,
        path="/customers/{customer_id}/order",
        timeout_ms=5_000,
        fields={"payment_type": {"place": "paid"}},
    )
    return shop


@pytest.fixture
def outside(shop: HostedService) -> Iterator[TestClient]:
    with outside_of(shop) as client:
        yield client


def test_r05_a_change_is_acknowledged_before_a_slow_system_is_asked(
    outside: TestClient, orders: OrderSystem
) -> None:
    orders.faults.append(Fault(after_s=3))
    started = time.monotonic()

    answer = outside.post("/v1/customers/c-1/facts-changed")

    assert answer.status_code == 202
    assert time.monotonic() - started < 1
    assert orders.asked == []
    assert FactsChanged.objects.get().refreshed_at is None


def test_the_worker_looks_up_again_for_open_conversations(
    outside: TestClient, orders: OrderSystem
) -> None:
    orders.faults.append(Fault(body=b'{"paid": "cash"}'))
    talk = open_talk(outside, "/v1/conversations", customer_id="c-1")
    talk.write(CHARGED_TWICE)
    orders.faults.append(Fault(body=b'{"paid": "card"}'))
    outside.post("/v1/customers/c-1/facts-changed")

    assert refresh_changed(timezone.now()) == 1

    kept = Conversation.objects.get(pk=talk.id)
    assert kept.looked_up
    assert kept.looked_up["facts"] == {"payment_type": "card"}


def test_a_dead_system_stops_no_answer(outside: TestClient, orders: OrderSystem) -> None:
    orders.faults.append(Fault(status=500))

    found = open_talk(outside, "/v1/conversations", customer_id="c-1").write(CHARGED_TWICE)

    assert found["messages"][1]["text"] == "You paid 12.50 once."
