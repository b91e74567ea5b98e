"""Who builds a receiver finds every event, field and value in the reference."""

from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from firstline.panel.conversations.reasons import HandOffReason
from firstline.panel.webhooks.deliveries import PAUSES
from firstline.panel.webhooks.events import Decided, Done, EventKind, Payload, ReplyAction

DOCS = Path(__file__).parents[3] / "docs"
REFERENCE = (DOCS / "reference" / "webhooks.md").read_text()


@pytest.mark.parametrize("payload", get_args(Payload))
def test_every_event_is_listed_with_its_fields(payload: type) -> None:
    kind = payload.kind  # type: ignore[attr-defined]  # each has one
    row = next(line for line in REFERENCE.splitlines() if line.startswith(f"| `{kind.value}` |"))
    for field in fields(payload):
        assert f"`{field.name}`" in row


def test_every_kind_has_a_payload() -> None:
    assert {payload.kind for payload in get_args(Payload)} == set(EventKind)


@pytest.mark.parametrize("value", [*ReplyAction, *Decided, *Done, *HandOffReason.values])
def test_every_value_is_listed(value: str) -> None:
    assert f"`{value}`" in REFERENCE


def test_the_pauses_are_those_of_the_page() -> None:
    page = (DOCS / "how-to" / "receive-webhooks.md").read_text()

    told = "10 seconds, 1 minute, 5 minutes, 30 minutes, 1 hour, then every 2 hours"
    assert told in page.replace("\n", " ")
    assert [pause.total_seconds() for pause in PAUSES] == [10, 60, 300, 1800, 3600, 7200]
