"""When an iCalendar text (RFC 5545) says that somebody is busy: recurring events one by one.

Times without a zone, and whole days, are of the calendar's zone. Transparent and cancelled events
leave the time free.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, tzinfo
from itertools import chain, takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event, vRecur

from firstline.connectors.calendars.records import CalendarUnavailable, Span

RARE_ENOUGH = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
"""What repeats within a day books nobody, but would take minutes to count."""


def busy_spans(
    text: str | bytes, within: Span, zone: ZoneInfo, *, without: str = ""
) -> tuple[Span, ...]:
    """Read when somebody is busy.

    Raises:
        CalendarUnavailable: the text is no calendar, or has an event that is not understood.
    """
    try:
        events = [event for event in _events(text) if event.uid != without]
        return tuple(_busy(events, within, zone))
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        why = str(error)[:200]
        raise CalendarUnavailable(f"the calendar is not understood: {why}") from error


def _events(text: str | bytes) -> Iterator[Event]:
    calendars = Calendar.from_ical(text, multiple=True)
    if not calendars:
        raise ValueError("it is empty")
    found = chain.from_iterable(each.walk("VEVENT") for each in calendars)
    return (event for event in found if isinstance(event, Event))


def _busy(events: list[Event], within: Span, zone: ZoneInfo) -> Iterator[Span]:
    replaced = {(e.uid, instant(e.RECURRENCE_ID, zone)) for e in events if e.RECURRENCE_ID}
    for event in filter(_takes_time, events):
        for start in _starts(event, within, zone):
            span = Span(start=instant(start, zone), end=_end(event, start, zone))
            is_replaced = not event.RECURRENCE_ID and (event.uid, span.start) in replaced
            if span.start < span.end and span.overlaps(within) and not is_replaced:
                yield span


def _takes_time(event: Event) -> bool:
    is_transparent = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    return not is_transparent and str(event.get("STATUS", "")).upper() != "CANCELLED"


def instant(value: date, zone: ZoneInfo) -> datetime:
    """Say when a date or a time of a calendar is; a day begins at its first moment."""
    moment = value if isinstance(value, datetime) else datetime.combine(value, time.min)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _end(event: Event, start: date, zone: ZoneInfo) -> datetime:
    """End an occurrence: whole days end with a day, also one of 23 or 25 hours."""
    if not isinstance(start, datetime):
        return instant(start + (event.end - event.start), zone)
    return instant(start, zone) + (instant(event.end, zone) - instant(event.start, zone))


def _starts(event: Event, within: Span, zone: ZoneInfo) -> Iterator[date]:
    """List where occurrences start, up to the end of a span; each written as the event's own."""
    if event.RECURRENCE_ID:  # it stands for one occurrence of a recurring event
        yield event.start
        return
    excluded = {instant(value, zone) for value in event.exdates}
    others = (start for start, _ in event.rdates)
    by_rules = (_by_rule(event, rule, within.end, zone) for rule in event.rrules)
    seen = set(excluded)
    for start in chain([event.start], others, *by_rules):
        at = instant(start, zone)
        if at not in seen:
            seen.add(at)
            yield start


def _by_rule(event: Event, rule: vRecur, until: datetime, zone: ZoneInfo) -> Iterator[date]:
    """Repeat the time on the wall, as people mean it: it stays when clocks change."""
    if str(rule["FREQ"][0]).upper() not in RARE_ENOUGH:
        raise ValueError(f"an event repeats {rule['FREQ'][0]}")
    first = event.start
    of_event = first.tzinfo if isinstance(first, datetime) and first.tzinfo else zone
    limit = until.astimezone(of_event).replace(tzinfo=None)
    if "UNTIL" in rule:
        limit = min(limit, _last(rule["UNTIL"][0], of_event))
    wall = instant(first, zone).astimezone(of_event).replace(tzinfo=None)
    found = _repeated(rule, wall, limit)
    if not isinstance(first, datetime):
        return (start.date() for start in found)
    return (start.replace(tzinfo=first.tzinfo) for start in found)


def _last(until: date, of_event: tzinfo) -> datetime:
    """Say when a rule ends, on the event's wall; a day counts to its last moment."""
    if not isinstance(until, datetime):
        return datetime.combine(until, time.max)
    return until.astimezone(of_event).replace(tzinfo=None) if until.tzinfo else until


def _repeated(rule: vRecur, first: datetime, limit: datetime) -> Iterator[datetime]:
    bare = vRecur({name: value for name, value in rule.items() if name != "UNTIL"})
    repeated = rrulestr(str(bare.to_ical(), "utf-8"), dtstart=first)  # type: ignore[no-untyped-call]
    if "COUNT" in rule:
        return takewhile(lambda start: start <= limit, repeated)
    return iter(repeated.replace(until=limit))
