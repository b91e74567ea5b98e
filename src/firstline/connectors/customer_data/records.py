"""What came of looking facts up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Reason(StrEnum):
    """Why a fact is unknown although somebody looked for it."""

    NO_KEY = "no_key"
    """Nothing says whose data to look up."""
    NOT_FOUND = "not_found"
    """The system knows no such customer or order."""
    MISSING = "missing"
    """Its answer lacks the field."""
    WRONG_TYPE = "wrong_type"
    """The field holds something else than the fact may be."""
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    """The system said no: a key that is not valid, too many requests."""
    FAILED = "failed"
    """The system has an error of its own."""
    CONFUSED = "confused"
    """Its answer cannot be read."""
    TOO_LARGE = "too_large"
    PAUSED = "paused"
    """It failed several times in a row and is left alone for a while."""
    NOT_ALLOWED = "not_allowed"
    """Firstline may not ask this address."""


OF_THE_SYSTEM = frozenset(Reason) - {
    Reason.NO_KEY,
    Reason.NOT_FOUND,
    Reason.MISSING,
    Reason.WRONG_TYPE,
    Reason.PAUSED,
}
"""Reasons for which the system is in trouble, not only what it knows of one customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    facts: Mapping[str, object]
    """Name → JSON value that the fact schema takes; `None` where the system has none."""
    unknown: Mapping[str, Reason]
    """The other facts that were looked for."""
    at: datetime
    took_ms: int
    """For the system alone; 0 where it was not asked."""
    is_cached: bool = False
