from dataclasses import replace

import pytest
from tests.builders import CARD_FACTS, MONDAY, a_service, a_template, with_template

from firstline.domain.cases import Case
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.inference.ranker import UNSEEN
from firstline.learning.usage import fit_ranker

SERVICE = with_template(
    a_service(), a_template("ask_bank", "charged_twice", "Please ask your bank.")
)
CHARGED = TopicId("charged_twice")


def answered(template: str | None, *, payment: str | None = "card", topic: str = CHARGED) -> Case:
    facts = SERVICE.schema.parse(CARD_FACTS | {"payment_type": payment})
    inquiry = Inquiry(id=InquiryId("1"), text="hello", received_at=MONDAY, facts=facts)
    return Case(
        inquiry=inquiry,
        topic_id=TopicId(topic),
        template_id=TemplateId(template) if template else None,
    )


def usage(*cases: Case, template: str, topic: str = CHARGED) -> float:
    return fit_ranker(cases, SERVICE).usage_of(TemplateId(template), TopicId(topic))


def test_the_share_is_that_of_the_inquiries_in_which_the_template_was_possible() -> None:
    cases = [
        *[answered("paid_once")] * 6,
        *[answered("ask_bank")] * 2,
        *[answered("paid_in_cash", payment="cash")] * 10,
    ]

    # as if it had been possible twice more, and chosen one of these times
    assert usage(*cases, template="paid_once") == pytest.approx((6 + 1) / (8 + 2))
    assert usage(*cases, template="ask_bank") == pytest.approx((2 + 1) / (18 + 2))
    assert usage(*cases, template="paid_in_cash") == pytest.approx((10 + 1) / (10 + 2))


def test_a_template_that_nobody_could_use_yet_is_neither_trusted_nor_shut_out() -> None:
    assert usage(answered("paid_once"), template="paid_in_cash") == UNSEEN
    assert usage(template="paid_once") == UNSEEN
    assert usage(template="fee_explained", topic="cancellation_fee") == UNSEEN


def test_an_unknown_fact_makes_no_template_possible() -> None:
    assert usage(*[answered("ask_bank", payment=None)] * 5, template="paid_once") == UNSEEN


def test_a_reply_in_free_words_counts_against_every_template() -> None:
    assert usage(*[answered(None)] * 8, template="paid_once") == pytest.approx(1 / 10)


def test_an_equivalent_counts_as_chosen() -> None:
    once = SERVICE.template(TemplateId("paid_once"))
    service = with_template(SERVICE, replace(once, equivalents=(TemplateId("ask_bank"),)))
    ranker = fit_ranker([answered("ask_bank")] * 8, service)

    assert ranker.usage_of(once.id, CHARGED) == pytest.approx(9 / 10)


def test_an_inquiry_that_nobody_labelled_teaches_nothing() -> None:
    unlabelled = replace(answered("paid_once"), topic_id=None)

    assert fit_ranker([unlabelled] * 5, SERVICE).usage == {}
