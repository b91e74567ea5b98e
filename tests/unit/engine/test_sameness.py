"""One inquiry, one decision: however it is asked."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from tests.builders import ACCIDENT, CARD_FACTS, CHARGED_TWICE, LOST_ITEM, MONDAY, an_inquiry

from firstline.domain.decisions import AutoReply
from firstline.domain.inquiries import Inquiry
from firstline.engine import Engine
from firstline.inference.encoders import Encoder
from firstline.learning.training import Trained
from firstline.text import prepare

TEXTS = (
    CHARGED_TWICE,
    LOST_ITEM,
    ACCIDENT,
    "",
    "Thanks!",
    "Let me talk to a human",
    "<p>My card 4111 1111 1111 1111 was charged twice,</p> mail carla@example.com",
    "the driver, Mr Smith, came too late, call me on +1 202 555 0123",
    "why " * 300,
    "cancel",
)


@pytest.fixture(scope="module")
def engine(tiny_training: Trained, encoder: Encoder) -> Engine:
    return Engine(tiny_training.release, encoder)


@pytest.fixture(scope="module")
def inquiries(engine: Engine) -> Sequence[Inquiry]:
    return [an_inquiry(text).typed(engine.release.service) for text in TEXTS]


def test_answering_many_gives_what_answering_each_alone_gives(
    engine: Engine, inquiries: Sequence[Inquiry]
) -> None:
    assert engine.answer_many(inquiries) == [engine.answer(inquiry) for inquiry in inquiries]


def test_nobody_asking_gets_no_answer(engine: Engine) -> None:
    assert engine.answer_many([]) == []


def test_many_threads_give_equal_decisions(engine: Engine, inquiries: Sequence[Inquiry]) -> None:
    alone = [engine.answer(inquiry) for inquiry in inquiries]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(engine.answer, [*inquiries] * 5))

    assert together == alone * 5


def test_deciding_on_the_redacted_text_gives_the_same_decision(
    engine: Engine, inquiries: Sequence[Inquiry]
) -> None:
    redacted = [replace(inquiry, text=prepare(inquiry.text).text) for inquiry in inquiries]

    assert engine.answer_many(redacted) == engine.answer_many(inquiries)


def test_what_is_redacted_never_decides(engine: Engine) -> None:
    first, second = (
        engine.answer(an_inquiry(f"I was charged twice on {card}").typed(engine.release.service))
        for card in ("4111 1111 1111 1111", "5500 0000 0000 0004")
    )

    assert first == second


def test_the_clock_has_no_say(engine: Engine) -> None:
    inquiry = an_inquiry(CHARGED_TWICE, facts=CARD_FACTS).typed(engine.release.service)
    decision = engine.answer(inquiry)

    assert isinstance(decision, AutoReply)
    assert inquiry.received_at == MONDAY
    assert engine.answer(inquiry) == decision
