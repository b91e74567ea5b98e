"""Write what people said and did into a decision journal, and what conversations left for it."""

import logging
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from firstline.domain.decisions import DecisionId
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.journal.entries import Outcome, OutcomeKind, Rejection
from firstline.journal.reader import DecisionNotFound
from firstline.journal.writer import Journal
from firstline.panel.conversations.models import PendingOutcome
from firstline.panel.services.models import HostedService
from firstline.text import prepare

AT_ONCE = 100
log = logging.getLogger(__name__)


def write_outcomes(path: Path, outcomes: Iterable[Outcome]) -> None:
    """Append outcomes to a journal, and return once they are durable."""
    journal = Journal(path)
    try:
        written = []
        for outcome in outcomes:
            try:
                written.append(journal.record_outcome(outcome))
            except DecisionNotFound:  # the journal was replaced; it will never hold it again
                log.warning("a decision with an outcome is gone", extra={"id": outcome.decision_id})
        for each in written:
            each.result()
    finally:
        journal.close()


def record_conversations(now: datetime) -> int:  # noqa: ARG001 - a tick's
    """Write what conversations left for the journals; return how much that was.

    Should the worker die in between, it is written twice, which changes nothing: the last counts.
    """
    services = HostedService.objects.filter(pk__in=PendingOutcome.objects.values("service"))
    return sum(map(_record, services))


def _record(service: HostedService) -> int:
    with transaction.atomic():
        waiting = PendingOutcome.objects.filter(service=service).select_for_update(
            skip_locked=connection.features.has_select_for_update_skip_locked
        )
        chosen = list(waiting[:AT_ONCE])
        write_outcomes(service.folder.journal, map(_outcome, chosen))
        PendingOutcome.objects.filter(pk__in=[pending.pk for pending in chosen]).delete()
    return len(chosen)


def _outcome(pending: PendingOutcome) -> Outcome:
    """Redact an agent's words, as the answering service does."""
    return Outcome(
        decision_id=DecisionId(pending.decision_id),
        kind=OutcomeKind(pending.kind),
        recorded_at=pending.at,
        rating=pending.rating,
        text=prepare(pending.text).text,
        template_id=TemplateId(pending.template_id) if pending.template_id else None,
        topic_id=TopicId(pending.topic_id) if pending.topic_id else None,
        similarity=pending.similarity,
        rejection=Rejection(pending.rejection) if pending.rejection else None,
    )
