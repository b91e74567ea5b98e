from django import template

from firstline.panel.conversations.lookups import reason_in_words
from firstline.panel.conversations.reasons import HandOffReason

register = template.Library()


@register.filter
def reason_words(reason: str) -> str:
    """Word why a person has it; a reason of a later version by its own name."""
    return str(HandOffReason(reason).label) if reason in HandOffReason.values else reason


@register.filter
def lookup_words(reason: str) -> str:
    """Word why a fact could not be looked up."""
    return reason_in_words(reason)
