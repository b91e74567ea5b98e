"""What is worth a look, and where the look into the journal goes on."""

from pathlib import Path

import pytest
from django.utils import timezone
from starlette.testclient import TestClient
from tests.builders import CARD_FACTS, CHARGED_TWICE
from tests.panel.annotation.conftest import MESSAGES, Fill

from firstline.journal.reader import JournalReader
from firstline.panel.annotation import filling
from firstline.panel.annotation.choosing import chosen, draw
from firstline.panel.annotation.filling import ask_to_fill, is_stale
from firstline.panel.annotation.models import AnnotationPlan, Queue, QueueItem
from firstline.panel.jobs.models import Job
from firstline.panel.services.models import HostedService
from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings


def test_every_automatic_reply_can_be_drawn_and_no_second_message(
    busy_shop: HostedService, refill: Fill
) -> None:
    assert refill() == len(MESSAGES)
    audits = busy_shop.queue_items.filter(queue=Queue.AUDIT)

    assert {item.conversation_id for item in audits} >= {"c1", "c2"}
    assert all(item.was_sent for item in audits)
    texts = {item.decision_id for item in busy_shop.queue_items.all()}
    reader = JournalReader(busy_shop.folder.journal)
    second = next(e for e in reader.entries() if e.inquiry.auto_reply_sent)
    reader.close()
    assert second.decision_id not in texts


def test_a_share_is_drawn_by_chance_alone() -> None:
    drawn = [draw(f"audit:d{number}") for number in range(10_000)]

    assert 900 < sum(number < 0.1 for number in drawn) < 1_100
    assert len(set(drawn)) == len(drawn)


def test_without_a_share_nothing_is_audited(busy_shop: HostedService) -> None:
    reader = JournalReader(busy_shop.folder.journal)
    entries = list(reader.entries())
    reader.close()

    found = [one.queue for entry in entries for one in chosen(entry, audit_share=0.0)]
    assert Queue.AUDIT not in found


def test_the_look_goes_on_where_it_stopped(
    busy_shop: HostedService, plan: AnnotationPlan, refill: Fill, tiny_release_store: Path
) -> None:
    refill()
    before = QueueItem.objects.count()
    assert refill() == 0
    settings = ServingSettings(
        store=tiny_release_store, journal=busy_shop.folder.journal, allow_anonymous=True
    )
    with TestClient(create_app(settings)) as client:
        client.post("/v1/answer", json={"text": CHARGED_TWICE, "facts": CARD_FACTS})

    assert refill() == 1
    assert QueueItem.objects.count() > before
    plan.refresh_from_db()
    assert plan.place == len(MESSAGES) + 1


def test_messages_of_one_conversation_are_joined(busy_shop: HostedService, refill: Fill) -> None:
    refill()
    item = busy_shop.queue_items.get(queue=Queue.AUDIT, conversation_id="c2")

    assert len(item.others) == 1


def test_a_full_queue_keeps_what_is_most_interesting(
    busy_shop: HostedService, refill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "MOST_OPEN", 1)
    refill()
    for queue in (Queue.NEAR, Queue.UNCERTAIN, Queue.UNANSWERED):
        assert busy_shop.queue_items.filter(queue=queue).count() <= 1
    assert busy_shop.queue_items.filter(queue=Queue.AUDIT).count() >= 2


def test_one_look_is_asked_for_at_a_time(plan: AnnotationPlan) -> None:
    assert is_stale(plan, timezone.now())
    assert ask_to_fill(plan)
    assert not ask_to_fill(plan)
    assert Job.objects.count() == 1
