from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from tests.builders import CARD_FACTS, CHARGED_TWICE, MONDAY, a_release, a_service

from firstline.domain.decisions import Decision
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.services import Service
from firstline.engine import Engine
from firstline.inference.encoders import Encoder

SURE: Mapping[str, float] = {"charged_twice": 0.9, "lost_item": 0.1}


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A service whose classifier finds the topics that a test tells it."""

    encoder: Encoder
    service: Service = field(default_factory=a_service)

    def decide(
        self,
        text: str = CHARGED_TWICE,
        *,
        topics: Mapping[str, float] = SURE,
        facts: Mapping[str, object] = CARD_FACTS,
        service: Service | None = None,
        threshold: float | None = 0.5,
        routed_from: float = 0.5,
        usage: Mapping[str, float] | None = None,
        person_has_spoken: bool = False,
        auto_reply_sent: bool = False,
    ) -> Decision:
        service = service or self.service
        release = a_release(
            service, topics, threshold=threshold, routed_from=routed_from, usage=usage
        )
        inquiry = Inquiry(
            id=InquiryId("1"),
            text=text,
            received_at=MONDAY,
            facts=service.schema.parse(facts, zone=service.zone),
            person_has_spoken=person_has_spoken,
            auto_reply_sent=auto_reply_sent,
        )
        return Engine(release, self.encoder).answer(inquiry)


@pytest.fixture
def desk(encoder: Encoder) -> Desk:
    return Desk(encoder=encoder)
