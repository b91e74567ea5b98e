"""Fill the queue of new clusters: unanswered messages of no certain topic, alike ones in a row.

They are grouped as `firstline discover` groups them, and named by the same keywords; nothing is
drafted from them. What is grouped is what waits in the queue of unsure topics, so at most as many
messages as that may hold.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

import numpy as np
from django.db import transaction
from django.db.models import Q

from firstline.analysis.discovery.grouping import (
    ALONE,
    CUT,
    Groups,
    grouped,
    nearest_to_centre,
    scale_of,
)
from firstline.analysis.discovery.keywords import keywords
from firstline.domain.decisions import DecisionId
from firstline.inference.encoders import Encoder
from firstline.inference.vectors import Vectors
from firstline.journal.reader import DecisionNotFound, JournalReader
from firstline.panel.annotation.models import Queue, QueueItem
from firstline.panel.services.live import live_release
from firstline.panel.services.models import HostedService
from firstline.release.records import Release
from firstline.work.encoders import encoder_of

LEAST = 5  # alike messages; fewer may be chance


def gather_clusters(service: HostedService, *, now: datetime) -> int:
    """Group anew what waits; return how many messages are in a cluster.

    Raises:
        EncoderError: the encoder of the live release is not there.
        ReleaseError: what is live is damaged.
    """
    live, asked = live_release(service), _unsure(service)
    items, texts = _with_texts(service, asked)
    made = list(_clusters(live, items, texts)) if live and len(items) >= LEAST else []
    free = Q(held_until=None) | Q(held_until__lt=now)
    with transaction.atomic():
        waiting = service.queue_items.filter(queue=Queue.CLUSTER, is_open=True, annotations=None)
        waiting.filter(free).delete()
        QueueItem.objects.bulk_create(made, ignore_conflicts=True)  # somebody looks at the others
    return len(made)


def _unsure(service: HostedService) -> Sequence[QueueItem]:
    waiting = service.queue_items.filter(queue=Queue.UNCERTAIN, is_open=True, annotations=None)
    return list(waiting.order_by("received_at", "pk"))


def _with_texts(
    service: HostedService, asked: Sequence[QueueItem]
) -> tuple[list[QueueItem], list[str]]:
    """Read the messages, redacted, of those that the journal still holds."""
    found: list[QueueItem] = []
    texts: list[str] = []
    reader = JournalReader(service.folder.journal)
    try:
        for item in asked:
            try:
                texts.append(reader.entry(DecisionId(item.decision_id)).inquiry.text)
            except DecisionNotFound:
                continue
            found.append(item)
    finally:
        reader.close()
    return found, texts


def _clusters(
    live: Release, items: Sequence[QueueItem], texts: Sequence[str]
) -> Iterator[QueueItem]:
    encoder = encoder_of(live.model.encoder, items[0].service.folder.store.root)
    names = [topic.name for topic in live.service.topics.leaves]
    vectors, groups = _grouped(encoder, texts, names)
    outside = np.full(len(names), ALONE)
    words = keywords([*texts, *names], np.concatenate([groups, outside]))
    for group, terms in enumerate(words):
        members = np.flatnonzero(groups == group).tolist()
        for rank, place in enumerate(nearest_to_centre(vectors, members)):
            yield _item(items[place], ", ".join(terms), priority=group + rank / len(members))


def _grouped(
    encoder: Encoder, texts: Sequence[str], names: Sequence[str]
) -> tuple[Vectors, Groups]:
    both = encoder.encode([*texts, *names])
    vectors, of_names = np.split(both, [len(texts)])
    return vectors, grouped(vectors, cut=CUT * scale_of(vectors, of_names), least=LEAST)


def _item(unsure: QueueItem, terms: str, *, priority: float) -> QueueItem:
    """Queue a message once more, among those like it: the largest cluster and its middle first."""
    return QueueItem(
        service=unsure.service,
        queue=Queue.CLUSTER,
        decision_id=unsure.decision_id,
        conversation_id=unsure.conversation_id,
        others=unsure.others,
        received_at=unsure.received_at,
        release=unsure.release,
        found_topic=unsure.found_topic,
        keywords=terms[:200],
        priority=priority,
    )
