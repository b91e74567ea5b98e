import pytest
from tests.panel.conversations.talks import a_conversation

from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.conversations.models import Conversation
from firstline.panel.services.models import HostedService


@pytest.fixture
def talk(shop: HostedService, cast: dict[Role, User]) -> Conversation:  # noqa: ARG001
    """A conversation that a customer of the shop has just opened."""
    return a_conversation(shop)


@pytest.fixture
def pavel(cast: dict[Role, User]) -> User:
    """A publisher, who answers too."""
    return cast[Role.PUBLISHER]
