"""What is asked of a calendar, and what it answers with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from firstline.domain.errors import FirstlineError


class CalendarUnavailable(FirstlineError):
    """A calendar that did not answer, refused, or was not understood."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """From an instant, until just before another one; both in UTC."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An appointment as calendars and mails carry it."""

    uid: str
    """Stays the same however often it is moved."""
    sequence: int
    """Raised with every change, so that mail programs know which state is the newest."""
    span: Span
    title: str
    text: str = ""


class Calendar(Protocol):
    """One calendar. Every method may raise `CalendarUnavailable`."""

    def busy(self, within: Span, *, without: str = "") -> tuple[Span, ...]:
        """Say when somebody is busy.

        Args:
            within: only what overlaps it.
            without: uid of an event that does not count.
        """

    def put(self, event: Event, *, now: datetime) -> None:
        """Make the calendar hold the event at its time; a second call changes nothing."""

    def remove(self, uid: str) -> None:
        """Make the calendar hold no such event; harmless where it holds none."""


class OwnCalendar:
    """No calendar elsewhere: Firstline's own appointments are all that there is."""

    def busy(self, within: Span, *, without: str = "") -> tuple[Span, ...]:  # noqa: ARG002
        return ()

    def put(self, event: Event, *, now: datetime) -> None:
        """Keep nothing: it is in the panel's database."""

    def remove(self, uid: str) -> None:
        """Likewise."""
