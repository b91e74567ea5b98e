from collections.abc import Iterator

import pytest
from pytest_django import Settings
from tests.builders import MONDAY
from tests.order_system import KEY, OrderSystem, running_order_system

from firstline.panel.conversations.models import Conversation
from firstline.panel.conversations.receiving import open_conversation
from firstline.panel.customer_data import connecting
from firstline.panel.customer_data.models import DataSource
from firstline.panel.secrets import encrypted
from firstline.panel.services.models import HostedService

ORDER = {"payment": {"type": "CC"}, "total": 1250, "name": "Ann Example"}
FIELDS = {
    "payment_type": {"place": "payment.type", "values": {"CC": "card"}},
    "order_cost": {"place": "total", "conversion": "hundredths", "may_update": True},
}


@pytest.fixture(scope="session")
def one_order_system() -> Iterator[OrderSystem]:
    with running_order_system() as system:
        yield system


@pytest.fixture
def orders(one_order_system: OrderSystem, settings: Settings) -> Iterator[OrderSystem]:
    """An order system that knows customer c-1, in a network that the operator allows."""
    one_order_system.forget()
    one_order_system.orders["c-1"] = dict(ORDER)
    allowed = {"allowed_networks": ("127.0.0.1/32",)}
    settings.PANEL = settings.PANEL.model_copy(update=allowed)
    yield one_order_system
    for _, data in connecting._READY.values():
        data.close()
    connecting._READY.clear()


@pytest.fixture
def source(orders: OrderSystem, shop: HostedService) -> DataSource:
    """The order system, connected to the shop."""
    return DataSource.objects.create(
        service=shop,
        base_url=orders.base_url,
        path="/customers/{customer_id}/order",
        asks="api_key",
        header="X-Key",
        secret=encrypted(KEY),
        timeout_ms=5000,
        fields=FIELDS,
    )


@pytest.fixture
def talk(shop: HostedService) -> Conversation:
    """A conversation of customer c-1, opened with a fact that the order system has as well."""
    return open_conversation(
        shop, now=MONDAY, customer_id="c-1", language="en", facts={"payment_type": "cash"}
    )
