"""How old a release is: by the inquiries behind it, not by when somebody made it."""

from datetime import timedelta

import pytest
from tests.builders import CARD_FACTS, MONDAY, a_service, some_splits

from firstline.domain.cases import Case
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.traces import MessageAct
from firstline.learning.corpus import split_recent
from firstline.learning.evidence import Evidence, EvidenceCase
from firstline.learning.retraining.comparing import known_before
from firstline.learning.retraining.contests import older_by

WEEK = timedelta(days=7)


def calibrated(days: int, *, tested_until: int | None = None) -> Evidence:
    """Evidence whose calibration ends some days after a Monday, and its test weeks later."""
    case = EvidenceCase(
        received_at=MONDAY + timedelta(days=days),
        facts={},
        act=MessageAct.SUBSTANCE,
        language=None,
        predictions=(),
        expert_probability=0,
        topic_id=None,
        template_id=None,
    )
    ends_at = None if tested_until is None else MONDAY + timedelta(days=tested_until)
    return Evidence(pilot=(), calibration=(case,), ends_at=ends_at)


def cases_on(*days: int) -> list[Case]:
    return [
        Case(
            inquiry=Inquiry(
                id=InquiryId(str(day)),
                text="hello",
                received_at=MONDAY + timedelta(days=day),
                facts=a_service().schema.parse(CARD_FACTS),
            ),
            topic_id=None,
            template_id=None,
        )
        for day in days
    ]


def test_the_same_history_divided_in_another_way_is_not_newer() -> None:
    first_training = calibrated(60, tested_until=88)
    retraining = calibrated(88, tested_until=88)

    assert older_by(first_training, retraining) == timedelta(0)


def test_a_release_is_older_by_the_inquiries_that_came_in_since() -> None:
    assert older_by(calibrated(60, tested_until=88), calibrated(95, tested_until=95)) == WEEK


@pytest.mark.parametrize(("old", "expected"), [(None, None), (calibrated(81), WEEK)])
def test_without_the_end_of_its_data_its_calibration_says_how_old_it_is(
    old: Evidence | None, expected: timedelta | None
) -> None:
    assert older_by(old, calibrated(88, tested_until=88)) == expected


def test_splits_know_the_newest_inquiry_of_all_their_parts() -> None:
    splits = some_splits(a_service())
    parts = (splits.train, splits.dev, splits.calibrate, splits.test)

    assert splits.newest == max(case.inquiry.received_at for part in parts for case in part)
    assert split_recent(cases_on(0, 1)).newest == MONDAY + timedelta(days=1)


def test_who_reads_a_comparison_is_told_where_the_training_data_ends() -> None:
    (note,) = known_before(cases_on(1, 2, 9), "8492e97b3d08f00d", calibrated(7, tested_until=9))

    assert "2 of the 3 inquiries are from before 2026-03-09" in note
    assert "the training data of release 8492e97b3d08 ends" in note


def test_inquiries_that_no_release_can_know_need_no_note() -> None:
    assert list(known_before(cases_on(8, 9), "8492e97b3d08", calibrated(7))) == []


def test_evidence_that_is_gone_is_said_to_be_gone() -> None:
    (note,) = known_before(cases_on(8), "8492e97b3d08", None)

    assert "nobody knows how old it is" in note
