"""Opening hours of a week, as people write them: `09:00–12:00, 13:00–17:30`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

STRETCH = re.compile(r"(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)")
STEP_MINUTES = 5
DAY_MINUTES = 24 * 60


class HoursUnclear(ValueError):
    """Words that are no opening hours."""


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """From a minute of the day up to another; 1440 is midnight at its end."""

    opens: int
    closes: int

    def __str__(self) -> str:
        return f"{_clock(self.opens)}–{_clock(self.closes)}"


@dataclass(frozen=True, slots=True)
class OpeningHours:
    days: tuple[tuple[Stretch, ...], ...]
    """Seven, from Monday."""

    @classmethod
    def of_minutes(cls, kept: Iterable[Iterable[Sequence[int]]]) -> Self:
        return cls(tuple(tuple(Stretch(*stretch) for stretch in day) for day in kept))

    @property
    def as_minutes(self) -> list[list[list[int]]]:
        return [[[stretch.opens, stretch.closes] for stretch in day] for day in self.days]


def parse_day(text: str) -> tuple[Stretch, ...]:
    """Read a day's hours; nothing means closed.

    Raises:
        HoursUnclear: it is something else, overlaps, or is not on steps of five minutes.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    stretches = tuple(sorted(map(_parse, parts)))
    if any(one.closes > other.opens for one, other in pairwise(stretches)):
        raise HoursUnclear(text)
    return stretches


def format_day(stretches: Iterable[Stretch]) -> str:
    return ", ".join(map(str, stretches))


def _parse(part: str) -> Stretch:
    found = STRETCH.fullmatch(part)
    if found is None:
        raise HoursUnclear(part)
    opens_h, opens_m, closes_h, closes_m = map(int, found.groups())
    stretch = Stretch(opens_h * 60 + opens_m, closes_h * 60 + closes_m)
    is_on_clock = max(opens_m, closes_m) < 60 and stretch.closes <= DAY_MINUTES  # noqa: PLR2004
    is_on_grid = opens_m % STEP_MINUTES == closes_m % STEP_MINUTES == 0
    if not (is_on_clock and is_on_grid and stretch.opens < stretch.closes):
        raise HoursUnclear(part)
    return stretch


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
