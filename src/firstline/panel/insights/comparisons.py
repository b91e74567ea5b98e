"""Automatic replies beside those that people gave in their place, drawn at random."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from firstline.panel.conversations.models import Author, Conversation
from firstline.panel.conversations.reasons import HandOffReason
from firstline.panel.insights.endings import HELPFUL
from firstline.panel.insights.figures import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Conversations that were treated alike."""

    stayed_away: Share
    """Customers who opened no other conversation within seven days."""
    helpful: Share
    """Of those who rated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    automatic: Group
    held_out: Group

    @property
    def groups(self) -> Sequence[tuple[str, Group]]:
        return [(_("automatically"), self.automatic), (_("by a person"), self.held_out)]


def comparison(judged: "QuerySet[Conversation]") -> Comparison | None:
    """Compare both groups; `None` while nothing was held out."""
    held_out = judged.filter(reason=HandOffReason.HELD_OUT)
    if not held_out.exists():
        return None
    automatic = judged.filter(replied_by=Author.ASSISTANT)
    return Comparison(automatic=_group(automatic), held_out=_group(held_out))


def _group(conversations: "QuerySet[Conversation]") -> Group:
    found = conversations.aggregate(
        all=Count("pk"),
        back=Count("pk", filter=Q(is_back=True)),
        rated=Count("rating"),
        helpful=Count("pk", filter=Q(rating__gte=HELPFUL)),
    )
    return Group(
        stayed_away=Share(count=found["all"] - found["back"], of=found["all"]),
        helpful=Share(count=found["helpful"], of=found["rated"]),
    )
