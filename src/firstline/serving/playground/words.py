"""The words of the playground: what the engine says by a code, said to a lay person."""

import re
from collections.abc import Mapping

from firstline.domain.decisions import EscalationReason, SuggestionReason
from firstline.domain.traces import DropReason, Join, MessageAct

WHY_ONLY_SUGGESTED: Mapping[SuggestionReason, str] = {
    SuggestionReason.PERSON_HAS_SPOKEN: (
        "A person has taken over this conversation, so nothing is sent without one."
    ),
    SuggestionReason.AUTO_REPLY_SENT: (
        "The customer wrote again after an automatic reply, so a person reads it."
    ),
    SuggestionReason.CUSTOMER_UPSET: (
        "The customer sounds upset, so a person answers and not a prepared text alone."
    ),
    SuggestionReason.TOPIC_ON_SUGGEST: (
        "The company wants a person to look at replies about this topic."
    ),
    SuggestionReason.NO_GUARANTEE: (
        "There is a likely reply, but no proof yet that replies about this topic are right "
        "often enough."
    ),
    SuggestionReason.BELOW_THRESHOLD: (
        "There is a likely reply, but it is not sure enough to go out by itself."
    ),
    SuggestionReason.PAUSED: (
        "This reply would go out by itself, but the company has paused automatic replies."
    ),
}

WHY_ESCALATED: Mapping[EscalationReason, str] = {
    EscalationReason.CUSTOMER_ASKED_FOR_PERSON: "The customer asked for a person.",
    EscalationReason.TRIGGERED: "It has words or facts that a person is to see.",
    EscalationReason.EXPERT_LINE: "This may be urgent or delicate: a trained specialist answers.",
    EscalationReason.EMPTY_MESSAGE: "There are no words in the message that could be answered.",
    EscalationReason.AUTO_RESPONDER: "A machine wrote the message, such as an absence note.",
    EscalationReason.LANGUAGE_WITHOUT_TEMPLATES: (
        "The message is in a language for which no replies have been written."
    ),
    EscalationReason.TOPIC_OFF: "The company has switched this topic off.",
    EscalationReason.TOPIC_IN_SHADOW: "This topic is only being watched for now.",
    EscalationReason.NO_APPLICABLE_TEMPLATE: (
        "No prepared reply fits both the message and what is known of the order."
    ),
    EscalationReason.UNSURE: "No reply is likely enough to be worth showing.",
}

WHY_DROPPED: Mapping[DropReason, str] = {
    DropReason.NOT_IN_LANGUAGE: "Left out: not written in the customer’s language.",
    DropReason.PLACEHOLDER_MISSING: "Left out: its text needs facts that are not known",
    DropReason.ACT_MISMATCH: "Left out: the message does not ask for an answer like this.",
}

GROUP: Mapping[Join, str] = {
    Join.ALL: "all of these",
    Join.ANY: "at least one of these",
    Join.NONE: "none of these",
}

GUARD_TITLE: Mapping[str, str] = {
    "first_response": "First reply of the conversation",
    "message_act": "A prepared reply could help",
    "language": "A language we have replies in",
    "sentiment": "A customer who is not upset",
}

MESSAGE_ACT: Mapping[str, str] = {
    MessageAct.SUBSTANCE: "It is a question or a problem.",
    MessageAct.EMPTY: "It has no words.",
    MessageAct.GREETING: "It only says hello, so only a courteous reply would fit.",
    MessageAct.THANKS: "It only says thanks, so only a courteous reply would fit.",
    MessageAct.AUTO_RESPONDER: "A machine wrote it.",
    MessageAct.ASKS_FOR_PERSON: "It asks for a person.",
    MessageAct.ABUSE: "It only insults.",
}

LANGUAGE: Mapping[str, str] = {
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "ja": "Japanese",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}


def language(code: str) -> str:
    return LANGUAGE.get(code, code)


def percent(share: float, *, places: int = 0) -> str:
    """Write a share as people say it; what is not certain never reads as 0 or 100 %."""
    least = 10**-places / 100
    said = f"{share:.{places}%}"
    if share > 0 and said == f"{0:.{places}%}":
        said = f"under {least:.{places}%}"
    if share < 1 and said == f"{1:.{places}%}":
        said = f"over {1 - least:.{places}%}"
    return said.replace("%", "\u00a0%")


def title(name: str) -> str:
    """Turn an id such as `charged_twice` into words."""
    words = name.replace("_", " ").replace(".", " ").strip()
    return words[:1].upper() + words[1:]


_CODE = re.compile(r"`([^`]*)`")


def quoted(text: str) -> str:
    """Put “quotes” where content specialists write `code`."""
    return _CODE.sub(r"“\1”", text)


def counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
