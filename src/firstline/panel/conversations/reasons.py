"""Why a conversation goes to a person: a closed list, never read from anybody's words."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from firstline.domain.decisions import EscalationReason, SuggestionReason


class HandOffReason(TextChoices):
    CUSTOMER_ASKED = "customer_asked", _("The customer asked for a person")
    TRIGGERED = "triggered", _("Words or facts that people answer")
    FRUSTRATED = "frustrated", _("The customer sounds upset")
    EXPERT_LINE = "expert_line", _("A topic of the expert line")
    REPEATED_CONTACT = "repeated_contact", _("The customer wrote again")
    LOW_CONFIDENCE = "low_confidence", _("No reply was sure enough")
    NO_REPLY_READY = "no_reply_ready", _("No reply fits")
    LEFT_TO_PEOPLE = "left_to_people", _("People answer this topic")
    PAUSED = "paused", _("Automatic replies are paused")
    OTHER_LANGUAGE = "other_language", _("No replies in this language")
    NOTHING_TO_READ = "nothing_to_read", _("A message without words")
    HELD_OUT = "held_out", _("To compare: a person answers in place of the automatic reply")
    NO_TIMES = "no_times", _("No appointment could be offered or booked")
    NOT_DECIDED = "not_decided", _("Firstline could not decide")
    """Something broke; the customer still gets an answer."""


_S, _E, _H = SuggestionReason, EscalationReason, HandOffReason
OF_DECISIONS: Mapping[SuggestionReason | EscalationReason, HandOffReason] = {
    _S.PERSON_HAS_SPOKEN: _H.REPEATED_CONTACT,
    _S.AUTO_REPLY_SENT: _H.REPEATED_CONTACT,
    _S.CUSTOMER_UPSET: _H.FRUSTRATED,
    _S.TOPIC_ON_SUGGEST: _H.LEFT_TO_PEOPLE,
    _S.NO_GUARANTEE: _H.LOW_CONFIDENCE,
    _S.BELOW_THRESHOLD: _H.LOW_CONFIDENCE,
    _S.PAUSED: _H.PAUSED,
    _E.CUSTOMER_ASKED_FOR_PERSON: _H.CUSTOMER_ASKED,
    _E.TRIGGERED: _H.TRIGGERED,
    _E.EXPERT_LINE: _H.EXPERT_LINE,
    _E.EMPTY_MESSAGE: _H.NOTHING_TO_READ,
    _E.AUTO_RESPONDER: _H.NOTHING_TO_READ,
    _E.LANGUAGE_WITHOUT_TEMPLATES: _H.OTHER_LANGUAGE,
    _E.TOPIC_OFF: _H.LEFT_TO_PEOPLE,
    _E.TOPIC_IN_SHADOW: _H.LEFT_TO_PEOPLE,
    _E.NO_APPLICABLE_TEMPLATE: _H.NO_REPLY_READY,
    _E.UNSURE: _H.LOW_CONFIDENCE,
}
"""What the engine's own reasons mean for a conversation; a test holds the table whole."""
