from datetime import UTC, datetime

from django import template

from firstline.panel.conversations.lookups import reason_in_words
from firstline.panel.conversations.reasons import HandOffReason
from firstline.panel.tags import fact

register = template.Library()


@register.filter
def reason_words(reason: str) -> str:
    """Word why a person has it; a reason of a later version by its own name."""
    return str(HandOffReason(reason).label) if reason in HandOffReason.values else reason


@register.filter
def fact_words(value: object) -> str:
    """Show a fact to read, not to edit: a moment without seconds, in UTC as everywhere here."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) and "T" in value else None
    except ValueError:
        at = None
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if at and at.tzinfo else fact(value)


@register.filter
def lookup_words(reason: str) -> str:
    """Word why a fact could not be looked up."""
    return reason_in_words(reason)
