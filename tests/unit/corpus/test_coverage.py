"""What a history lacks."""

from dataclasses import replace

from tests.builders import a_service, some_splits

from firstline.domain.cases import Case
from firstline.learning.corpus import History
from firstline.learning.corpus.coverage import Coverage, Lack, coverage_of
from firstline.learning.corpus.reports import ImportReport

SERVICE = a_service()
CASES = tuple(case for part in ("train", "dev", "calibrate", "test")
              for case in getattr(some_splits(SERVICE), part))  # fmt: skip


def covered(*cases: Case, has_times: bool = True) -> Coverage:
    report = ImportReport(
        file="h.csv",
        rows=len(cases),
        cases=len(cases),
        rejected={},
        rejects_file=None,
        duplicates=0,
        unlabelled=0,
        has_times=has_times,
        ignored_columns=(),
    )
    return coverage_of(History(cases=cases, report=report), SERVICE)


def test_topics_and_templates_are_counted() -> None:
    found = covered(*CASES)

    assert (found.cases, found.labelled) == (120, 120)
    assert set(found.topics.values()) == {20}
    assert found.can_train


def test_what_nobody_wrote_about_and_what_nobody_sent_is_named() -> None:
    cases = [case for case in CASES if case.topic_id != "promo_code"]

    lacks = covered(*cases).lacks

    assert lacks[Lack.TOPICS_WITHOUT_CASES] == ["promo_code"]
    assert lacks[Lack.TEMPLATES_NEVER_SENT] == ["paid_in_cash", "enter_code"]
    assert "lost_item" in lacks[Lack.TOPICS_WITH_FEW_CASES]


def test_facts_that_no_case_knows_are_named() -> None:
    found = covered(*CASES)

    assert found.lacks[Lack.FACTS_NEVER_KNOWN] == [
        "trips",
        "is_business",
        "options",
        "member_since",
    ]
    assert found.facts["order_cost"] == 1.0


def test_a_handful_of_cases_is_too_few_to_train() -> None:
    assert Lack.FEW_CASES in covered(*CASES[:99]).lacks
    assert not covered(*CASES[:99]).can_train
    assert not covered().can_train


def test_one_topic_is_nothing_to_tell_apart() -> None:
    alone = [replace(case, topic_id=CASES[0].topic_id) for case in CASES]

    assert Lack.FEW_TOPICS in covered(*alone).lacks


def test_cases_without_a_topic_do_not_count_as_labelled() -> None:
    unlabelled = [replace(case, topic_id=None) for case in CASES]

    assert covered(*unlabelled).labelled == 0


def test_made_up_times_give_no_dates() -> None:
    found = covered(*CASES, has_times=False)

    assert Lack.NO_TIMES in found.lacks
    assert (found.first, found.last) == ("", "")
