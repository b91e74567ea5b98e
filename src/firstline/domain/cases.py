"""Cases: answered inquiries of the past, with what the agents decided."""

from dataclasses import dataclass

from firstline.domain.inquiries import Inquiry
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    inquiry: Inquiry
    """With redacted text."""
    topic_id: TopicId | None
    """What the agent said it was about; `None` where nobody said."""
    template_id: TemplateId | None
    """What the agent sent; `None` for the expert line and for free replies."""
    agent_id: str = ""
    rating: int | None = None
    response_seconds: float | None = None
