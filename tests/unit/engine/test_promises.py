from dataclasses import replace

from tests.builders import a_service, some_thresholds

from firstline.engine.explain import promise

KEPT = some_thresholds(a_service(), 0.5).precision[0]
NOT_YET = some_thresholds(a_service(), None).precision[0]


def test_a_promise_is_told_with_its_evidence() -> None:
    assert promise(KEPT) == (
        "Promise for all topics: from 50.0% on, at least 75% of the replies are right, "
        "with 80% confidence (48 of 50 in the calibration weeks)."
    )


def test_a_promise_that_lacks_cases_says_how_many() -> None:
    assert promise(NOT_YET) == (
        "No promise for all topics yet: 75% needs about 40 more labelled cases."
    )


def test_where_cases_would_not_help_the_reason_is_told() -> None:
    assert promise(replace(NOT_YET, cases_needed=None)) == (
        "No promise for all topics: replies are not right often enough for 75%."
    )
