"""What is wrong, or may be, with a draft: found without a model, shown to the agent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from firstline.connectors.openai_compatible.messages import in_words
from firstline.domain.facts import Facts
from firstline.domain.services import Service
from firstline.domain.templates import PLACEHOLDER
from firstline.engine.fill import fill
from firstline.serving.drafts.quantities import meanings, quantities
from firstline.text import MARK, redact

LONGEST = 1_500  # characters; the longest template of the example service has 400


class FindingKind(StrEnum):
    UNGROUNDED = "ungrounded"
    """It cites a number, a day or a time that neither a fact nor a prepared reply has."""
    PERSONAL_DATA = "personal_data"
    """It holds what looks like personal data and is in no fact and no prepared reply."""
    MARK_LEFT = "mark_left"
    """It holds a mark such as ⟨EMAIL⟩, which no customer should see."""
    UNFILLED = "unfilled"
    """It holds a placeholder whose fact is unknown, or is none."""
    TOO_LONG = "too_long"
    CUT_OFF = "cut_off"
    """The language model had more to say than it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    kind: FindingKind
    place: str = ""
    """The words of the draft that it is about."""


def find(
    text: str, *, facts: Facts, prepared_replies: Sequence[str], service: Service
) -> Iterator[Finding]:
    """Check a draft against what is known; the customer's own claims ground nothing.

    Args:
        text: the draft, its placeholders filled.
        facts: of the inquiry.
        prepared_replies: filled templates that the agent was offered.
        service: whose languages and time zone count.
    """
    known = (*_in_words(facts, service), *prepared_replies)
    allowed = meanings(known, service.languages)
    for quantity in quantities(MARK.sub(" ", text), service.languages):
        if not quantity.meanings & allowed:
            yield Finding(kind=FindingKind.UNGROUNDED, place=quantity.cited)
    for span in redact(text).spans:
        if not any(span.value in words for words in known):
            yield Finding(kind=FindingKind.PERSONAL_DATA, place=span.value)
    for mark in MARK.finditer(text):
        yield Finding(kind=FindingKind.MARK_LEFT, place=mark[0])
    for placeholder in PLACEHOLDER.finditer(text):
        yield Finding(kind=FindingKind.UNFILLED, place=placeholder[0])
    if len(text) > LONGEST:
        yield Finding(kind=FindingKind.TOO_LONG)


def _in_words(facts: Facts, service: Service) -> Iterator[str]:
    """Write every known fact as the model was told it, and as templates write it."""
    for name, value in facts.items():
        if value not in (None, ()):
            yield in_words(value, service.zone)
            for language in service.languages:
                zone = service.zone
                yield fill(f"{{{{ {name} }}}}", facts, language=language, zone=zone)
