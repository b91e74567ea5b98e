"""A shop that has answered customers, and queues filled from its journal."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.utils import timezone
from starlette.testclient import TestClient
from tests.builders import ACCIDENT, CARD_FACTS, CHARGED_TWICE, LOST_ITEM

from firstline.domain.progress import silently
from firstline.panel.annotation.filling import fill, plan_of
from firstline.panel.annotation.models import AnnotationPlan, Queue, QueueItem
from firstline.panel.services.models import HostedService
from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings

MESSAGES = (
    {"text": CHARGED_TWICE, "conversation_id": "c1"},
    {"text": LOST_ITEM, "conversation_id": "c2"},
    {"text": "And my bag as well", "conversation_id": "c2", "auto_reply_sent": True},
    {"text": ACCIDENT, "conversation_id": "c3"},
    {"text": "the voucher of my double charge", "conversation_id": "c4"},
)
Fill = Callable[[], int]


@pytest.fixture(scope="session")
def customers_wrote(tiny_release_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal of a few first messages and one second one."""
    journal = tmp_path_factory.mktemp("wrote") / "journal.sqlite3"
    settings = ServingSettings(
        store=tiny_release_store, journal=journal, allow_anonymous=True, sessions=1
    )
    with TestClient(create_app(settings)) as client:
        for message in MESSAGES:
            answered = client.post("/v1/answer", json={"facts": CARD_FACTS, **message})
            assert answered.is_success
    return journal


@pytest.fixture
def busy_shop(shop: HostedService, customers_wrote: Path) -> HostedService:
    with (
        closing(sqlite3.connect(customers_wrote)) as original,
        closing(sqlite3.connect(shop.folder.journal)) as own,
    ):
        original.backup(own)
    return shop


@pytest.fixture
def plan(busy_shop: HostedService) -> AnnotationPlan:
    """All automatic replies are audited, and none by two people."""
    found = plan_of(busy_shop)
    found.audit_share, found.twice_share = 1.0, 0.0
    found.save()
    return found


@pytest.fixture
def refill(plan: AnnotationPlan) -> Fill:
    return lambda: fill(plan, now=timezone.now(), progress=silently)


@pytest.fixture
def audited(busy_shop: HostedService, refill: Fill) -> QueueItem:
    """The automatic reply to the customer who was charged twice, waiting for an audit."""
    refill()
    return busy_shop.queue_items.get(queue=Queue.AUDIT, conversation_id="c1")
