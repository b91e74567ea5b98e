from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import PROBLEMS, a_service, some_splits

from firstline.domain.errors import HistoryError
from firstline.learning.tuning.corpora import corpus_of

SPLITS = some_splits(a_service())


def test_nothing_is_learnt_from_what_judges_calibrates_or_scores() -> None:
    corpus = corpus_of(SPLITS)
    later = {case.inquiry.text for case in (*SPLITS.dev, *SPLITS.calibrate, *SPLITS.test)}

    assert corpus.learn == SPLITS.train
    assert corpus.judge == SPLITS.dev
    assert not later & set(corpus.texts)
    assert corpus.topics == tuple(sorted(PROBLEMS))


def test_messages_without_a_topic_teach_words_only() -> None:
    first = replace(SPLITS.train[0], topic_id=None)
    corpus = corpus_of(replace(SPLITS, train=(first, *SPLITS.train[1:])))

    assert first not in corpus.learn
    assert first.inquiry.text in corpus.texts


def test_a_topic_that_was_never_learnt_judges_nothing() -> None:
    train = tuple(case for case in SPLITS.train if case.topic_id != "accident")
    corpus = corpus_of(replace(SPLITS, train=train))

    assert "accident" not in {case.topic_id for case in corpus.judge}


def test_a_refresh_learns_from_the_last_days_only() -> None:
    corpus = corpus_of(SPLITS, last=timedelta(minutes=60))
    end = SPLITS.train[-1].inquiry.received_at

    assert 0 < len(corpus.learn) < len(SPLITS.train)
    assert all(case.inquiry.received_at > end - timedelta(minutes=60) for case in corpus.learn)


@pytest.mark.parametrize("part", ["train", "dev"])
def test_a_history_that_is_too_short_is_refused(part: str) -> None:
    empty = replace(SPLITS, train=()) if part == "train" else replace(SPLITS, dev=())
    with pytest.raises(HistoryError, match="import a longer history"):
        corpus_of(empty)
