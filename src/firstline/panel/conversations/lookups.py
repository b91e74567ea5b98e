"""Facts of a conversation that were looked up, beside those that it was opened with."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict

from firstline.connectors.customer_data.records import Reason
from firstline.panel.conversations.models import Conversation, Message

WORDS: Mapping[str, Promise] = {
    Reason.NO_KEY: _("nothing says whose it is"),
    Reason.NOT_FOUND: _("nobody of this id is known"),
    Reason.MISSING: _("the answer lacks it"),
    Reason.WRONG_TYPE: _("the answer holds something else"),
    Reason.TIMEOUT: _("no answer in time"),
    Reason.UNREACHABLE: _("not reachable"),
    Reason.REFUSED: _("refused"),
    Reason.FAILED: _("an error there"),
    Reason.CONFUSED: _("an answer that cannot be read"),
    Reason.TOO_LARGE: _("an answer that is too large"),
    Reason.PAUSED: _("left alone after several failures"),
    Reason.NOT_ALLOWED: _("an address that may not be asked"),
}


def reason_in_words(reason: str) -> str:
    """Say why; one of a later version by its own name."""
    return str(WORDS.get(reason, reason))


class Lookup(BaseModel):
    """As it is kept in a conversation, and in the message that was decided with it."""

    model_config = ConfigDict(frozen=True)

    facts: Mapping[str, object]
    unknown: Mapping[str, str]
    """Facts that could not be looked up, each with its reason."""
    at: datetime


def last_lookup(of: Conversation | Message) -> Lookup | None:
    return Lookup.model_validate(of.looked_up) if of.looked_up else None


def facts_of(message: Message) -> Mapping[str, object]:
    """Give what a message is decided with: what was looked up wins, what was given fills."""
    lookup = last_lookup(message)
    return {**message.conversation.facts, **(lookup.facts if lookup else {})}
