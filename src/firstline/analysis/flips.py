"""Flips: inquiries that two releases treat differently, and which of them was right."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from random import Random

from firstline.analysis.answerable import would_send
from firstline.analysis.scorecards import Scorer
from firstline.domain.cases import Case
from firstline.domain.decisions import Decision, DecisionId
from firstline.domain.inquiries import InquiryId
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId

SEED = 20260301


class Flip(StrEnum):
    """What became of an inquiry's automatic reply, from the old release to the new one.

    What would be sent if its topic were on auto counts as sent.
    """

    RIGHT_TO_WRONG = "right_to_wrong"
    WRONG_TO_RIGHT = "wrong_to_right"
    NEWLY_RIGHT = "newly_right"
    """A person had to answer; now a right reply is sent."""
    NEWLY_WRONG = "newly_wrong"
    NO_LONGER_RIGHT = "no_longer_right"
    """A right reply was sent; now a person has to answer."""
    NO_LONGER_WRONG = "no_longer_wrong"


# Whether the reply was right, before and after; `None` where none was sent.
_FLIPS: Mapping[tuple[bool | None, bool | None], Flip] = {
    (True, False): Flip.RIGHT_TO_WRONG,
    (False, True): Flip.WRONG_TO_RIGHT,
    (None, True): Flip.NEWLY_RIGHT,
    (None, False): Flip.NEWLY_WRONG,
    (True, None): Flip.NO_LONGER_RIGHT,
    (False, None): Flip.NO_LONGER_WRONG,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FlipSample:
    inquiry_id: InquiryId
    received_at: datetime
    text: str
    """Redacted."""
    flip: Flip
    topic_id: TopicId | None
    """As agents said, like the template."""
    template_id: TemplateId | None
    before: TemplateId | None
    """Sent by the old release; `None` where a person had to answer."""
    after: TemplateId | None
    decision_id: DecisionId | None = None
    """What the journal calls the decision of that time; `None` where it knows of none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An inquiry and what both releases decide."""

    case: Case
    before: Decision
    after: Decision


def find_flips(pairs: Iterable[Pair], scorer: Scorer) -> Iterator[tuple[Flip, Pair]]:
    for pair in pairs:
        was, is_now = (_right(d, pair.case, scorer) for d in (pair.before, pair.after))
        if flip := _FLIPS.get((was, is_now)):
            yield flip, pair


def _right(decision: Decision, case: Case, scorer: Scorer) -> bool | None:
    sent = would_send(decision)
    return scorer.is_right(sent, case) if sent else None


def sample_flips(flips: Sequence[tuple[Flip, Pair]], *, of_each: int) -> tuple[FlipSample, ...]:
    """Draw some of every kind, the same ones every time."""
    return tuple(
        _sample(kind, pair)
        for kind in Flip
        for pair in _drawn([pair for flip, pair in flips if flip is kind], of_each)
    )


def _drawn(pairs: Sequence[Pair], count: int) -> Sequence[Pair]:
    places = Random(SEED).sample(range(len(pairs)), min(count, len(pairs)))  # noqa: S311 - no secret
    return [pairs[place] for place in sorted(places)]


def _sample(flip: Flip, pair: Pair) -> FlipSample:
    case = pair.case
    return FlipSample(
        inquiry_id=case.inquiry.id,
        received_at=case.inquiry.received_at,
        text=case.inquiry.text,
        flip=flip,
        topic_id=case.topic_id,
        template_id=case.template_id,
        before=_sent(pair.before),
        after=_sent(pair.after),
    )


def _sent(decision: Decision) -> TemplateId | None:
    sent = would_send(decision)
    return sent.template_id if sent else None
