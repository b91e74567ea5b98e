from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from firstline.domain.errors import WorkspaceError
from firstline.domain.examples import ExampleCustomer
from firstline.workspace import load_examples, load_service

Shop = Callable[..., Path]


def test_example_customers_are_optional(a_shop: Shop) -> None:
    folder = a_shop()
    assert load_examples(folder, load_service(folder)) == ()


def test_example_customers_keep_their_facts_as_json(a_shop: Shop) -> None:
    folder = a_shop()
    (folder / "examples.yaml").write_text(
        'received_at: "2026-03-01T12:00:00"\n'
        "customers:\n"
        "  - id: carla\n"
        "    name: Carla\n"
        "    language: en\n"
        "    summary: Paid by card\n"
        '    facts: {order_cost: "12.50", pickup_at: 2026-03-01T09:30:00Z, driver_name: }\n'
        "    messages: [I was charged twice!]\n"
    )
    facts = {"order_cost": "12.50", "pickup_at": "2026-03-01T09:30:00Z", "driver_name": None}
    assert load_examples(folder, load_service(folder)) == (
        ExampleCustomer(
            id="carla",
            name="Carla",
            language=load_service(folder).languages[0],
            summary="Paid by card",
            facts=facts,
            messages=("I was charged twice!",),
            received_at=datetime(2026, 3, 1, 12, tzinfo=ZoneInfo("Europe/Berlin")),
        ),
    )


@pytest.mark.parametrize("text", ["", "- carla", "customers: carla", "\t"])
def test_a_broken_file_of_examples_is_a_problem_and_no_traceback(a_shop: Shop, text: str) -> None:
    folder = a_shop()
    (folder / "examples.yaml").write_text(text)
    with pytest.raises(WorkspaceError, match=r"examples\.yaml"):
        load_examples(folder, load_service(folder))
