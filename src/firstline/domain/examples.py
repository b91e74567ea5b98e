"""Example customers: who a visitor of the playground can be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from firstline.domain.templates import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleCustomer:
    id: str
    name: str
    language: Language
    summary: str
    """One sentence: who this is and what order is concerned."""
    facts: Mapping[str, object]
    """As JSON values, to be read with the service's fact schema."""
    messages: tuple[str, ...]
    received_at: datetime
    """When the messages are written; the facts' times are relative to it."""
