"""Personal data found in a text, and the typed marks that stand for it."""

import re
from dataclasses import dataclass, field
from enum import StrEnum


class EntityKind(StrEnum):
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    CARD = "CARD"
    IBAN = "IBAN"
    SSN = "SSN"
    """A United States social security number."""
    ORDER_ID = "ORDER_ID"
    NAME = "NAME"
    URL = "URL"
    """Links carry tokens, addresses and ids."""

    @property
    def mark(self) -> str:
        return f"⟨{self.value}⟩"


# Angle brackets U+27E8/U+27E9: nobody types them, and NFKC leaves them alone.
MARK = re.compile(f"⟨(?:{'|'.join(EntityKind)})⟩")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    kind: EntityKind
    start: int
    """Offset into the text before redaction."""
    end: int
    value: str = field(repr=False)
    """What the mark replaced; kept out of `repr`, hence out of logs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    text: str
    spans: tuple[Span, ...] = ()
    """In order of the text, without overlaps."""
