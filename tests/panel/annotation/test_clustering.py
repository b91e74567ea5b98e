"""Messages that no topic fits for certain are looked at cluster by cluster."""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.builders import CARD_FACTS, MONDAY

from firstline.domain.inquiries import InquiryId
from firstline.engine import Engine
from firstline.journal.decision_ids import new_decision_id
from firstline.journal.entries import JournalEntry, RawInquiry, Timings
from firstline.journal.writer import Journal
from firstline.panel.accounts.roles import Role
from firstline.panel.annotation.models import Queue, QueueItem
from firstline.panel.services.models import HostedService
from firstline.work.clustering import LEAST, gather_clusters

UMBRELLAS = [f"can I take {word} umbrella into the tram" for word in
             ("my", "an", "one", "a wet", "the large", "this")]  # fmt: skip
WHEELS = [f"the {word} wheel of the rental bike squeaks" for word in
          ("front", "rear", "left", "small", "old", "rusty")]  # fmt: skip
ALONE = ["do you sell gift cards for christmas"]


@pytest.fixture
def unsure_shop(shop: HostedService, engine: Engine) -> HostedService:
    """A shop of which two new things were asked, in turn, and one that nobody else asks."""
    in_turn = [text for pair in zip(UMBRELLAS, WHEELS, strict=True) for text in pair]
    with closing(Journal(shop.folder.journal)) as journal:
        for number, text in enumerate([*in_turn, *ALONE]):
            entry = _entry(engine, text, number)
            journal.record(entry).result(timeout=10)
            _queue(shop, entry)
    return shop


def _entry(engine: Engine, text: str, number: int) -> JournalEntry:
    at = MONDAY + timedelta(minutes=number)
    asked = RawInquiry(id=InquiryId(str(number)), text=text, received_at=at, facts=CARD_FACTS)
    return JournalEntry(
        decision_id=new_decision_id(at),
        decided_at=at,
        inquiry=asked,
        decision=engine.answer(asked.typed(engine.release.service)),
        timings=Timings(waiting=0, reading=0, deciding=0),
    )


def _queue(shop: HostedService, entry: JournalEntry) -> None:
    QueueItem.objects.create(
        service=shop,
        queue=Queue.UNCERTAIN,
        decision_id=entry.decision_id,
        received_at=entry.decided_at,
        priority=0.1,
    )


def clusters(shop: HostedService) -> list[QueueItem]:
    return list(shop.queue_items.filter(queue=Queue.CLUSTER).order_by("priority"))


def test_messages_that_are_alike_follow_each_other_with_their_keywords(
    unsure_shop: HostedService,
) -> None:
    assert gather_clusters(unsure_shop, now=timezone.now()) == len(UMBRELLAS + WHEELS)

    words = [item.keywords for item in clusters(unsure_shop)]
    first, second = words[: len(UMBRELLAS)], words[len(UMBRELLAS) :]
    assert len(set(first)) == len(set(second)) == 1
    assert {"umbrella" in first[0], "umbrella" in second[0]} == {True, False}
    assert {"wheel" in first[0], "wheel" in second[0]} == {True, False}


def test_looking_again_neither_repeats_a_message_nor_takes_one_away_from_its_reader(
    unsure_shop: HostedService,
) -> None:
    now = timezone.now()
    gather_clusters(unsure_shop, now=now)
    looked_at = clusters(unsure_shop)[0]
    QueueItem.objects.filter(pk=looked_at.pk).update(held_until=now + timedelta(minutes=5))

    gather_clusters(unsure_shop, now=now)

    again = clusters(unsure_shop)
    assert looked_at in again
    assert len({item.decision_id for item in again}) == len(again) == len(UMBRELLAS + WHEELS)


def test_too_few_messages_are_no_cluster(unsure_shop: HostedService) -> None:
    keep = unsure_shop.queue_items.values_list("pk", flat=True)[: LEAST - 1]
    unsure_shop.queue_items.exclude(pk__in=list(keep)).delete()

    assert gather_clusters(unsure_shop, now=timezone.now()) == 0


def test_an_annotator_sees_what_the_messages_have_in_common(
    unsure_shop: HostedService, as_: Callable[[Role], Client]
) -> None:
    gather_clusters(unsure_shop, now=timezone.now())
    agent = as_(Role.AGENT)

    queues = agent.get(reverse("annotate", args=("shop",))).text
    page = agent.get(reverse("annotate-next", args=("shop", "cluster")), follow=True).text

    assert "New cluster" in queues
    assert "have in common" in page
    assert "umbrella" in page or "wheel" in page
