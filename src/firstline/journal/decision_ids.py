"""Ids of decisions: they sort by time, so the journal's index grows at one end."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from firstline.domain.decisions import DecisionId

NewId: TypeAlias = Callable[[datetime], DecisionId]


def new_decision_id(at: datetime) -> DecisionId:
    """Make an id from milliseconds since 1970 and 80 random bits, as a ULID does."""
    return DecisionId(first_id_at(at) + secrets.token_hex(10))


def first_id_at(at: datetime) -> str:
    """Return what sorts before every id made at this time or later, and after all others."""
    return f"d{int(at.timestamp() * 1000):012x}"
