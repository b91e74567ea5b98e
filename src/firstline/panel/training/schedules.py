"""Retrain by itself, once a week, whatever number of workers there is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from firstline.panel.accounts.models import User
from firstline.panel.audit.log import Action, record
from firstline.panel.services.models import HostedService
from firstline.panel.training.asking import (
    RETRAINING,
    AlreadyAsked,
    Retraining,
    ask_to_retrain,
)
from firstline.panel.training.models import RetrainingSchedule, Weekday

WEEK = timedelta(days=7)


def next_time(weekday: int, hour: int, *, zone: str, after: datetime) -> datetime:
    """Find the first such hour of the service's clocks behind a moment."""
    local = after.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=(weekday - local.weekday()) % 7)
    found = _at(day.toordinal(), hour, zone)
    return found if found > after else _at(day.toordinal() + 7, hour, zone)


def _at(day: int, hour: int, zone: str) -> datetime:
    date = datetime.fromordinal(day)
    return date.replace(hour=hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def set_schedule(
    service: HostedService,
    retraining: Retraining,
    *,
    weekday: int,
    hour: int,
    zone: str,
    by: User,
    now: datetime,
) -> RetrainingSchedule:
    with transaction.atomic():
        before = _words(service)
        schedule, _ = RetrainingSchedule.objects.update_or_create(
            service=service,
            defaults={
                "weekday": weekday,
                "hour": hour,
                "time_zone": zone,
                "parameters": RETRAINING.dump_python(retraining, mode="json"),
                "set_by": by,
                "next_at": next_time(weekday, hour, zone=zone, after=now),
            },
        )
        _record(service, by, before)
    return schedule


def end_schedule(service: HostedService, *, by: User) -> None:
    with transaction.atomic():
        before = _words(service)
        if RetrainingSchedule.objects.filter(service=service).delete()[0]:
            _record(service, by, before)


def _record(service: HostedService, by: User, before: str) -> None:
    record(
        Action.SETTINGS_CHANGED,
        "retraining schedule",
        by=by,
        service=service,
        before=before,
        after=_words(service),
    )


def _words(service: HostedService) -> str:
    schedule = RetrainingSchedule.objects.filter(service=service).first()
    if schedule is None:
        return "off\n"
    publish = RETRAINING.validate_python(schedule.parameters).publish
    when = f"{Weekday(schedule.weekday).name.lower()} {schedule.hour:02}:00 {schedule.time_zone}"
    return f"{when}\n{'goes live if better' if publish else 'kept aside'}\n"


def ask_what_is_due(now: datetime) -> int:
    """Ask for the retrainings whose time has come; return how many those are.

    Each worker calls this again and again: who moves `next_at` first asks, the others do not.
    A worker that was off at the time asks once when it is back.
    """
    asked = 0
    for due in RetrainingSchedule.objects.filter(next_at__lte=now).select_related("service"):
        with transaction.atomic():
            asked += _ask(due, now)
    return asked


def _ask(due: RetrainingSchedule, now: datetime) -> bool:
    later = next_time(due.weekday, due.hour, zone=due.time_zone, after=now)
    mine = RetrainingSchedule.objects.filter(pk=due.pk, next_at=due.next_at)
    if not mine.update(next_at=later):
        return False
    try:
        ask_to_retrain(due.service, RETRAINING.validate_python(due.parameters), by=due.set_by)
    except AlreadyAsked:  # somebody was quicker by hand: that serves as well
        return False
    return True
