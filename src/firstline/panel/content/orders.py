"""Orders to try content on: the release's example customers, and what really came in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from firstline.domain.decisions import DecisionId
from firstline.domain.errors import JournalError
from firstline.domain.examples import ExampleCustomer
from firstline.domain.facts import Facts
from firstline.domain.services import Service
from firstline.journal.entries import JournalEntry, RawInquiry
from firstline.journal.reader import JournalReader
from firstline.release.records import Release

CUSTOMER, DECISION = "customer", "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    key: str
    """`customer:carla` or `decision:d018…`, as addresses and forms name it."""
    title: str
    inquiry: RawInquiry
    entry: JournalEntry | None = None
    """What was decided then; `None` for an example customer."""
    is_rehearsed: bool = False
    """Whether it is of the history, so that nothing was sent then."""
    messages: Sequence[str] = ()
    """Of an example customer."""

    def with_message(self, number: int) -> "Order":
        """Take another message of an example customer."""
        if number >= len(self.messages):
            return self
        return replace(self, inquiry=replace(self.inquiry, text=self.messages[number]))

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Pair each message of an example customer with the key that names it."""
        return [(f"{self.key}#{number}", text) for number, text in enumerate(self.messages)]

    def facts(self, service: Service) -> tuple[Facts, bool]:
        """Type the facts as far as the service knows them; `False` if it knows them no more."""
        inquiry, is_known = self.inquiry.typed_as_far_as_known(service)
        return inquiry.facts, is_known


def customers(live: Release) -> list[Order]:
    return [_of_customer(customer) for customer in live.examples]


def _of_customer(customer: ExampleCustomer) -> Order:
    first = next(iter(customer.messages), "")
    return Order(
        key=f"{CUSTOMER}:{customer.id}",
        title=f"{customer.name}: {customer.summary}" if customer.summary else customer.name,
        inquiry=_inquiry(customer.id, first, customer.received_at, customer.facts),
        messages=customer.messages,
    )


def _inquiry(
    name: str, text: str, received_at: datetime, facts: Mapping[str, object]
) -> RawInquiry:
    return RawInquiry(id=name, text=text, received_at=received_at, facts=facts)  # type: ignore[arg-type]


def of_entry(entry: JournalEntry) -> Order:
    text = entry.inquiry.text
    return Order(
        key=f"{DECISION}:{entry.decision_id}",
        title=text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…",
        inquiry=entry.inquiry,
        entry=entry,
    )


_SHOWN = 80  # characters: one line of a list


def newest(reader: JournalReader | None, *, most: int) -> list[Order]:
    if reader is None or most < 1:
        return []
    return [of_entry(entry) for _, entry in reader.newest(limit=most)]


def typed_in(text: str, facts: Mapping[str, object], *, at: datetime) -> Order:
    """Take what somebody wrote into a form for an inquiry of this moment."""
    return Order(key="", title=text, inquiry=_inquiry("typed", text, at, facts))


def found_in(reader: JournalReader | None, key: str, live: Release | None) -> Order | None:
    """Find an order by its key, among the example customers or what a journal holds."""
    kind, _, name = key.partition(":")
    if kind == CUSTOMER and live:
        return next((order for order in customers(live) if order.key == key), None)
    if kind != DECISION or reader is None:
        return None
    try:
        return of_entry(reader.entry(DecisionId(name)))
    except JournalError:
        return None
