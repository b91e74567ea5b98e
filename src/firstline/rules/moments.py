"""Times as whole microseconds: exact, and in no need of a calendar."""

from datetime import UTC, datetime, timedelta

MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(moment: datetime) -> int:
    """Since 1970 in UTC; unlike `astimezone` this never leaves the calendar."""
    return (moment - _EPOCH) // MICROSECOND


def moment_of(count: int) -> datetime:
    return _EPOCH + count * MICROSECOND
