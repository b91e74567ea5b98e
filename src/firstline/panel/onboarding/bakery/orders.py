"""Orders of the example: facts that go together with what a customer writes about."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from firstline.domain.facts import FactName, FactValue

Order = dict[str, FactValue]
COURIERS = ("Jonas", "Lena", "Piet", "Zoe")
ALLERGENS = ("gluten", "milk", "egg", "nuts", "sesame", "soy")
UNKNOWN_SHARE = 0.01  # of facts that a source lost

# What the order looks like when somebody writes about a topic, with how often it does.
STATES: Mapping[str, tuple[tuple[int, Mapping[str, str]], ...]] = {
    "where_is_my_order": (
        (3, {"order_status": "received"}),
        (4, {"order_status": "baking"}),
        (5, {"order_status": "out_for_delivery", "fulfilment": "delivery"}),
        (2, {"order_status": "delivered", "fulfilment": "delivery"}),
    ),
    "change_order": (
        (5, {"order_status": "received"}),
        (3, {"order_status": "baking"}),
        (1, {"order_status": "out_for_delivery", "fulfilment": "delivery"}),
    ),
    "cancel_order": (
        (4, {"order_status": "received"}),
        (3, {"order_status": "baking"}),
        (2, {"order_status": "cancelled", "payment_status": "refunded"}),
    ),
    "missing_item": (
        (4, {"order_status": "delivered", "items": "missing", "payment_status": "paid"}),
        (2, {"order_status": "delivered", "items": "missing", "payment_status": "refunded"}),
        (3, {"order_status": "delivered", "payment_status": "paid"}),
    ),
    "damaged_item": (
        (5, {"order_status": "delivered", "payment_status": "paid"}),
        (2, {"order_status": "delivered", "payment_status": "refunded"}),
    ),
    "charged_wrongly": (
        (4, {"payment_type": "card", "payment_status": "reserved"}),
        (3, {"payment_type": "card", "payment_status": "failed"}),
        (4, {"payment_type": "card", "payment_status": "paid"}),
    ),
    "voucher_problem": (
        (3, {"voucher_status": "expired"}),
        (4, {"voucher_status": "minimum_not_met"}),
        (2, {"voucher_status": "applied"}),
    ),
    "ingredients": ((6, {"recipe": "known"}), (1, {"recipe": "new"})),
    "allergic_reaction": ((1, {"order_status": "delivered"}),),
    "other": ((1, {}),),
}


def chance(rng: Random, share: float) -> bool:
    return rng.random() < share


def draw_order(rng: Random, topic: str, at: datetime) -> dict[FactName, FactValue]:
    """Draw an order that a customer who writes about this topic may have."""
    weights, states = zip(*STATES[topic], strict=True)
    state: Mapping[str, str] = rng.choices(states, weights)[0]
    order = {**_progress(rng, state, at), **_payment(rng, state), **_content(rng, state)}
    return {
        FactName(name): None if chance(rng, UNKNOWN_SHARE) else value
        for name, value in order.items()
    }


def _progress(rng: Random, state: Mapping[str, str], at: datetime) -> Order:
    usual = rng.choice(("received", "baking", "out_for_delivery", "delivered"))
    status = state.get("order_status", usual)
    promised = at + timedelta(minutes=rng.randint(-90, 120))
    is_over, is_carried = status == "delivered", status in ("out_for_delivery", "delivered")
    delivered = min(promised, at) - timedelta(minutes=rng.randint(1, 40))
    usual_way = "delivery" if is_carried or chance(rng, 0.7) else "pickup"
    return {
        "order_status": status,
        "fulfilment": state.get("fulfilment", usual_way),
        "ordered_at": at - timedelta(hours=rng.randint(2, 30)),
        "promised_for": promised,
        "delivered_at": delivered if is_over else None,
        "courier_name": rng.choice(COURIERS) if is_carried else None,
    }


def _payment(rng: Random, state: Mapping[str, str]) -> Order:
    total = Decimal(rng.randint(600, 6_000)).quantize(Decimal(1)) / 100
    status = state.get("payment_status", rng.choice(("reserved", "paid", "paid", "none")))
    kind = "cash" if status == "none" else rng.choice(("card", "card", "card", "voucher"))
    return {
        "payment_type": state.get("payment_type", kind),
        "payment_status": status,
        "order_total": total,
        "refund_amount": total if status == "refunded" else None,
        "voucher_status": state.get("voucher_status", rng.choice(("none", "none", "applied"))),
    }


def _content(rng: Random, state: Mapping[str, str]) -> Order:
    usual = "known" if chance(rng, 0.95) else "new"
    return {
        "items_missing": rng.randint(1, 2) if state.get("items") == "missing" else 0,
        "contains": tuple(sorted(rng.sample(ALLERGENS, rng.randint(1, 4)))),
        "recipe_on_file": state.get("recipe", usual) == "known",
    }
