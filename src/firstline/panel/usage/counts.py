"""Keep the sums up to date, and read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from firstline.journal.reader import JournalReader
from firstline.panel.jobs.models import State
from firstline.panel.jobs.queue import Progress, ask
from firstline.panel.services.models import HostedService
from firstline.panel.usage.models import CountedUntil, TemplateWeek
from firstline.panel.usage.sums import Sums, monday_of, summed

JOB = "count_uses"
IN_A_REQUEST = 300  # entries, about 10 ms; a longer way is for the worker
IN_A_JOB = 5_000  # entries between two reports of progress
WEEKS = 12
"""As far back as pages look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    sent: int = 0
    chosen: int = 0
    ratings: int = 0
    rating: float | None = None
    last_at: datetime | None = None
    weeks: Sequence[int] = ()
    """How often it was sent by either, week by week, the current one last."""

    @property
    def total(self) -> int:
        return self.sent + self.chosen


def catch_up(service: HostedService) -> None:
    """Count what is new in the journal: a little at once, more as a job."""
    if not service.folder.journal.exists():
        return
    reader = JournalReader(service.folder.journal)
    try:
        missing = _missing(service, reader)
        if 0 < missing <= IN_A_REQUEST:
            count_some(service, reader, most=IN_A_REQUEST)
        elif missing and not _is_asked_for(service):
            ask(JOB, service, by=None)
    finally:
        reader.close()


def _missing(service: HostedService, reader: JournalReader) -> int:
    until = CountedUntil.objects.filter(service=service).first() or CountedUntil()
    decision, outcome = reader.last_places()
    return max(decision - until.decision, 0) + max(outcome - until.outcome, 0)


def _is_asked_for(service: HostedService) -> bool:
    return service.jobs.filter(kind=JOB, state__in=(State.WAITING, State.RUNNING)).exists()


def count_all(service: HostedService, progress: Progress) -> int:
    """Count all that is new, and say how far it is; return how many entries that were."""
    reader = JournalReader(service.folder.journal)
    try:
        total, done = _missing(service, reader), 0
        while counted := count_some(service, reader, most=IN_A_JOB):
            done += counted
            progress("count", done=done, total=max(total, done))
    finally:
        reader.close()
    return done


def count_some(service: HostedService, reader: JournalReader, *, most: int) -> int:
    """Add the next entries to the sums, each once, whoever else counts at the same time."""
    with transaction.atomic():
        CountedUntil.objects.get_or_create(service=service)
        until = CountedUntil.objects.select_for_update().get(service=service)
        entries = reader.contents(after=until.decision, limit=most)
        outcomes = reader.numbered_outcomes(after=until.outcome, limit=most)
        _add(service, summed((c for _, c in entries), (o for _, o in outcomes), reader))
        until.decision = entries[-1][0] if entries else until.decision
        until.outcome = outcomes[-1][0] if outcomes else until.outcome
        until.save()
    return len(entries) + len(outcomes)


def _add(service: HostedService, sums: Sums) -> None:
    weeks = {week for _, week in sums}
    known = {
        (row.template_id, row.week): row
        for row in TemplateWeek.objects.filter(service=service, week__in=weeks)
    }
    changed: list[TemplateWeek] = []
    new: list[TemplateWeek] = []
    for (template_id, week), own in sums.items():
        row = known.get((template_id, week))
        (changed if row else new).append(
            row := row or TemplateWeek(service=service, template_id=template_id[:100], week=week)
        )
        for name in _COUNTS:
            setattr(row, name, getattr(row, name) + getattr(own, name))
        row.last_at = max(filter(None, (row.last_at, own.last_at)), default=None)
    TemplateWeek.objects.bulk_create(new)
    TemplateWeek.objects.bulk_update(changed, [*_COUNTS, "last_at"])


_COUNTS = ("sent", "chosen", "suggested", "ratings", "rating_sum")


def use_of(service: HostedService, template_id: str) -> Use:
    return uses_by_template(service, [template_id])[template_id]


def uses_by_template(service: HostedService, template_ids: Sequence[str]) -> Mapping[str, Use]:
    """Read the sums of some templates; those never used are there too."""
    rows = TemplateWeek.objects.filter(service=service, template_id__in=template_ids)
    totals = {
        row["template_id"]: row
        for row in rows.values("template_id").annotate(
            all_sent=Sum("sent"),
            all_chosen=Sum("chosen"),
            all_ratings=Sum("ratings"),
            all_stars=Sum("rating_sum"),
            last=Max("last_at"),
        )
    }
    mondays = last_mondays(timezone.now())
    recent = {
        (row.template_id, row.week): row.sent + row.chosen
        for row in rows.filter(week__gte=mondays[0])
    }
    return {
        name: _use(totals.get(name, {}), [recent.get((name, week), 0) for week in mondays])
        for name in template_ids
    }


def _use(total: Mapping[str, object], weeks: Sequence[int]) -> Use:
    ratings, stars = int(str(total.get("all_ratings", 0))), int(str(total.get("all_stars", 0)))
    last = total.get("last")
    return Use(
        sent=int(str(total.get("all_sent", 0))),
        chosen=int(str(total.get("all_chosen", 0))),
        ratings=ratings,
        rating=stars / ratings if ratings else None,
        last_at=last if isinstance(last, datetime) else None,
        weeks=weeks,
    )


def last_mondays(now: datetime) -> list[date]:
    this = monday_of(now.astimezone(UTC))
    return [this - timedelta(weeks=weeks) for weeks in range(WEEKS - 1, -1, -1)]
