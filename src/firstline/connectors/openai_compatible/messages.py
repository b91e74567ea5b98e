"""What a language model is told of an inquiry: the same words in training and when it drafts.

No value of a fact that is free text, such as a name, ever stands in them. The model writes the
placeholder `{{ driver_name }}` instead, as templates do, and it is filled on our side.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

from firstline.domain.facts import Fact, Facts, FactSchema, FactType, FactValue
from firstline.domain.services import Service

SHOWN_TOPICS = 40
_GIVEN = "given"
_LETTER = "0-9A-Za-zÀ-ɏЀ-ӿ_"  # of scripts with spaces between words
_SHORTEST_HIDDEN = 2  # characters: a name in kanji; a single letter stands in every word


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    role: Literal["system", "user", "assistant"]
    content: str


def system_message(service: Service) -> Message:
    roots = [topic.name for topic in service.topics if topic.parent is None][:SHOWN_TOPICS]
    return Message(
        role="system",
        content=(
            f"You draft replies for the support agents of {service.name}; an agent checks and "
            f"edits each before a customer sees it. Customers write about: {'; '.join(roots)}. "
            "Answer in the customer's language, politely and briefly. State only what the facts "
            "below say; promise no sum, date or action that they do not. Where a fact's value "
            "belongs, write its name in double braces, such as {{ name_of_fact }}. Marks such as "
            "⟨EMAIL⟩ stand for removed personal data; never write one."
        ),
    )


def user_message(
    text: str, facts: Facts, service: Service, *, prepared_replies: Sequence[str] = ()
) -> Message:
    """Tell of one inquiry; its text must be redacted.

    Args:
        text: what the customer wrote.
        facts: what is known of the order; those that are unknown are left out.
        service: whose facts and time zone they are.
        prepared_replies: templates that may fit, best first.
    """
    schema = service.schema
    parts = [hide_values(text, facts, schema)]
    if lines := list(_fact_lines(facts, service)):
        parts += ["", "Facts:", *lines]
    if prepared_replies:
        parts += ["", "Prepared replies that may fit:"]
        parts += [f"- {hide_values(reply, facts, schema)}" for reply in prepared_replies]
    return Message(role="user", content="\n".join(parts))


def hide_values(text: str, facts: Facts, schema: FactSchema) -> str:
    """Put a placeholder wherever the value of a free-text fact stands."""
    for fact in schema:
        value = facts.get(fact.name)
        if _is_free_text(fact) and isinstance(value, str) and len(value) >= _SHORTEST_HIDDEN:
            whole_word = rf"(?<![{_LETTER}]){re.escape(value)}(?![{_LETTER}])"
            text = re.sub(whole_word, f"{{{{ {fact.name} }}}}", text)
    return text


def _fact_lines(facts: Facts, service: Service) -> Iterator[str]:
    for fact in service.schema:
        value = facts.get(fact.name)
        if value not in (None, ()):
            yield f"{fact.name}: {_GIVEN if _is_free_text(fact) else in_words(value, service.zone)}"


def _is_free_text(fact: Fact) -> bool:
    return fact.type in {FactType.STRING, FactType.LIST, FactType.ENUM} and not fact.values


def in_words(value: FactValue, zone: tzinfo) -> str:
    """Write a value plainly; times are on the clocks of the service."""
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(value)
        case datetime():
            return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"
        case _:
            return str(value)
