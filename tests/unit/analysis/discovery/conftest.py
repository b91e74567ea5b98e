from collections.abc import Mapping
from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_fact

from firstline.analysis.discovery import PastInquiry
from firstline.domain.cases import Case
from firstline.domain.facts import FactSchema, FactType
from firstline.domain.inquiries import Inquiry, InquiryId


@pytest.fixture(scope="session")
def schema() -> FactSchema:
    """A fact of every type."""
    return FactSchema(
        (
            a_fact("payment_type", FactType.ENUM, values=("card", "cash", "wallet")),
            a_fact("order_cost", FactType.DECIMAL),
            a_fact("charged", FactType.DECIMAL),
            a_fact("trips", FactType.INT),
            a_fact("is_business", FactType.BOOL),
            a_fact("ordered_at", FactType.DATETIME),
            a_fact("member_since", FactType.DATE),
            a_fact("order_id", FactType.STRING),
            a_fact("options", FactType.LIST, values=("pet", "child_seat")),
        )
    )


def a_case(number: int, facts: Mapping[str, object], schema: FactSchema, reply: str = "") -> Case:
    """A case of its own customer, an hour after the one before."""
    return Case(
        inquiry=Inquiry(
            id=InquiryId(str(number)),
            text="a question",
            received_at=MONDAY + timedelta(hours=number),
            facts=schema.parse(facts),
            customer_id=f"customer {number}",
        ),
        reply=reply,
    )


def an_open_inquiry(number: int = 0, text: str = "a question") -> PastInquiry:
    inquiry = Inquiry(id=InquiryId(str(number)), text=text, received_at=MONDAY)
    return PastInquiry(inquiry=inquiry, is_open=True)
