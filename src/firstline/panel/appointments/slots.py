"""Which times are free: pure, from opening hours, busy times and the clock."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, islice
from zoneinfo import ZoneInfo

from firstline.connectors.calendars import Span
from firstline.panel.appointments.hours import OpeningHours, Stretch

MOST_OFFERED = 6
"""More buttons than that are a list to search."""
MOST_DAYS = 3
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRules:
    zone: ZoneInfo
    hours: OpeningHours
    length: timedelta
    buffer: timedelta
    """Stays free between two appointments."""
    notice: timedelta
    """From now until the earliest."""
    horizon: timedelta
    """From now until the latest."""

    def window(self, now: datetime) -> Span:
        return Span(start=now + self.notice, end=now + self.horizon)

    def with_buffer(self, span: Span) -> Span:
        return Span(start=span.start - self.buffer, end=span.end + self.buffer)


def free_slots(rules: SlotRules, busy: Sequence[Span], now: datetime) -> Iterator[Span]:
    """List what is free, from the earliest on."""
    window = rules.window(now)
    for day in _days(window, rules.zone):
        near = Span(start=_wall(day, 0, rules.zone) - DAY, end=_wall(day, 0, rules.zone) + 3 * DAY)
        busy_near = [span for span in busy if span.overlaps(near)]
        for slot in _open_on(day, rules):
            is_inside = window.start <= slot.start and slot.end <= window.end
            if is_inside and not any(rules.with_buffer(slot).overlaps(span) for span in busy_near):
                yield slot


def _days(window: Span, zone: ZoneInfo) -> Iterator[date]:
    day, last = window.start.astimezone(zone).date(), window.end.astimezone(zone).date()
    while day <= last:
        yield day
        day += DAY


def _open_on(day: date, rules: SlotRules) -> Iterator[Span]:
    for stretch in rules.hours.days[day.weekday()]:
        start = _wall(day, stretch.opens, rules.zone)
        while start < _wall(day, 0, rules.zone) + 2 * DAY:
            slot = Span(start=start, end=start + rules.length)
            if not _is_before_closing(slot, day, stretch, rules.zone):
                break
            if _is_within(slot, day, stretch, rules.zone):
                yield slot
            start += rules.length + rules.buffer


def _wall(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Say when the clock on the wall shows a minute of a day: the first time, if it does twice."""
    wall = datetime.combine(day, time.min) + minute * MINUTE
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _is_before_closing(slot: Span, day: date, stretch: Stretch, zone: ZoneInfo) -> bool:
    closes = datetime.combine(day, time.min) + stretch.closes * MINUTE
    return slot.start < closes.replace(tzinfo=zone, fold=1).astimezone(UTC)


def _is_within(slot: Span, day: date, stretch: Stretch, zone: ZoneInfo) -> bool:
    """Whether it lies in opening hours on the wall; never while clocks change."""
    start, last = slot.start.astimezone(zone), (slot.end - MINUTE).astimezone(zone)
    if start.utcoffset() != last.utcoffset():
        return False
    midnight = datetime.combine(day, time.min)
    opens = (start.replace(tzinfo=None) - midnight) // MINUTE
    closes = (last.replace(tzinfo=None) - midnight) // MINUTE + 1
    return stretch.opens <= opens and closes <= stretch.closes


def spread(slots: Iterable[Span], zone: ZoneInfo) -> tuple[Span, ...]:
    """Choose a few to offer: over days, and over each day."""
    by_day = groupby(slots, key=lambda slot: slot.start.astimezone(zone).date())
    days = [list(group) for _, group in islice(by_day, MOST_DAYS)]
    share = MOST_OFFERED // max(len(days), 1)
    return tuple(slot for day in days for slot in _evenly(day, share))


def _evenly(day: Sequence[Span], most: int) -> Iterator[Span]:
    count = min(len(day), most)
    return (day[index * len(day) // count] for index in range(count))
