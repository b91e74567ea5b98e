"""Inquiries: one customer message with its facts, as the engine sees it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

from firstline.domain.facts import Facts

InquiryId = NewType("InquiryId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    id: InquiryId
    text: str
    received_at: datetime
    """With time zone; rules compare the facts' times with it, never with the clock."""
    facts: Facts = field(default_factory=dict)
    conversation_id: str = ""
    customer_id: str = ""
    person_has_spoken: bool = False
    """An agent already wrote in this conversation."""
    auto_reply_sent: bool = False
    """Firstline already answered in this conversation."""
