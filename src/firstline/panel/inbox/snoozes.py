"""How long an agent may put a conversation aside."""

from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MORNING = 8
"""O'clock, where the service is."""


class Snooze(TextChoices):
    UNTIL_WRITTEN = "written", _("Until the customer writes")
    HOUR = "hour", _("For an hour")
    FOUR_HOURS = "four_hours", _("For four hours")
    TOMORROW = "tomorrow", _("Until tomorrow morning")
    NEXT_WEEK = "next_week", _("Until Monday morning")


def ends_at(snooze: Snooze, *, now: datetime) -> datetime | None:
    """Say when it comes back; `None`: once the customer writes.

    Args:
        snooze: how long.
        now: in the time zone that mornings are reckoned in.
    """
    match snooze:
        case Snooze.UNTIL_WRITTEN:
            return None
        case Snooze.HOUR:
            return now + timedelta(hours=1)
        case Snooze.FOUR_HOURS:
            return now + timedelta(hours=4)
        case Snooze.TOMORROW:
            return _morning(now, days=1)
        case Snooze.NEXT_WEEK:
            return _morning(now, days=7 - now.weekday())


def _morning(now: datetime, *, days: int) -> datetime:
    day = now + timedelta(days=days)  # of the wall clock: a zone's change of hour moves nothing
    return day.replace(hour=MORNING, minute=0, second=0, microsecond=0)
