"""Messages classified, in batches, with what an analyst wants to know of each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from itertools import islice

from firstline.cli.doors.messages import BadLine, Found, Message
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.engine import Engine
from firstline.engine.assessments import Assessment

BATCH = 256  # texts; enough that batches of equal length fill every encoder session
# Only rules look at the time, and nothing of them is shown.
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    line: int
    text: str
    """Redacted."""
    language: str | None
    """`None` where it is none of the service's."""
    act: str
    topic: str | None
    """The most probable one; `None` where no model was asked."""
    probability: float | None
    sentiment: str | None
    sentiment_probability: float | None


COLUMNS = tuple(field.name for field in fields(Classified))


def classified(
    found: Iterable[Found], engine: Engine, *, skip: Callable[[BadLine], None]
) -> Iterator[list[Classified]]:
    """Classify by the text alone, a batch at a time.

    Args:
        found: messages, and lines that hold none.
        engine: of the release whose topics are wanted.
        skip: is told of every line that is left out.
    """
    messages = _messages(found, skip)
    while batch := list(islice(messages, BATCH)):
        assessed = engine.assess([_inquiry(message) for message in batch])
        yield [
            _classified(message, assessment)
            for message, assessment in zip(batch, assessed, strict=True)
        ]


def _messages(found: Iterable[Found], skip: Callable[[BadLine], None]) -> Iterator[Message]:
    for one in found:
        if isinstance(one, BadLine):
            skip(one)
        else:
            yield one


def _inquiry(message: Message) -> Inquiry:
    return Inquiry(id=InquiryId(str(message.line)), text=message.text, received_at=_ANY_TIME)


def _classified(message: Message, assessment: Assessment) -> Classified:
    reading, sentiment = assessment.reading, assessment.sentiment
    best = next(iter(assessment.predictions), None)
    return Classified(
        line=message.line,
        text=reading.text,
        language=reading.language,
        act=reading.act,
        topic=best.topic_id if best else None,
        probability=best.probability if best else None,
        sentiment=sentiment.label if sentiment else None,
        sentiment_probability=asdict(sentiment)[sentiment.label] if sentiment else None,
    )
