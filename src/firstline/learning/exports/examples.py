"""From cases to examples of good replies: rated well, and without personal data."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from firstline.connectors.openai_compatible.messages import (
    Message,
    hide_values,
    system_message,
    user_message,
)
from firstline.domain.cases import Case
from firstline.domain.services import Service
from firstline.text import LanguageDetector, redact


class SkipReason(StrEnum):
    """Why a case is no example."""

    NO_REPLY = "no_reply"
    """Nobody sent words, or a template without a text in the customer's language."""
    RATED_LOW = "rated_low"
    UNRATED = "unrated"
    """Only where unrated cases are not wanted."""
    PERSONAL_DATA = "personal_data"
    """Something that looks like personal data is left in the text, the reply or a fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    case: Case
    system: Message
    user: Message
    assistant: Message

    @property
    def messages(self) -> tuple[Message, Message, Message]:
        return self.system, self.user, self.assistant


@dataclass(slots=True, kw_only=True)
class ExportReport:
    """What became of the cases of one split."""

    cases: int = 0
    examples: int = 0
    estimated_tokens: int = 0
    """A quarter of the bytes in UTF-8; servers count with tokenizers of their own."""
    skipped: Counter[SkipReason] = field(default_factory=Counter)

    def lines(self, split: str) -> Iterator[str]:
        yield (
            f"{split}: {self.examples:,} examples of {self.cases:,} cases, "
            f"about {self.estimated_tokens:,} tokens"
        )
        for reason, count in sorted(self.skipped.items()):
            yield f"  skipped {count:,} × {reason}"


def examples_of(
    cases: Sequence[Case],
    service: Service,
    report: ExportReport,
    *,
    min_rating: int,
    with_unrated: bool = True,
) -> Iterator[Example]:
    """Make an example of each case that is fit to be learnt from; the others are counted."""
    detector = LanguageDetector()
    system = system_message(service)
    for case in cases:
        report.cases += 1
        made = _example(case, service, detector, system)
        reason = _unwanted(case, min_rating, with_unrated=with_unrated) or _unfit(made)
        if made is None or reason:
            report.skipped[reason or SkipReason.NO_REPLY] += 1
            continue
        report.examples += 1
        report.estimated_tokens += sum(_tokens(message) for message in made.messages)
        yield made


def _example(
    case: Case, service: Service, detector: LanguageDetector, system: Message
) -> Example | None:
    reply = case.reply or _template_text(case, service, detector)
    if not reply:
        return None
    facts = case.inquiry.facts
    return Example(
        case=case,
        system=system,
        user=user_message(case.inquiry.text, facts, service),
        assistant=Message(role="assistant", content=hide_values(reply, facts, service.schema)),
    )


def _template_text(case: Case, service: Service, detector: LanguageDetector) -> str:
    """The text of what was sent, its placeholders as they are: the model learns to write them."""
    language = detector.detect(case.inquiry.text, among=service.languages)
    if case.template_id is None or language is None:
        return ""
    return service.template(case.template_id).texts.get(language, "")


def _unwanted(case: Case, min_rating: int, *, with_unrated: bool) -> SkipReason | None:
    if case.rating is None:
        return None if with_unrated else SkipReason.UNRATED
    return SkipReason.RATED_LOW if case.rating < min_rating else None


def _unfit(example: Example | None) -> SkipReason | None:
    if example is None:
        return SkipReason.NO_REPLY
    # A template is approved text: the company's own address in it is no customer's.
    written = [example.user.content]
    written += [example.assistant.content] if example.case.reply else []
    if any(redact(line).spans for text in written for line in text.splitlines()):
        return SkipReason.PERSONAL_DATA
    return None


def _tokens(message: Message) -> int:
    return -(-len(message.content.encode()) // 4)
