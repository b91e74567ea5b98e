import copy
from collections.abc import Callable, Iterator

import pytest
from pydantic import SecretStr
from tests.integration.connectors.customer_data.facts import FIELDS, ORDER
from tests.order_system import CLIENT, CLIENT_SECRET, KEY, OrderSystem, running_order_system

from firstline.connectors.addresses import Reach
from firstline.connectors.customer_data import CustomerData, Limits
from firstline.connectors.customer_data.authorising import Authorisation, AuthorisationKind
from firstline.connectors.customer_data.rest import RestConnector, RestInterface
from firstline.connectors.customer_data.sources import utc_now

HERE = Reach.over("127.0.0.1/32")
BY_KEY = Authorisation(kind=AuthorisationKind.API_KEY, header="X-Key", secret=SecretStr(KEY))
Connect = Callable[..., CustomerData]


@pytest.fixture(scope="session")
def one_order_system() -> Iterator[OrderSystem]:
    with running_order_system() as system:
        yield system


@pytest.fixture
def orders(one_order_system: OrderSystem) -> OrderSystem:
    """An order system that knows customer c-1."""
    one_order_system.forget()
    one_order_system.orders["c-1"] = copy.deepcopy(ORDER)
    return one_order_system


@pytest.fixture
def by_token(orders: OrderSystem) -> Authorisation:
    return Authorisation(
        kind=AuthorisationKind.CLIENT_CREDENTIALS,
        token_url=f"{orders.base_url}/token",
        client_id=CLIENT,
        secret=SecretStr(CLIENT_SECRET),
    )


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def connect(orders: OrderSystem, clock: Clock) -> Iterator[Connect]:
    made: list[CustomerData] = []

    def connected(
        authorisation: Authorisation = BY_KEY,
        *,
        path: str = "/customers/{customer_id}/order",
        timeout_s: float = 5,
        kept_s: float = 0,
    ) -> CustomerData:
        interface = RestInterface(base_url=orders.base_url, path=path, authorisation=authorisation)
        connector = RestConnector(interface, reach=HERE, timeout_s=timeout_s)
        limits = Limits(timeout_s=timeout_s, kept_s=kept_s)
        zone = utc_now().tzinfo
        assert zone is not None
        made.append(CustomerData(connector, FIELDS, zone=zone, limits=limits, clock=clock))
        return made[-1]

    yield connected
    for each in made:
        each.close()
