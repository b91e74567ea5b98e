from dataclasses import replace

import pytest
from rich.console import Console
from tests.builders import a_release, a_service, an_inquiry

from firstline.analysis.discovery import PastInquiry
from firstline.cli.discovery.past import from_history
from firstline.domain.cases import Case
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.engine import Engine
from firstline.inference.encoders import Encoder

CARD, CASH = TemplateId("paid_once"), TemplateId("paid_in_cash")
CHARGED = TopicId("charged_twice")


@pytest.fixture
def suggesting(encoder: Encoder) -> Engine:
    """An engine that is sure of the topic and may promise nothing."""
    return Engine(
        a_release(a_service(), {"charged_twice": 0.9, "lost_item": 0.1}, threshold=None), encoder
    )


@pytest.fixture
def unsure(encoder: Encoder) -> Engine:
    topics = {"promo_code": 0.03, "charged_twice": 0.03, "accident": 0.04, "driver_late": 0.9}
    usage = {"sorry_late": 0.01}
    return Engine(a_release(a_service(), topics, usage=usage, routed_from=0.9), encoder)


def became_of(engine: Engine, **said: object) -> PastInquiry:
    case = Case(inquiry=an_inquiry().typed(engine.release.service))
    (past,) = from_history([replace(case, **said)], engine, console=Console(quiet=True))  # type: ignore[arg-type] # fields of a case
    return past


def test_a_suggestion_that_an_agent_took_was_an_answer(suggesting: Engine) -> None:
    past = became_of(suggesting, template_id=CARD, topic_id=CHARGED)

    assert not past.is_open
    assert past.topic_id == CHARGED


def test_what_an_agent_wrote_instead_of_a_suggestion_was_missing(suggesting: Engine) -> None:
    past = became_of(suggesting, reply="Your bank did that.")

    assert past.is_open
    assert past.reply == "Your bank did that."


def test_a_template_that_was_not_suggested_tells_which_clause_was_in_its_way(
    suggesting: Engine,
) -> None:
    past = became_of(suggesting, template_id=CASH)

    assert past.is_open
    assert past.not_held[CASH] == ('payment_type is "cash"',)
    assert CARD not in past.not_held


def test_a_suggestion_of_which_nobody_told_is_no_gap(suggesting: Engine) -> None:
    assert not became_of(suggesting).is_open


def test_what_no_reply_was_probable_enough_for_is_open(unsure: Engine) -> None:
    assert became_of(unsure).is_open


def test_what_experts_answer_is_not_for_drafts(encoder: Encoder) -> None:
    release = a_release(a_service(), {"accident": 0.9, "charged_twice": 0.1})
    assert not became_of(Engine(release, encoder), reply="We call you at once.").is_open


def test_an_automatic_reply_says_what_its_topic_reads_like(encoder: Encoder) -> None:
    past = became_of(Engine(a_release(a_service(), {"charged_twice": 1.0}), encoder))

    assert not past.is_open
    assert past.topic_id == CHARGED
    assert past.inquiry.facts == {}
