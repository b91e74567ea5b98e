"""What a person builds: perhaps not yet a rule, since a row may be half filled in."""

from dataclasses import dataclass
from typing import TypeAlias

from firstline.domain.traces import Join

DEEPEST = 3
"""Levels of groups; people lose the thread in more."""

RECEIVED_AT = "received_at"
"""Stands for the time of the inquiry where a row names a fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One condition, in the words of a form."""

    subject: str = ""
    """A fact as rules write it, or `received_at`; empty until one is chosen."""
    operator: str = ""
    """A value of `Operator`."""
    values: tuple[str, ...] = ()
    """As typed."""
    against: str = ""
    """A fact, or `received_at`, that it is compared with instead of a value."""
    count: str = ""
    unit: str = ""
    """Of a duration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A condition in the words of the rule language: what no row has the inputs for."""

    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    join: Join = Join.ALL
    parts: tuple["Part", ...] = ()


Part: TypeAlias = Row | Written | Group
