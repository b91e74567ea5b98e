"""Past inquiries, as far as discovery needs to know what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from firstline.domain.inquiries import Inquiry
from firstline.domain.templates import Language, TemplateId
from firstline.domain.topics import TopicId


@dataclass(frozen=True, slots=True, kw_only=True)
class PastInquiry:
    inquiry: Inquiry
    """Its text is redacted; facts are left out where it was answered."""
    is_open: bool
    """Whether the service had no reply for it: none was sent, and none suggested that was taken."""
    topic_id: TopicId | None = None
    """What it was about, if an agent said so or a reply that was sent says so."""
    template_id: TemplateId | None = None
    """What was sent; `None` for replies in free words."""
    reply: str = ""
    """What an agent wrote in free words, redacted."""
    language: Language | None = None
    """Of the message."""
    not_held: Mapping[TemplateId, tuple[str, ...]] = field(default_factory=dict)
    """For the templates of probable topics whose rule was not true: the clauses in the way."""
