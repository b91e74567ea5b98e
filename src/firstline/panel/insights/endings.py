"""How conversations ended: each counts once, and only after seven days.

What a customer confirmed and what just fell silent stay apart: adding them up is what makes
headline numbers disbelieved.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from firstline.panel.conversations.models import Author, Conversation

LASTING = timedelta(days=7)
"""No new contact for so long: then it stays solved."""
HELPFUL = 4
"""Of 5: from here on a rating says that it helped."""


class Ending(TextChoices):
    CONFIRMED = "confirmed", _("Automatic, and the customer said that it helped")
    SILENT = "silent", _("Automatic, and the customer was not heard of again")
    CAME_BACK = "came_back", _("Automatic, but the customer came back within seven days")
    BY_PERSON = "by_person", _("Answered by a person")
    UNANSWERED = "unanswered", _("Waited for a person, without an answer")


_IS_AUTOMATIC = Q(replied_by=Author.ASSISTANT)
_WENT_TO_PEOPLE = Q(waiting_since__isnull=False) | Q(replied_by=Author.PERSON)
_CAME_BACK = Q(is_back=True)


def judged(conversations: "QuerySet[Conversation]", now: datetime) -> "QuerySet[Conversation]":
    """Keep those that somebody or something attended to, and that are old enough to tell."""
    later = Conversation.objects.filter(
        service=OuterRef("service"),
        customer_id=OuterRef("customer_id"),
        opened_at__gt=OuterRef("opened_at"),
        opened_at__lte=ExpressionWrapper(
            OuterRef("opened_at") + Value(LASTING), output_field=DateTimeField()
        ),
    )
    old_enough = conversations.filter(opened_at__lte=now - LASTING)
    attended = old_enough.filter(_IS_AUTOMATIC | _WENT_TO_PEOPLE)
    return attended.annotate(is_back=~Q(customer_id="") & Exists(later))


def endings(judged: "QuerySet[Conversation]") -> Mapping[Ending, int]:
    """Count each ending; all are there, also those that none had."""
    is_answered = Q(answered_at__isnull=False) | Q(waiting_since=None)
    ending = Case(
        When(_WENT_TO_PEOPLE & is_answered, then=Value(Ending.BY_PERSON)),
        When(_WENT_TO_PEOPLE, then=Value(Ending.UNANSWERED)),
        When(_CAME_BACK, then=Value(Ending.CAME_BACK)),
        When(rating__gte=HELPFUL, then=Value(Ending.CONFIRMED)),
        default=Value(Ending.SILENT),
        output_field=CharField(),
    )
    counted = judged.annotate(ending=ending).order_by().values("ending").annotate(n=Count("pk"))
    found = {row["ending"]: row["n"] for row in counted}
    return {ending: found.get(ending.value, 0) for ending in Ending}


def followed_up(judged: "QuerySet[Conversation]") -> tuple[int, int]:
    """Count the automatic replies that did not end it, and all of them."""
    automatic = judged.filter(_IS_AUTOMATIC)
    again = Q(waiting_since__isnull=False) | _CAME_BACK
    found = automatic.aggregate(all=Count("pk"), again=Count("pk", filter=again))
    return found["again"], found["all"]
