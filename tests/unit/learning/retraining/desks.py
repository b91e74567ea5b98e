"""Past decisions as the journal would tell them."""

from datetime import timedelta

from tests.builders import MONDAY, a_service

from firstline.domain.cases import Case
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.learning.retraining.gathering import Gathered, PastDecision, Said, gather
from firstline.learning.retraining.relabelling import todays_topics

SERVICE = a_service()


def an_inquiry(name: str, *, hours: int = 0, customer: str = "carla") -> Inquiry:
    return Inquiry(
        id=InquiryId(name),
        text="hello",
        received_at=MONDAY + timedelta(hours=hours),
        customer_id=customer,
    )


def answered(name: str, template: str = "sorry_late", *, hours: int = 0) -> PastDecision:
    """An agent answered with a template."""
    said = Said(topic="driver_late", template=template, is_audit=False)
    return PastDecision(inquiry=an_inquiry(name, hours=hours), was_sent=False, said=said)


def sent(name: str, *, hours: int = 0, audit: str = "") -> PastDecision:
    """The engine answered, and perhaps somebody looked and named the right template."""
    said = Said(topic="", template=audit, is_audit=True) if audit else None
    return PastDecision(inquiry=an_inquiry(name, hours=hours), was_sent=True, said=said)


def a_row(name: str, template: str = "enter_code", *, hours: int = 0) -> Case:
    """A row of the help desk's history."""
    return Case(
        inquiry=an_inquiry(name, hours=hours),
        topic_id=TopicId("promo_code"),
        template_id=TemplateId(template),
    )


def gathered(*decisions: PastDecision, rows: tuple[Case, ...] = ()) -> Gathered:
    return gather(decisions, rows, SERVICE, todays_topics(SERVICE))
