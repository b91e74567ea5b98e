"""A situation: who writes, about which order, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from firstline.cli.options import named_values
from firstline.cli.rules.given_facts import with_lists
from firstline.domain.errors import InquiryError
from firstline.domain.examples import ExampleCustomer
from firstline.domain.facts import did_you_mean
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.services import Service
from firstline.journal.entries import RawInquiry
from firstline.release.records import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    service: Service
    received_at: datetime
    facts: Mapping[str, object]
    """As JSON values; they fit the schema."""
    customer: ExampleCustomer | None = None

    def with_facts(self, options: Sequence[str]) -> "Situation":
        """Change facts that are given as `name=value`; an empty value makes one unknown.

        Raises:
            InquiryError: one has no value, is unknown or does not fit the schema.
        """
        given = with_lists(named_values(list(options)), self.service.schema)
        facts = {**self.facts, **given}
        self.service.schema.parse(facts, zone=self.service.zone)
        return replace(self, facts=facts)

    def asks(
        self, text: str, *, person_has_spoken: bool = False, auto_reply_sent: bool = False
    ) -> Inquiry:
        return RawInquiry(
            id=InquiryId("typed"),
            text=text,
            received_at=self.received_at,
            facts=self.facts,
            customer_id=self.customer.id if self.customer else "",
            person_has_spoken=person_has_spoken,
            auto_reply_sent=auto_reply_sent,
        ).typed(self.service)


def situation_in(release: Release, customer: str) -> Situation:
    """Take a named example customer, or else someone of whom nothing is known, now.

    Raises:
        InquiryError: there is no such customer.
    """
    if customer:
        return situation_of(named_customer(customer, release.examples), release.service)
    return Situation(service=release.service, received_at=datetime.now(UTC), facts={})


def situation_of(customer: ExampleCustomer, service: Service) -> Situation:
    """Take an example customer at the time of the examples: their facts are relative to it."""
    return Situation(
        service=service,
        received_at=customer.received_at,
        facts=customer.facts,
        customer=customer,
    )


def named_customer(id_: str, examples: Sequence[ExampleCustomer]) -> ExampleCustomer:
    """Find an example customer.

    Raises:
        InquiryError: there is none of this id.
    """
    known = {customer.id: customer for customer in examples}
    if id_ in known:
        return known[id_]
    listed = f"there are {', '.join(known)}" if known else "the release has no examples.yaml"
    hint = did_you_mean(id_, known) or f"; {listed}"
    raise InquiryError("customer", f"there is no example customer `{id_}`{hint}")
