"""What a proof can end with."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from firstline.domain.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """No such order exists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Such an order: evaluating the rules on it in Python has confirmed it."""

    facts: Facts
    """The facts that the rules in question read; `None` is unknown."""
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDecided:
    """Neither proven nor refuted; never to be read as "nothing was found"."""

    reason: str
    """Ends the sentence "not decided: …"."""


Answer: TypeAlias = Proven | Witness | NotDecided
