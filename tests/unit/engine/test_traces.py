import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import CARD_FACTS, an_inquiry
from tests.unit.engine.conftest import Desk

from firstline.domain.decisions import replies_of
from firstline.domain.traces import GuardFinding, MessageAct
from firstline.engine import Engine
from firstline.inference.encoders import fingerprint

TOPICS = {
    "promo_code": 0.02,
    "charged_twice": 0.5,
    "lost_item": 0.2,
    "driver_late": 0.15,
    "cancellation_fee": 0.1,
    "accident": 0.03,
}


def test_the_trace_names_the_release_and_the_kind_of_machine(desk: Desk) -> None:
    trace = desk.decide().trace

    assert (trace.release, trace.fingerprint) == ("unpublished", fingerprint())


def test_the_five_most_probable_topics_are_shown_best_first(desk: Desk) -> None:
    shown = desk.decide(topics=TOPICS).trace.predictions

    assert [p.topic_id for p in shown] == [
        "charged_twice",
        "lost_item",
        "driver_late",
        "cancellation_fee",
        "accident",
    ]
    assert [p.probability for p in shown] == pytest.approx([0.5, 0.2, 0.15, 0.1, 0.03])


def test_every_guard_reports_also_where_it_let_pass(desk: Desk) -> None:
    trace = desk.decide().trace

    assert trace.act is MessageAct.SUBSTANCE
    assert trace.guards == (
        GuardFinding(guard="first_response", passed=True),
        GuardFinding(guard="message_act", passed=True, detail="substance"),
        GuardFinding(guard="language", passed=True, detail="en"),
    )


def test_a_guard_that_stops_an_automatic_reply_says_why(desk: Desk) -> None:
    first, *_ = desk.decide(person_has_spoken=True).trace.guards

    assert first == GuardFinding(guard="first_response", passed=False, detail="person_has_spoken")


def test_the_promise_behind_the_best_reply_is_part_of_the_trace(desk: Desk) -> None:
    guarantee = desk.decide().trace.guarantee

    assert guarantee
    assert (guarantee.threshold, guarantee.right, guarantee.answered) == (0.5, 48, 50)


def test_without_a_candidate_there_is_no_promise_to_show(desk: Desk) -> None:
    assert desk.decide(facts={}, topics={"charged_twice": 1.0}).trace.guarantee is None


@given(text=st.text(max_size=200), facts=st.sampled_from([{}, CARD_FACTS]))
def test_r09_whatever_is_written_only_topics_and_templates_of_the_release_are_named(
    text: str, facts: dict[str, object], engine: Engine
) -> None:
    service = engine.release.service
    decision = engine.answer(an_inquiry(text, facts=facts).typed(service))

    templates = {template.id for template in service.templates}
    topics = {topic.id for topic in service.topics}
    assert {prediction.topic_id for prediction in decision.trace.predictions} <= topics
    assert {candidate.template_id for candidate in decision.trace.candidates} <= templates
    assert {reply.template_id for reply in replies_of(decision)} <= templates
