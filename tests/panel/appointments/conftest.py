from collections.abc import Iterator
from datetime import datetime

import pytest
from django.conf import LazySettings
from tests.panel.appointments.bookings import a_calendar, is_offered
from tests.panel.conversations.talks import a_conversation
from tests.radicale import PASSWORD, USER, Collection, Radicale, run_radicale

from firstline.panel.appointments.models import BookingCalendar, Kind
from firstline.panel.conversations.models import Conversation
from firstline.panel.secrets import encrypted
from firstline.panel.services.models import HostedService


@pytest.fixture(scope="session")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with run_radicale(tmp_path_factory.mktemp("radicale")) as server:
        yield server


@pytest.fixture
def collection(radicale: Radicale, settings: LazySettings) -> Collection:
    """A calendar elsewhere that the operator allows to ask."""
    networks = {"allowed_networks": ("127.0.0.0/8",)}
    settings.PANEL = settings.PANEL.model_copy(update=networks)
    return radicale.collection()


@pytest.fixture
def own(shop: HostedService) -> BookingCalendar:
    return a_calendar(shop)


@pytest.fixture
def elsewhere(shop: HostedService, collection: Collection) -> BookingCalendar:
    """Appointments of the shop are kept on a CalDAV server."""
    of_server = {"address": collection.url, "user": USER, "kept_password": encrypted(PASSWORD)}
    return a_calendar(shop, kind=Kind.CALDAV, **of_server)


@pytest.fixture
def talk(shop: HostedService) -> Conversation:
    return a_conversation(shop)


@pytest.fixture
def offered(talk: Conversation, own: BookingCalendar) -> list[datetime]:  # noqa: ARG001
    return is_offered(talk)
