from dataclasses import replace

import numpy as np
from tests.builders import a_service
from tests.unit.analysis.discovery.conftest import an_open_inquiry

from firstline.analysis.discovery.near_topics import (
    Evidence,
    KnownTopics,
    NearMiss,
    near_misses,
    near_topic,
)
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId

CHARGED = TopicId("charged_twice")
CARD, CASH = TemplateId("paid_once"), TemplateId("paid_in_cash")
NOBODY = KnownTopics([], np.zeros((0, 2)))


def test_what_agents_said_decides() -> None:
    members = [replace(an_open_inquiry(n), topic_id=CHARGED) for n in range(5)]
    near = near_topic(members, np.eye(5), NOBODY, a_service(), cut=0.0)

    assert near
    assert (near.topic_id, near.evidence) == (CHARGED, Evidence.AGENTS)


def test_replies_in_free_words_say_that_agents_had_no_template() -> None:
    members = [replace(an_open_inquiry(n), reply="Something new.") for n in range(5)]
    members += [replace(an_open_inquiry(n), topic_id=CHARGED) for n in range(3)]

    assert near_topic(members, np.eye(8), NOBODY, a_service(), cut=0.0) is None


def test_messages_that_read_like_those_of_a_topic_belong_to_it() -> None:
    answered = [replace(an_open_inquiry(), is_open=False, topic_id=CHARGED)] * 2
    known = KnownTopics(answered, np.array([[1.0, 0.0], [0.8, 0.6]]))
    members = [an_open_inquiry(n) for n in range(2)]
    alike, other = np.array([[0.9, 0.1]] * 2), np.array([[0.0, -1.0]] * 2)
    near = near_topic(members, alike, known, a_service(), cut=0.5)

    assert near
    assert (near.topic_id, near.evidence) == (CHARGED, Evidence.WORDS)
    assert near_topic(members, other, known, a_service(), cut=0.5) is None


def test_the_clause_that_alone_stood_in_the_way_comes_first() -> None:
    both, one = ('payment_type is "card"', "order_cost > 0"), ("order_cost > 0",)
    members = [replace(an_open_inquiry(n), not_held={CARD: both}) for n in range(3)]
    members += [replace(an_open_inquiry(n), not_held={CARD: one, CASH: one}) for n in range(2)]
    first, *others = near_misses(members, CHARGED, a_service())

    assert first == NearMiss(template_id=CARD, clause="order_cost > 0", failed=5, alone=2)
    assert {(miss.template_id, miss.alone) for miss in others} == {(CASH, 2), (CARD, 0)}
