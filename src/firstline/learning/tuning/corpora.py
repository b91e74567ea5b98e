"""What of a history an encoder is tuned on: the train split, never a later one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from firstline.domain.cases import Case
from firstline.domain.errors import HistoryError
from firstline.domain.topics import TopicId
from firstline.learning.corpus import Splits

FEWEST_TOPICS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    learn: tuple[Case, ...]
    judge: tuple[Case, ...]
    """The dev split, as far as its topics are learnt."""
    topics: tuple[TopicId, ...]
    texts: tuple[str, ...]
    """Also of inquiries without a topic, each once; for adaptation."""


def corpus_of(splits: Splits, *, last: timedelta | None = None) -> Corpus:
    """Choose what to learn from.

    Args:
        splits: only `train` is learnt from, only `dev` judges.
        last: learn from no more than the end of `train`, of this length.

    Raises:
        HistoryError: there is too little to learn from, or nothing to judge by.
    """
    recent = _recent(splits.train, last)
    learn = tuple(case for case in recent if case.topic_id is not None)
    topics = tuple(sorted({case.topic_id for case in learn if case.topic_id}))
    judge = tuple(case for case in splits.dev if case.topic_id in topics)
    if len(topics) < FEWEST_TOPICS or not judge:
        raise HistoryError(
            f"{len(learn)} inquiries of {len(topics)} topics to learn from and {len(judge)} to "
            "judge by are too few to tune an encoder; import a longer history"
        )
    texts = tuple(dict.fromkeys(case.inquiry.text for case in recent))
    return Corpus(learn=learn, judge=judge, topics=topics, texts=texts)


def _recent(cases: Sequence[Case], last: timedelta | None) -> Sequence[Case]:
    if last is None or not cases:
        return cases
    end = max(case.inquiry.received_at for case in cases)
    return [case for case in cases if case.inquiry.received_at > end - last]
