"""Cases: answered inquiries of the past, with what the agents decided."""

from dataclasses import dataclass

from firstline.domain.inquiries import Inquiry
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    inquiry: Inquiry
    """Its text is prepared: cleaned, normalised and redacted."""
    topic_id: TopicId | None = None
    """What the agent said it was about; `None` where nobody said."""
    template_id: TemplateId | None = None
    """What the agent sent; `None` for the expert line and for replies in free words."""
    agent_id: str = ""
    rating: int | None = None
    """1 (worst) to 5, from the customer."""
    response_seconds: float | None = None
    reply: str = ""
    """The agent's reply in free words, prepared like the inquiry."""
