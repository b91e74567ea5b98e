"""What an iCalendar text says about when somebody is busy, as other programs write it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from firstline.connectors.calendars import CalendarUnavailable, Span
from firstline.connectors.calendars.expanding import busy_spans

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = Span(start=datetime(2026, 3, 23, tzinfo=UTC), end=datetime(2026, 4, 1, tzinfo=UTC))
"""In Berlin clocks change on Sunday the 29th."""


def busy(*events: str, zone: ZoneInfo = BERLIN, within: Span = WEEK) -> list[str]:
    """Say it in UTC, as `day hour:minute-hour:minute`."""
    spans = sorted(busy_spans(calendar(*events), within, zone))
    return [f"{span.start:%d %H:%M}-{span.end:%d %H:%M}" for span in spans]


def calendar(*events: str) -> str:
    bodies = [
        f"BEGIN:VEVENT\nUID:e{number}\n{event.strip()}\nEND:VEVENT"
        if "UID:" not in event
        else f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT"
        for number, event in enumerate(events)
    ]
    return "\r\n".join("\n".join(["BEGIN:VCALENDAR", *bodies, "END:VCALENDAR", ""]).split("\n"))


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("DTSTART:20260324T090000Z\nDTEND:20260324T100000Z", "24 09:00-24 10:00"),
        ("DTSTART:20260324T090000Z\nDURATION:PT1H", "24 09:00-24 10:00"),
        (
            "DTSTART;TZID=America/New_York:20260324T090000\nDURATION:PT1H",
            "24 13:00-24 14:00",  # New York has changed its clocks already
        ),
        ("DTSTART:20260324T090000\nDURATION:PT1H", "24 08:00-24 09:00"),  # on Berlin's wall
        ("DTSTART;VALUE=DATE:20260324", "23 23:00-24 23:00"),
        ("DTSTART;VALUE=DATE:20260329", "28 23:00-29 22:00"),  # a day of 23 hours
        ("DTSTART;VALUE=DATE:20260328\nDTEND;VALUE=DATE:20260330", "27 23:00-29 22:00"),
        ("DTSTART:20260320T090000Z\nDTEND:20260323T100000Z", "20 09:00-23 10:00"),
    ],
)
def test_one_event_takes_its_time(event: str, expected: str) -> None:
    assert busy(event) == [expected]


@pytest.mark.parametrize(
    "event",
    [
        "DTSTART:20260324T090000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT",
        "DTSTART:20260324T090000Z\nDURATION:PT1H\nSTATUS:CANCELLED",
        "DTSTART:20260324T090000Z",  # a moment takes no time
        "DTSTART:20260323T000000Z\nDTEND:20260322T000000Z",
        "DTSTART:20260401T000000Z\nDURATION:PT1H",
        "DTSTART:20260322T230000Z\nDURATION:PT1H",
    ],
)
def test_what_takes_no_time_of_the_span_leaves_it_free(event: str) -> None:
    assert busy(event) == []


def test_a_weekly_event_stays_on_the_wall_when_clocks_change() -> None:
    weekly = "DTSTART;TZID=Europe/Berlin:20250106T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"

    assert busy(weekly) == ["23 09:00-23 10:00", "30 08:00-30 09:00"]


def test_a_zone_that_the_file_describes_itself_counts() -> None:
    text = calendar("DTSTART;TZID=Here:20260324T090000\nDURATION:PT1H").replace(
        "BEGIN:VEVENT",
        "BEGIN:VTIMEZONE\r\nTZID:Here\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0545\r\nTZOFFSETTO:+0545\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT",
    )

    (span,) = busy_spans(text, WEEK, BERLIN)

    assert span.start == datetime(2026, 3, 24, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", [20, 21, 22]),
        ("FREQ=DAILY;COUNT=5", [23, 24]),
        ("FREQ=DAILY;UNTIL=20260325T090000Z", [23, 24, 25]),
        ("FREQ=DAILY;UNTIL=20260325T085900Z", [23, 24]),
        ("FREQ=DAILY;UNTIL=20260325", [23, 24, 25]),
        ("FREQ=WEEKLY;BYDAY=TU,TH", [24, 26, 31]),
        ("FREQ=MONTHLY;BYDAY=-1FR", [27]),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31", [31]),
    ],
)
def test_rules_of_recurrence(rule: str, days: list[int]) -> None:
    event = f"DTSTART;TZID=Europe/Berlin:20260320T100000\nDURATION:PT1H\nRRULE:{rule}"

    assert [int(words[:2]) for words in busy(event)] == [day for day in days if day >= 23]


def test_an_endless_rule_of_long_ago_is_read_up_to_the_span() -> None:
    event = "DTSTART;VALUE=DATE:19700105\nRRULE:FREQ=WEEKLY"

    assert busy(event) == ["22 23:00-23 23:00", "29 22:00-30 22:00"]


def test_a_rule_that_matches_no_day_ends() -> None:
    event = "DTSTART:20260101T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"

    assert busy(event) == []


def test_occurrences_are_left_out_added_moved_and_cancelled() -> None:
    series = (
        "UID:s\nDTSTART:20260323T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4\n"
        "EXDATE:20260324T090000Z\nRDATE:20260330T090000Z"
    )
    moved = "UID:s\nRECURRENCE-ID:20260325T090000Z\nDTSTART:20260325T150000Z\nDURATION:PT2H"
    cancelled = (
        "UID:s\nRECURRENCE-ID:20260326T090000Z\nDTSTART:20260326T090000Z\nDURATION:PT1H\n"
        "STATUS:CANCELLED"
    )

    assert busy(series, moved, cancelled) == [
        "23 09:00-23 10:00",
        "25 15:00-25 17:00",
        "30 09:00-30 10:00",
    ]


def test_an_event_that_does_not_count_is_left_out() -> None:
    text = calendar("UID:mine\nDTSTART:20260324T090000Z\nDURATION:PT1H")

    assert busy_spans(text, WEEK, BERLIN, without="mine") == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>Sign in</html>",
        calendar("DTSTART:20260324T090000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY"),
        calendar("DTSTART:20260324T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYMONTHDAY=x"),
        calendar("SUMMARY:no start"),
        calendar("DTSTART:20260324T090000Z\nDURATION:PT1H\nRRULE:COUNT=3"),
    ],
)
def test_what_is_not_understood_is_said_and_never_read_as_free(text: str) -> None:
    with pytest.raises(CalendarUnavailable):
        busy_spans(text, WEEK, BERLIN)


def test_long_events_count_where_they_reach_into_the_span() -> None:
    event = "DTSTART:20260321T000000Z\nDURATION:P3D\nRRULE:FREQ=WEEKLY"

    assert busy(event, within=Span(start=WEEK.start, end=WEEK.start + timedelta(days=1))) == [
        "21 00:00-24 00:00"
    ]
