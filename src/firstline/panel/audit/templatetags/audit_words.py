from django import template

from firstline.panel.audit.log import Action
from firstline.panel.audit.models import AuditEntry
from firstline.panel.audit.words import in_words

register = template.Library()
register.filter("in_words", in_words)

MOVES = (Action.PUBLISHED, Action.ROLLED_BACK, Action.OVERRODE)


@register.filter
def version(entry: AuditEntry) -> str:
    """Give the beginning of the digest that went live; empty for other entries."""
    kind, _, digest = entry.subject.partition(" ")
    return digest if entry.action in MOVES and kind == "release" else ""
