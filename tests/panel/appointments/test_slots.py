"""Which times are free, on days with and without a change of clocks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.connectors.calendars import Span
from firstline.panel.appointments.hours import (
    HoursUnclear,
    OpeningHours,
    Stretch,
    format_day,
    parse_day,
)
from firstline.panel.appointments.slots import SlotRules, free_slots, spread

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Asia/Kathmandu")
STEP = timedelta(minutes=5)


def rules_of(*day: Stretch, zone: str = "Europe/Berlin", **changes: timedelta) -> SlotRules:
    usual = {
        "length": timedelta(minutes=30),
        "buffer": timedelta(0),
        "notice": timedelta(0),
        "horizon": timedelta(days=2),
    }
    return SlotRules(
        zone=ZoneInfo(zone), hours=OpeningHours((tuple(day),) * 7), **{**usual, **changes}
    )


def on_wall(slots: list[Span], zone: str) -> list[str]:
    return [f"{slot.start.astimezone(ZoneInfo(zone)):%d %H:%M}" for slot in slots]


def test_hours_stay_on_the_wall_when_clocks_change() -> None:
    rules = rules_of(Stretch(540, 600), length=timedelta(hours=1))
    saturday = datetime(2026, 3, 27, 23, tzinfo=UTC)

    before, after = free_slots(rules, [], saturday)

    assert on_wall([before, after], "Europe/Berlin") == ["28 09:00", "29 09:00"]
    assert (before.start.hour, after.start.hour) == (8, 7)


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        # 02:00 becomes 03:00: nobody can come at 02:30
        ("Europe/Berlin", datetime(2026, 3, 28, 23, tzinfo=UTC), ["01:00", "01:30", "03:00"]),
        ("America/New_York", datetime(2026, 3, 8, 5, tzinfo=UTC), ["01:00", "01:30", "03:00"]),
        ("Asia/Tokyo", datetime(2026, 3, 28, 15, tzinfo=UTC), ["01:00", "01:30", "02:00"]),
    ],
)
def test_an_hour_that_is_left_out_is_not_offered(
    zone: str, day: datetime, expected: list[str]
) -> None:
    rules = rules_of(Stretch(60, 240), zone=zone, horizon=timedelta(hours=12))

    found = [words[3:] for words in on_wall(list(free_slots(rules, [], day)), zone)]

    assert found[:3] == expected


def test_opening_in_the_hour_that_is_left_out() -> None:
    rules = rules_of(Stretch(150, 240), horizon=timedelta(hours=12))
    day = datetime(2026, 3, 28, 23, tzinfo=UTC)

    assert on_wall(list(free_slots(rules, [], day)), "Europe/Berlin") == ["29 03:30"]


def test_an_hour_that_comes_twice_is_two_hours() -> None:
    rules = rules_of(Stretch(60, 180), horizon=timedelta(hours=12))
    day = datetime(2026, 10, 24, 22, tzinfo=UTC)

    slots = list(free_slots(rules, [], day))

    assert [slot.start.minute for slot in slots] == [0, 30] * 3
    assert len({slot.start for slot in slots}) == 6


@st.composite
def days(draw: st.DrawFn) -> tuple[Stretch, ...]:
    marks = draw(st.lists(st.integers(0, 288), max_size=6, unique=True).map(sorted))
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return tuple(Stretch(opens * 5, closes * 5) for opens, closes in pairs)


@given(day=days())
def test_hours_that_were_written_down_read_the_same(day: tuple[Stretch, ...]) -> None:
    assert parse_day(format_day(day)) == day


NO_HOURS = "9, 09:00, 12:00-09:00, 09:00-09:00, 09:02-10:00, 09:60-10:00, 09:00-25:00, morning"


@pytest.mark.parametrize("words", [*NO_HOURS.split(", "), "09:00-10:00, 09:30-11:00"])
def test_words_that_are_no_hours_are_refused(words: str) -> None:
    with pytest.raises(HoursUnclear):
        parse_day(words)


AROUND_CHANGES = [
    datetime(2026, 3, 7, tzinfo=UTC),
    datetime(2026, 3, 28, tzinfo=UTC),
    datetime(2026, 4, 4, tzinfo=UTC),
    datetime(2026, 10, 24, tzinfo=UTC),
    datetime(2026, 10, 31, tzinfo=UTC),
]
busy_times = st.builds(
    lambda day, start, length: Span(start=day + start * STEP, end=day + (start + length) * STEP),
    st.sampled_from(AROUND_CHANGES),
    st.integers(0, 900),
    st.integers(1, 60),
)


some_rules = st.builds(
    rules_of,
    zone=st.sampled_from(ZONES),
    length=st.integers(1, 24).map(STEP.__mul__),
    buffer=st.integers(0, 6).map(STEP.__mul__),
    notice=st.integers(0, 48).map(timedelta(hours=1).__mul__),
    horizon=st.just(timedelta(days=3)),
)


@given(rules=some_rules, day=days(), now=st.sampled_from(AROUND_CHANGES), busy=st.lists(busy_times))
def test_what_is_offered_is_open_and_free_on_every_clock(
    rules: SlotRules, day: tuple[Stretch, ...], now: datetime, busy: list[Span]
) -> None:
    rules = replace(rules, hours=OpeningHours((day,) * 7))
    slots = list(free_slots(rules, busy, now))

    assert slots == sorted(set(slots))
    for slot in slots:
        assert not any(rules.with_buffer(slot).overlaps(span) for span in busy)
        assert now + rules.notice <= slot.start
        assert slot.end <= now + rules.horizon
        assert is_open(slot, day, rules.zone)
    assert set(spread(slots, rules.zone)) <= set(slots)
    assert len(spread(slots, rules.zone)) <= 6


def is_open(slot: Span, day: tuple[Stretch, ...], zone: ZoneInfo) -> bool:
    """Look at the clock on the wall every five minutes."""
    steps = int((slot.end - slot.start) / STEP)
    shown = [(slot.start + step * STEP).astimezone(zone) for step in range(steps)]
    minutes = [moment.hour * 60 + moment.minute for moment in shown]
    return any(all(s.opens <= minute < s.closes for minute in minutes) for s in day)
