"""Fill the queues from what is new in the journal; a job does it, in bounded steps."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction

from firstline.domain.progress import Progress
from firstline.journal.entries import JournalEntry
from firstline.journal.reader import JournalReader
from firstline.panel.annotation.choosing import queue_items
from firstline.panel.annotation.models import AnnotationPlan, Queue, QueueItem
from firstline.panel.jobs.models import State
from firstline.panel.jobs.queue import ask
from firstline.panel.services.models import HostedService

JOB = "fill_queues"
AT_FIRST = 20_000  # decisions that the first look goes back
AT_ONCE = 500
MOST_OPEN = 500  # in a queue; the less interesting ones give way. Audits never do.
LOOK_AGAIN_AFTER = timedelta(minutes=10)


def plan_of(service: HostedService) -> AnnotationPlan:
    return AnnotationPlan.objects.get_or_create(service=service)[0]


def ask_to_fill(plan: AnnotationPlan) -> bool:
    """Ask for a look into the journal, unless one is under way."""
    with transaction.atomic():
        HostedService.objects.select_for_update().get(pk=plan.service_id)
        unfinished = (State.WAITING, State.RUNNING)
        if plan.service.jobs.filter(kind=JOB, state__in=unfinished).exists():
            return False
        ask(JOB, plan.service, by=None)
    return True


def is_stale(plan: AnnotationPlan, now: datetime) -> bool:
    return plan.looked_at is None or now - plan.looked_at >= LOOK_AGAIN_AFTER


def fill(plan: AnnotationPlan, *, now: datetime, progress: Progress) -> int:
    """Look through what the journal holds behind the remembered place; return how many that is.

    Each step moves the place together with what it found, so that a look that is cut short goes
    on where it stopped.
    """
    reader = JournalReader(plan.service.folder.journal)
    try:
        count = reader.count()
        plan.place = plan.place or max(count - AT_FIRST, 0)
        total, done = reader.count(after=plan.place), 0
        entries = reader.numbered_entries(after=plan.place)
        while some := list(islice(entries, AT_ONCE)):
            progress("looking through decisions", done=done, total=total)
            _take_in(plan, some)
            done += len(some)
    finally:
        reader.close()
    AnnotationPlan.objects.filter(pk=plan.pk).update(looked_at=now)
    _let_go(plan.service)
    return done


def _take_in(plan: AnnotationPlan, some: Sequence[tuple[int, JournalEntry]]) -> None:
    made = [item for _, entry in some for item in queue_items(plan, entry)]
    plan.place = some[-1][0]
    with transaction.atomic():
        QueueItem.objects.bulk_create(made, ignore_conflicts=True)
        _join_conversations(plan.service, [entry for _, entry in some])
        AnnotationPlan.objects.filter(pk=plan.pk).update(place=plan.place)


def _join_conversations(service: HostedService, entries: Sequence[JournalEntry]) -> None:
    """Tell items which other decisions belong to their conversation."""
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for entry in entries:
        if entry.inquiry.conversation_id:
            ids[entry.inquiry.conversation_id[:200]].append(entry.decision_id)
    changed = []
    for item in service.queue_items.filter(conversation_id__in=ids, is_open=True):
        new = [i for i in ids[item.conversation_id] if i != item.decision_id]
        if set(new) - set(item.others):
            item.others = list(dict.fromkeys([*item.others, *new]))
            changed.append(item)
    QueueItem.objects.bulk_update(changed, ["others"])


def _let_go(service: HostedService) -> None:
    """Forget what is less interesting than a full queue of others."""
    for queue in (Queue.NEAR, Queue.UNCERTAIN, Queue.UNANSWERED):
        waiting = service.queue_items.filter(queue=queue, is_open=True, annotations=None)
        surplus = waiting.order_by("priority", "pk").values_list("pk", flat=True)[MOST_OPEN:]
        QueueItem.objects.filter(pk__in=list(surplus)).delete()
