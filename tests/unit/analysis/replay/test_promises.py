from dataclasses import replace

from tests.builders import a_service, some_thresholds

from firstline.analysis.replay.promises import promise_changes
from firstline.domain.guarantees import Thresholds

KEPT = some_thresholds(a_service(), 0.5)
LOST = some_thresholds(a_service(), None)


def test_thresholds_that_stay_are_no_news() -> None:
    assert promise_changes(KEPT, KEPT) == ()


def test_a_promise_that_no_threshold_keeps_any_more_is_lost() -> None:
    (change,) = promise_changes(KEPT, LOST)

    assert (change.is_lost, change.is_gained) == (True, False)
    assert change.topics == KEPT.precision[0].topics
    assert change.before == KEPT.precision[0]


def test_a_promise_that_a_threshold_keeps_now_is_gained() -> None:
    (change,) = promise_changes(LOST, KEPT)

    assert (change.is_lost, change.is_gained) == (False, True)


def test_topics_that_leave_a_pool_are_listed_apart() -> None:
    (pool,) = KEPT.precision
    first, *others = pool.topics
    alone = replace(pool, name=first, topics=(first,), threshold=None)
    rest = replace(pool, topics=tuple(others))
    changes = promise_changes(KEPT, Thresholds(precision=(alone, rest), expert=KEPT.expert))

    assert [(change.topics, change.is_lost) for change in changes] == [
        ((first,), True),
        (tuple(others), False),
    ]


def test_a_topic_that_is_in_no_pool_any_more_has_lost_its_promise() -> None:
    (change,) = promise_changes(KEPT, Thresholds(precision=(), expert=KEPT.expert))

    assert change.is_lost
    assert change.after is None
