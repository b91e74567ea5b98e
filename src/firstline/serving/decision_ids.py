"""Ids of decisions: they sort by time, so the journal's index grows at one end."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from firstline.domain.decisions import DecisionId

NewId: TypeAlias = Callable[[datetime], DecisionId]


def new_decision_id(at: datetime) -> DecisionId:
    """Make an id from milliseconds since 1970 and 80 random bits, as a ULID does."""
    milliseconds = int(at.timestamp() * 1000)
    return DecisionId(f"d{milliseconds:012x}{secrets.token_hex(10)}")
