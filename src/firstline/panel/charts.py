"""Charts as plain SVG: shares against shares, drawn on the server, without script or style.

Each answers a question: its title is the answer, and the numbers stand below it as a table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
WIDTH, HEIGHT = 520, 320
LEFT, RIGHT, TOP, BOTTOM = 52, 22, 12, 44
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25)
MOST_TICKS = 6


class Mark(StrEnum):
    """How a series looks; each is a class of the style sheet."""

    LINE = "line"
    BAND = "band"
    RULE = "rule"
    DOTS = "dots"
    BARS = "bars"
    """Vertical intervals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    label: str
    mark: Mark
    points: tuple[Point, ...]
    """Shares; of a band first its lower edge, then the upper one backwards; of bars in pairs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    place: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    label: str
    mark: Mark
    path: str
    dots: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    id: str
    title: str
    """The answer that the chart gives."""
    x_label: str
    y_label: str
    series: tuple[Series, ...]
    columns: tuple[str, ...] = ()
    """Of the table that says the same."""
    rows: Sequence[Sequence[str]] = field(default=())
    note: str = ""
    bottom: float = 0.0
    """Share at the lower end of the vertical axis."""
    top: float = 1.0

    width: int = WIDTH
    height: int = HEIGHT

    @property
    def left(self) -> int:
        return LEFT

    @property
    def right(self) -> int:
        return WIDTH - RIGHT

    @property
    def upper(self) -> int:
        return TOP

    @property
    def lower(self) -> int:
        return HEIGHT - BOTTOM

    @property
    def middle_x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def middle_y(self) -> float:
        return (self.upper + self.lower) / 2

    @property
    def x_ticks(self) -> list[Tick]:
        return [Tick(place=self._x(share), label=f"{share:.0%}") for share in _ticks(0.0, 1.0)]

    @property
    def y_ticks(self) -> list[Tick]:
        shares = _ticks(self.bottom, self.top)
        return [Tick(place=self._y(share), label=f"{share:.0%}") for share in shares]

    @property
    def drawn(self) -> list[Drawn]:
        return [
            Drawn(
                label=series.label,
                mark=series.mark,
                path=self._path(series),
                dots=tuple(map(self._place, series.points)) if series.mark is Mark.DOTS else (),
            )
            for series in self.series
        ]

    def _path(self, series: Series) -> str:
        places = [self._place(point) for point in series.points]
        if not places or series.mark is Mark.DOTS:
            return ""
        if series.mark is Mark.BARS:
            ends = zip(places[::2], places[1::2], strict=True)
            return " ".join(f"{_joined([low, high])}" for low, high in ends)
        return _joined(places) + (" Z" if series.mark is Mark.BAND else "")

    def _place(self, point: Point) -> Point:
        return self._x(point[0]), self._y(point[1])

    def _x(self, share: float) -> float:
        return round(self.left + share * (self.right - self.left), 1)

    def _y(self, share: float) -> float:
        reach = max(self.top - self.bottom, 1e-9)
        inside = min(max((share - self.bottom) / reach, 0.0), 1.0)
        return round(self.lower - inside * (self.lower - self.upper), 1)


def _joined(places: Iterable[Point]) -> str:
    return "M" + " L".join(f"{x} {y}" for x, y in places)


def _ticks(bottom: float, top: float) -> list[float]:
    reach = top - bottom
    step = next((step for step in STEPS if reach / step <= MOST_TICKS), STEPS[-1])
    first = -(-round(bottom / step, 6) // 1)
    count = int(round(reach / step, 6)) + 1
    shares = [round((first + number) * step, 6) for number in range(count)]
    return [share for share in shares if share <= top + 1e-9]


def floor_of(shares: Iterable[float], *, least: float = 0.0) -> float:
    """Round down to a tenth, so that a chart of shares near 1 shows what differs."""
    lowest = min(shares, default=least)
    return max(int(lowest * 10) / 10, least)
