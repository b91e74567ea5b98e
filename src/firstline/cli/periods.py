"""`--last 30d`: what came in at most so long before the newest inquiry."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol, TypeVar

from firstline.domain.errors import ReplayError
from firstline.domain.inquiries import Inquiry

_UNITS = {"d": "days", "h": "hours"}
_LONGEST = 100_000  # days; no journal is older


class AboutInquiry(Protocol):
    @property
    def inquiry(self) -> Inquiry: ...


T = TypeVar("T", bound=AboutInquiry)


def length_of(period: str) -> timedelta | None:
    """Read a period such as `30d` or `12h`; an empty one has no end.

    Raises:
        ReplayError: it is none.
    """
    if not period:
        return None
    count, unit = period[:-1], period[-1:]
    if unit not in _UNITS or not (count.isascii() and count.isdigit()):
        raise ReplayError(f"`--last {period}` is no period; write days as 30d or hours as 12h")
    return timedelta(**{_UNITS[unit]: min(int(count), _LONGEST)})


def only_last(past: Sequence[T], length: timedelta | None) -> list[T]:
    """Keep what came in at most so long before the newest inquiry."""
    if length is None:
        return list(past)
    newest = max((one.inquiry.received_at for one in past), default=None)
    return [one for one in past if newest and newest - one.inquiry.received_at <= length]
