"""A fact schema of all that a system may hold, and where it stands in the order system."""

from typing import Any

from firstline.connectors.customer_data import Conversion, Field
from firstline.domain.facts import Fact, FactName, FactType


def a_fact(name: str, kind: FactType, **more: Any) -> Fact:  # noqa: ANN401
    return Fact(name=FactName(name), type=kind, **more)


PAYMENT = a_fact("payment_type", FactType.ENUM, values=("card", "cash"))
COST = a_fact("order_cost", FactType.DECIMAL)
TIP = a_fact("tip", FactType.DECIMAL, nullable=True)
CREATED = a_fact("created_at", FactType.DATETIME)
OPTIONS = a_fact("trip_options", FactType.LIST)
VIP = a_fact("is_vip", FactType.BOOL)

FIELDS = (
    Field(fact=PAYMENT, place="/payment/type", values={"CC": "card", "$": "cash"}),
    Field(fact=COST, place="order.total_cents", conversion=Conversion.HUNDREDTHS, may_update=True),
    Field(fact=TIP, place="order.tip"),
    Field(fact=CREATED, place="order.at", conversion=Conversion.UNIX_SECONDS),
    Field(fact=OPTIONS, place="order.options"),
    Field(fact=VIP, place="vip", may_update=True),
)

ORDER = {
    "payment": {"type": "CC", "card_number": "4111111111111111"},
    "order": {"total_cents": 1250, "tip": None, "at": 1_772_323_200, "options": ["pet"]},
    "vip": True,
    "name": "Ann Example",
}
KNOWN = {
    "payment_type": "card",
    "order_cost": "12.50",
    "tip": None,
    "created_at": "2026-03-01T00:00:00+00:00",
    "trip_options": ["pet"],
    "is_vip": True,
}
