"""An ordinary customer with an ordinary order; traits then make it special."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from examples.rides.history.draws import chance, money, pick

from firstline.domain.facts import FactValue

Values = dict[str, FactValue]

RUNNING = ("searching", "assigned", "arrived", "in_progress")
STATUSES = {
    "completed": 70,
    "assigned": 8,
    "in_progress": 5,
    "searching": 4,
    "arrived": 4,
    "cancelled_by_customer": 5,
    "cancelled_by_driver": 3,
    "cancelled_by_system": 1,
}
SURGES = {"1.0": 80, "1.2": 6, "1.4": 6, "1.7": 4, "2.0": 4}
PAYMENTS = {"card": 60, "wallet": 18, "cash": 15, "corporate": 7}


def ordinary(rng: Random, received_at: datetime, *, status: str, payment: str) -> Values:
    """Draw a customer and an order in which nothing went wrong.

    Args:
        rng: where chance comes from.
        received_at: when the customer writes.
        status: an order status, or `cancelled_by_…`.
        payment: a value of `payment_type`.
    """
    order_status, _, cancelled_by = status.partition("_by_")
    facts = _customer(rng, received_at, payment)
    facts |= _order(rng, received_at, order_status)
    facts |= _payment(rng, facts, payment)
    facts |= _driver(rng, received_at, order_status)
    facts["cancelled_by"] = cancelled_by or "nobody"
    if cancelled_by == "system":
        facts["driver_name"] = None
    return facts


def _customer(rng: Random, received_at: datetime, payment: str) -> Values:
    subscription = pick(rng, {"none": 74, "active": 18, "trial": 3, "cancelled": 4, "past_due": 1})
    has_plus = subscription != "none"
    renews = (received_at + timedelta(days=rng.randint(1, 30))).date()
    return {
        "account_status": "active",
        "email_confirmed": chance(rng, 0.9),
        "login_codes_sent": 0 if chance(rng, 0.96) else 1,
        "bonus_points": rng.randrange(0, 900, 5),
        "subscription_status": subscription,
        "subscription_renews_on": renews if has_plus else None,
        "subscription_price": Decimal("9.99") if has_plus else None,
        "app_up_to_date": chance(rng, 0.8),
        "work_profile": payment == "corporate" or chance(rng, 0.08),
        "debt_amount": None,
    }


def _order(rng: Random, received_at: datetime, status: str) -> Values:
    estimate = money(rng, 6, 45)
    is_rerouted = chance(rng, 0.06)
    ended_at, created_at = _times(rng, received_at, status)
    return {
        "order_status": status,
        "order_created_at": created_at,
        "scheduled_for": None,
        "trip_ended_at": ended_at,
        "service_class": pick(rng, {"economy": 56, "comfort": 26, "business": 9, "van": 9}),
        "trip_options": _options(rng),
        "airport_trip": chance(rng, 0.1),
        "route_changed": is_rerouted,
        "currency": pick(rng, {"EUR": 50, "GBP": 30, "USD": 20}),
        "estimated_cost": estimate,
        "order_cost": _cost(rng, estimate, is_rerouted=is_rerouted) if ended_at else None,
        "surge_multiplier": Decimal(pick(rng, SURGES)),
        "toll_amount": None,
        "waiting_minutes": 0,
        "waiting_fee": None,
        "cleaning_fee": None,
        "cleaning_photos": False,
        "cancellation_fee": None,
        "lost_item_status": "none",
        "lost_item_open_until": (ended_at + timedelta(days=7)).date() if ended_at else None,
        "scooter_parked_in_zone": None,
    }


def _times(rng: Random, received_at: datetime, status: str) -> tuple[datetime | None, datetime]:
    if status in RUNNING:
        return None, received_at - timedelta(minutes=rng.randint(3, 25))
    since = timedelta(minutes=20 + round(rng.expovariate(1 / 900)))
    ended_at = received_at - since
    created_at = ended_at - timedelta(minutes=rng.randint(12, 55))
    return (ended_at, created_at) if status == "completed" else (None, created_at)


def _options(rng: Random) -> tuple[str, ...]:
    options = {"child_seat": 0.03, "pet": 0.03, "extra_luggage": 0.04, "quiet_ride": 0.06}
    return tuple(name for name, share in options.items() if chance(rng, share))


def _cost(rng: Random, estimate: Decimal, *, is_rerouted: bool) -> Decimal:
    if is_rerouted:
        return estimate + money(rng, 2, 14)
    return estimate if chance(rng, 0.85) else estimate + money(rng, 1, 5)


def _payment(rng: Random, facts: Values, payment: str) -> Values:
    status, total = facts["order_status"], facts["order_cost"]
    by_bank = payment in ("card", "wallet")
    if status == "completed" and payment != "cash":
        transaction = "clear_success" if chance(rng, 0.9) else "hold"
    elif by_bank:
        transaction = "cancelled" if status == "cancelled" else "hold"
        total = facts["estimated_cost"]
    else:
        transaction, total = "none", None
    tips = status == "completed" and by_bank and chance(rng, 0.08)
    discount = draw_discount(rng) if chance(rng, 0.12) else None
    if status == "completed" and isinstance(total, Decimal):
        total -= discount or 0
    return {
        "payment_type": payment,
        "transaction_status": transaction,
        "transaction_sum": total,
        "refund_status": "none",
        "refund_amount": None,
        "refund_on": None,
        "promo_code": "AUTUMN10" if discount else None,
        "promo_status": "applied" if discount else "none",
        "promo_discount": discount,
        "tip_amount": money(rng, 1, 5) if tips else None,
        "receipt_sent": status == "completed" and chance(rng, 0.85),
    }


def draw_discount(rng: Random) -> Decimal:
    """Draw a discount that leaves something to pay of the cheapest trip."""
    return money(rng, 1, 3.5)


def _driver(rng: Random, received_at: datetime, status: str) -> Values:
    has_driver = status != "searching"
    is_there = status in ("arrived", "in_progress", "completed")
    minutes_ago = rng.randint(1, 8) if status == "arrived" else rng.randint(15, 60)
    return {
        "driver_name": rng.choice(DRIVERS) if has_driver else None,
        "driver_eta_minutes": rng.randint(2, 19) if status == "assigned" else None,
        "driver_arrived_at": received_at - timedelta(minutes=minutes_ago) if is_there else None,
        "driver_at_pickup": True if is_there else None,
    }


DRIVERS = (
    *("Ahmed", "Boris", "Carlos", "David", "Elena", "Emre", "Fatima", "George", "Igor", "Jan"),
    *("Kofi", "Luis", "Marek", "Mihai", "Omar", "Pavel", "Rajesh", "Samuel", "Victor", "Yusuf"),
)
