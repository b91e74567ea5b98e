from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings
from tests.panel.conversations.talks import a_conversation
from tests.panel.webhooks.receivers import Receiver, receiving

from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.conversations.models import Conversation
from firstline.panel.services.models import HostedService
from firstline.panel.webhooks.endpoints import make
from firstline.panel.webhooks.events import SUBSCRIBABLE
from firstline.panel.webhooks.models import Endpoint

LOOPBACK = settings.PANEL.model_copy(update={"allowed_networks": ("127.0.0.1",)})


@pytest.fixture
def desk() -> Iterator[Receiver]:
    """A desk inside, which the settings allow."""
    with override_settings(PANEL=LOOPBACK), receiving() as receiver:
        yield receiver


@pytest.fixture
def secret() -> list[str]:
    """Secrets that were shown, the newest last."""
    return []


@pytest.fixture
def olga(cast: dict[Role, User]) -> User:
    return cast[Role.OWNER]


@pytest.fixture
def hook(shop: HostedService, olga: User, desk: Receiver, secret: list[str]) -> Endpoint:
    """Tells the desk everything."""
    endpoint = Endpoint(service=shop, address=desk.address, events=list(SUBSCRIBABLE))
    secret.append(make(endpoint, by=olga))
    return endpoint


@pytest.fixture
def talk(hook: Endpoint) -> Conversation:
    """A conversation that the desk hears of."""
    return a_conversation(hook.service)


@pytest.fixture
def ben(cast: dict[Role, User]) -> User:
    return cast[Role.AGENT]
