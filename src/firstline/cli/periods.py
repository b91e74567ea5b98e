"""`--last 30d`: what came in at most so long before the newest inquiry."""

from datetime import timedelta

from firstline.domain.errors import ReplayError
from firstline.domain.periods import only_last

__all__ = ["length_of", "only_last"]

_UNITS = {"d": "days", "h": "hours"}
_LONGEST = 100_000  # days; no journal is older


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
