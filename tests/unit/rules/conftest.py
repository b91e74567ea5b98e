from datetime import UTC, datetime
from decimal import Decimal

import pytest

from firstline.domain.facts import Fact, FactName, Facts, FactSchema, FactType

TYPES: dict[str, tuple[FactType, tuple[str, ...]]] = {
    "payment_type": (FactType.ENUM, ("card", "cash", "wallet")),
    "refund_type": (FactType.ENUM, ("voucher", "money")),
    "transaction_status": (FactType.ENUM, ("clear_success", "held")),
    "transaction_sum": (FactType.DECIMAL, ()),
    "order_cost": (FactType.DECIMAL, ()),
    "riders": (FactType.INT, ()),
    "is_vip": (FactType.BOOL, ()),
    "city": (FactType.STRING, ()),
    "options": (FactType.LIST, ("pool", "child_seat")),
    "birthday": (FactType.DATE, ()),
    "order_created_at": (FactType.DATETIME, ()),
    "delivered_at": (FactType.DATETIME, ()),
    "days": (FactType.INT, ()),
}


@pytest.fixture
def schema() -> FactSchema:
    return FactSchema(
        tuple(
            Fact(name=FactName(name), type=kind, values=values)
            for name, (kind, values) in TYPES.items()
        )
    )


@pytest.fixture
def received_at() -> datetime:
    return datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def carlas_order() -> Facts:
    """Paid by card, two hours ago; nobody knows when it was delivered or what she paid."""
    facts = {
        "payment_type": "card",
        "transaction_status": "clear_success",
        "transaction_sum": None,
        "order_cost": Decimal("12.50"),
        "riders": 2,
        "is_vip": False,
        "city": "Saint-Denis",
        "options": ("pool",),
        "order_created_at": datetime(2026, 3, 1, 10, tzinfo=UTC),
    }
    return {FactName(name): value for name, value in facts.items()}
