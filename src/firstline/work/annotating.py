"""The job `fill_queues`, and writing what people said into the journal.

Answers reach the journal from the worker: it opens the file as the answering service does, and
SQLite lets both write in turn (write-ahead log, `BEGIN IMMEDIATE`, a busy timeout of 5 s on both
sides), so the service waits at most for one small commit. The other way, `POST /v1/outcomes`,
would need the service's address and a key in the panel, and a service that is up.

An answer is written half a minute after it was given, so that it can be undone until then: the
journal is append-only. Should a worker die between the journal's commit and its own, the answer
is written twice, which changes nothing, since the last word counts.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from firstline.domain.decisions import DecisionId
from firstline.domain.errors import EncoderError
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.journal.entries import Outcome, OutcomeKind
from firstline.panel.annotation.filling import JOB, fill, plan_of
from firstline.panel.annotation.models import Annotation, Queue, Verdict
from firstline.panel.jobs.models import Job
from firstline.panel.jobs.queue import Progress, job
from firstline.panel.services.models import HostedService
from firstline.work.clustering import gather_clusters
from firstline.work.outcomes import write_outcomes

log = logging.getLogger(__name__)
UNDO_FOR = timedelta(seconds=30)
AT_ONCE = 100


@job(JOB)
def fill_queues(asked: Job, progress: Progress) -> Mapping[str, Any]:
    now = timezone.now()
    looked = fill(plan_of(asked.service), now=now, progress=progress)
    if not looked:
        return {"looked_through": 0}
    progress("grouping messages that are alike")
    return {"looked_through": looked, "in_clusters": _gathered(asked.service, now)}


def _gathered(service: HostedService, now: datetime) -> int:
    """Group what is alike; queues fill also where the worker has no encoder."""
    try:
        return gather_clusters(service, now=now)
    except EncoderError:
        log.warning("no encoder to group messages with", extra={"service": service.slug})
        return 0


def record_answers(now: datetime) -> int:
    """Write what was said until half a minute ago; return how much that was."""
    said = Annotation.objects.filter(
        recorded_at=None, verdict=Verdict.LABELLED, at__lte=now - UNDO_FOR
    )
    services = HostedService.objects.filter(pk__in=said.values("item__service"))
    return sum(_record(service, now, until=now - UNDO_FOR) for service in services)


def record_all_answers(service: HostedService) -> None:
    """Write what was said until now, for a job that learns from it."""
    now = timezone.now()
    while _record(service, now, until=now):
        pass


def _record(service: HostedService, now: datetime, *, until: datetime) -> int:
    with transaction.atomic():
        said = list(_unrecorded(service, until))
        if said:
            write_outcomes(service.folder.journal, map(_outcome, said))
        Annotation.objects.filter(pk__in=[one.pk for one in said]).update(recorded_at=now)
    return len(said)


def _unrecorded(service: HostedService, until: datetime) -> "QuerySet[Annotation]":
    """Take answers that no other worker is writing just now."""
    waiting = Annotation.objects.filter(
        item__service=service,
        recorded_at=None,
        verdict=Verdict.LABELLED,
        at__lte=until,
    )
    mine = waiting.select_for_update(
        skip_locked=connection.features.has_select_for_update_skip_locked, of=("self",)
    )
    return mine.select_related("item").order_by("at", "pk")[:AT_ONCE]


def _outcome(one: Annotation) -> Outcome:
    """Of an automatic reply that was drawn at random it is an audit, else it only teaches."""
    is_audit = one.item.queue == Queue.AUDIT and one.item.was_sent
    return Outcome(
        decision_id=DecisionId(one.item.decision_id),
        kind=OutcomeKind.AUDIT if is_audit else OutcomeKind.ANNOTATION,
        recorded_at=one.at,
        template_id=TemplateId(one.template) if one.template else None,
        topic_id=TopicId(one.topic),
    )
