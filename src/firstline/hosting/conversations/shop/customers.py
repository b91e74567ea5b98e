"""Example customers who write now: the times in their facts move along."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from firstline.domain.examples import ExampleCustomer
from firstline.domain.facts import FactSchema, FactType
from firstline.domain.templates import Language

NOBODY = ExampleCustomer(
    id="",
    name="",
    language=Language(""),
    summary="",
    facts={},
    messages=(),
    received_at=datetime(1970, 1, 1, tzinfo=UTC),
)
"""Somebody of whom nothing is known."""


def facts_today(
    customer: ExampleCustomer, schema: FactSchema, now: datetime
) -> Mapping[str, object]:
    """Move each time by as much as the message comes later than the example's.

    Rules compare the facts' times with that of the message: so they say the same as in the
    playground.
    """
    later = now - customer.received_at
    return {name: _moved(schema, name, value, later) for name, value in customer.facts.items()}


def _moved(schema: FactSchema, name: str, value: object, later: timedelta) -> object:
    fact = schema.get(name)
    if fact is None or not isinstance(value, str):
        return value
    if fact.type is FactType.DATETIME:
        return (datetime.fromisoformat(value) + later).isoformat()
    if fact.type is FactType.DATE:
        return (date.fromisoformat(value) + later).isoformat()
    return value
