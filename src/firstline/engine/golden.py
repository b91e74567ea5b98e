"""The golden set: decisions that a service must repeat before a release goes live."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from firstline.domain.decisions import Decision, Reply, replies_of
from firstline.domain.examples import ExampleCustomer
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.engine.engine import Engine
from firstline.inference.encoders import fingerprint
from firstline.release.records import GoldenCase, GoldenSet


def golden_set(engine: Engine, examples: Sequence[ExampleCustomer]) -> GoldenSet:
    """Record what the engine decides on every message of the example customers."""
    return GoldenSet(
        cases=tuple(
            _record(engine, example, message)
            for example in examples
            for message in example.messages
        ),
        fingerprint=fingerprint(),
    )


def broken_golden_cases(engine: Engine) -> Iterator[str]:
    """Name the messages on which the engine decides otherwise than was recorded.

    Probabilities are compared to the bit on the kind of machine that recorded them;
    elsewhere only the kind of decision and the replies are.
    """
    golden = engine.release.golden
    exact = golden.fingerprint == fingerprint()
    for case in golden.cases:
        decision = _ask(engine, case.text, case.facts, case.received_at)
        replies = replies_of(decision)
        same = decision.kind == case.kind and case.template_ids == _template_ids(replies)
        if not same or (exact and _probability(replies) != case.probability):
            yield case.text


def _record(engine: Engine, example: ExampleCustomer, message: str) -> GoldenCase:
    decision = _ask(engine, message, example.facts, example.received_at)
    replies = replies_of(decision)
    return GoldenCase(
        text=message,
        facts=example.facts,
        received_at=example.received_at,
        kind=decision.kind,
        template_ids=_template_ids(replies),
        probability=_probability(replies),
    )


def _ask(engine: Engine, text: str, facts: Mapping[str, object], received_at: datetime) -> Decision:
    service = engine.release.service
    known = service.schema.parse(facts, zone=service.zone)
    return engine.answer(
        Inquiry(id=InquiryId("golden"), text=text, received_at=received_at, facts=known)
    )


def _template_ids(replies: Sequence[Reply]) -> tuple[str, ...]:
    return tuple(reply.template_id for reply in replies)


def _probability(replies: Sequence[Reply]) -> float:
    return replies[0].probability if replies else 0.0
