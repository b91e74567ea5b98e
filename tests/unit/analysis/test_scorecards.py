"""A dozen inquiries whose every number can be counted by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta
from tests.builders import ENGLISH, MONDAY, a_service, some_thresholds

from firstline.analysis.answerable import would_send
from firstline.analysis.scorecards import Scorer, best_candidate, calibration_error
from firstline.domain.cases import Case
from firstline.domain.decisions import (
    AutoReply,
    Decision,
    Escalation,
    EscalationReason,
    Reply,
    Suggestion,
    SuggestionReason,
)
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.scorecards import Share
from firstline.domain.templates import TemplateId
from firstline.domain.topics import Line, TopicId
from firstline.domain.traces import (
    CandidateStatus,
    CandidateTrace,
    Clause,
    GuardFinding,
    MessageAct,
    Prediction,
    Trace,
)

SERVICE = a_service()
SCORER = Scorer(SERVICE)
TRUE = Clause(text="always", holds=True)


def case(number: int, topic: str | None, template: str | None) -> Case:
    return Case(
        inquiry=Inquiry(
            id=InquiryId(str(number)),
            text="hello",
            received_at=MONDAY + timedelta(days=number),
        ),
        topic_id=TopicId(topic) if topic else None,
        template_id=TemplateId(template) if template else None,
    )


def trace(topic: str, *candidates: tuple[str, float]) -> Trace:
    return Trace(
        release="",
        fingerprint="",
        language=ENGLISH,
        act=MessageAct.SUBSTANCE,
        guards=(),
        predictions=(Prediction(topic_id=TopicId(topic), probability=0.9),),
        candidates=tuple(
            CandidateTrace(
                template_id=TemplateId(template),
                topic_id=TopicId(topic),
                status=CandidateStatus.MATCHED,
                probability=probability,
                rule=TRUE,
            )
            for template, probability in candidates
        ),
        rightness=max((probability for _, probability in candidates), default=None),
    )


def reply(topic: str, template: str, probability: float) -> Reply:
    return Reply(
        template_id=TemplateId(template),
        topic_id=TopicId(topic),
        language=ENGLISH,
        text="…",
        probability=probability,
    )


def sent(topic: str, template: str, probability: float) -> Decision:
    return AutoReply(
        reply=reply(topic, template, probability), trace=trace(topic, (template, probability))
    )


def shown(topic: str, *templates: str) -> Decision:
    return Suggestion(
        replies=tuple(reply(topic, template, 0.4) for template in templates),
        reason=SuggestionReason.BELOW_THRESHOLD,
        trace=trace(topic, *((template, 0.4) for template in templates)),
    )


def routed(topic: str = "accident") -> Decision:
    reason = EscalationReason.EXPERT_LINE
    return Escalation(reason=reason, line=Line.EXPERT, trace=trace(topic))


def unsure(topic: str = "promo_code") -> Decision:
    return Escalation(reason=EscalationReason.UNSURE, line=Line.FIRST, trace=trace(topic))


DOZEN: Sequence[tuple[Case, Decision]] = (
    (case(0, "charged_twice", "paid_once"), sent("charged_twice", "paid_once", 0.95)),
    (case(1, "charged_twice", "paid_once"), sent("charged_twice", "paid_once", 0.95)),
    (case(2, "charged_twice", "paid_in_cash"), sent("charged_twice", "paid_once", 0.85)),
    (case(3, "lost_item", "driver_has_it"), sent("lost_item", "driver_has_it", 0.85)),
    (case(4, "lost_item", None), sent("lost_item", "driver_has_it", 0.85)),
    (case(5, "driver_late", "sorry_late"), shown("promo_code", "enter_code", "sorry_late")),
    (case(6, "driver_late", "sorry_late"), shown("driver_late", "enter_code")),
    (case(7, None, "enter_code"), shown("promo_code", "enter_code")),
    (case(8, "accident", None), routed()),
    (case(9, "accident", None), routed()),
    (case(10, "accident", None), unsure()),
    (case(11, "promo_code", "enter_code"), routed()),
)
SCORECARD = SCORER.score([c for c, _ in DOZEN], [d for _, d in DOZEN])


def counted(share: Share) -> tuple[int, int]:
    return share.count, share.of


def test_the_period_is_that_of_the_inquiries() -> None:
    assert SCORECARD.cases == 12
    assert SCORECARD.first_received == "2026-03-02T09:30:00+00:00"
    assert SCORECARD.last_received == "2026-03-13T09:30:00+00:00"


def test_coverage_is_the_share_answered_automatically() -> None:
    assert counted(SCORECARD.coverage) == (5, 12)


def test_precision_counts_a_reply_in_free_words_as_a_wrong_guess_of_ours() -> None:
    assert counted(SCORECARD.precision) == (3, 5)


def test_topics_are_judged_only_where_somebody_labelled_them() -> None:
    assert counted(SCORECARD.accuracy) == (8, 11)


def test_the_expert_line_is_judged_both_ways() -> None:
    assert counted(SCORECARD.expert_recall) == (2, 3)
    assert counted(SCORECARD.expert_precision) == (2, 3)


def test_suggestions_hit_where_the_right_reply_is_among_them() -> None:
    assert counted(SCORECARD.suggested) == (3, 12)
    assert counted(SCORECARD.suggestion_hits) == (2, 3)


def test_the_calibration_error_weighs_each_bins_gap_by_its_cases() -> None:
    # of 8 best candidates: 2 of 2 right at 0.95, 1 of 3 at 0.85, 1 of 3 at 0.4
    expected = (2 * 0.05 + 3 * (0.85 - 1 / 3) + 3 * (0.4 - 1 / 3)) / 8

    assert SCORECARD.calibration_error == pytest.approx(expected)


def test_each_topic_has_its_own_numbers() -> None:
    scores = {score.topic_id: score for score in SCORECARD.topics}

    assert list(scores) == [topic.id for topic in SERVICE.topics.leaves]
    charged = scores[TopicId("charged_twice")]
    assert (charged.cases, charged.answered) == (3, 3)
    assert (counted(charged.accuracy), counted(charged.precision)) == ((3, 3), (2, 3))
    late = scores[TopicId("driver_late")]
    assert (late.cases, late.answered) == (2, 0)
    assert (counted(late.accuracy), counted(late.precision)) == ((1, 2), (0, 0))


def test_a_share_comes_with_its_exact_lower_bound() -> None:
    delta = SERVICE.policy.delta

    assert SCORECARD.precision.value == 0.6
    assert SCORECARD.precision.lower_bound == pytest.approx(beta.ppf(delta, 3, 3))


def test_no_inquiries_make_an_empty_scorecard() -> None:
    empty = SCORER.score([], [])

    assert (empty.cases, empty.first_received, empty.calibration_error) == (0, "", 0)
    assert counted(empty.precision) == (0, 0)
    assert (empty.precision.value, empty.precision.lower_bound) == (0, 0)
    assert {score.cases for score in empty.topics} == {0}


def test_a_candidate_whose_rule_does_not_hold_is_never_the_best() -> None:
    best = CandidateTrace(
        template_id=TemplateId("paid_in_cash"),
        topic_id=TopicId("charged_twice"),
        status=CandidateStatus.NOT_MATCHED,
        probability=0,
        rule=Clause(text="never", holds=False),
    )
    found = Trace(
        release="",
        fingerprint="",
        language=ENGLISH,
        act=MessageAct.SUBSTANCE,
        guards=(),
        candidates=(best,),
    )
    reason = EscalationReason.NO_APPLICABLE_TEMPLATE

    assert best_candidate(Escalation(reason=reason, line=Line.FIRST, trace=found)) is None
    assert best_candidate(unsure()) is None


def test_perfect_confidence_has_no_calibration_error() -> None:
    assert calibration_error(np.array([1.0, 0.0, 1.0]), np.array([1.0, 0.0, 1.0])) == 0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=50))
def test_a_calibration_error_is_a_share(pairs: list[tuple[float, bool]]) -> None:
    probabilities = np.array([probability for probability, _ in pairs], dtype=np.float64)
    right = np.array([right for _, right in pairs], dtype=np.float64)

    assert 0 <= calibration_error(probabilities, right) <= 1


@pytest.mark.parametrize(("is_calm", "sent"), [(True, "sorry_late"), (False, None)])
def test_in_shadow_an_upset_customer_would_get_no_automatic_reply_either(
    is_calm: bool, sent: str | None
) -> None:
    found = replace(
        trace("driver_late", ("sorry_late", 0.9)),
        guards=(GuardFinding(guard="sentiment", passed=is_calm),),
        guarantee=some_thresholds(SERVICE, 0.5).of(TopicId("driver_late")),
    )
    held = Escalation(reason=EscalationReason.TOPIC_IN_SHADOW, line=Line.FIRST, trace=found)
    reply = would_send(held)

    assert (reply.template_id if reply else None) == sent
