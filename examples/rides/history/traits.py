"""What can be special about an order: small named changes, applied one after another."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from examples.rides.history.draws import chance, money, pick
from examples.rides.history.orders import PAYMENTS, STATUSES, Values, draw_discount, ordinary

ANY = "any"
SCOOTER_STATUSES = {"scooter_running": "in_progress", "scooter_ended": "completed"}

FIXED: dict[str, Values] = {
    # payment
    "clear": {"transaction_status": "clear_success"},
    "hold": {"transaction_status": "hold"},
    "failed": {"transaction_status": "failed"},
    "released": {"cancellation_fee": None},
    "blocked_debt": {"account_status": "blocked_debt"},
    "no_tip": {"tip_amount": None},
    "refund_rejected": {"refund_status": "rejected"},
    "receipt": {"receipt_sent": True, "email_confirmed": True},
    "no_receipt": {"receipt_sent": False, "email_confirmed": True},
    "email_unconfirmed": {"email_confirmed": False},
    "confirmed": {"email_confirmed": True},
    "work_profile": {"work_profile": True},
    "no_work_profile": {"work_profile": False},
    # trip
    "calm": {"surge_multiplier": Decimal("1.0")},
    "no_wait": {"waiting_minutes": 0, "waiting_fee": None},
    "away": {"driver_at_pickup": False},
    "at_pickup": {"driver_at_pickup": True},
    "no_toll": {"toll_amount": None},
    "no_eta": {"driver_eta_minutes": None},
    "photos": {"cleaning_photos": True},
    "airport": {"airport_trip": True},
    "not_airport": {"airport_trip": False},
    "seat": {"trip_options": ("child_seat",)},
    "pet": {"trip_options": ("pet",)},
    "luggage": {"trip_options": ("extra_luggage",)},
    "no_extras": {"trip_options": ()},
    "outside": {"scooter_parked_in_zone": False},
    "inside": {"scooter_parked_in_zone": True},
    "lost_open": {"lost_item_status": "open"},
    "lost_found": {"lost_item_status": "driver_has_it"},
    "lost_not_found": {"lost_item_status": "not_found"},
    "lost_returned": {"lost_item_status": "returned"},
    # customer
    "blocked_review": {"account_status": "blocked_review"},
    "deletion_pending": {"account_status": "deletion_pending"},
    "no_codes": {"login_codes_sent": 0},
    "old_app": {"app_up_to_date": False},
    "new_app": {"app_up_to_date": True},
    "no_plus": {
        "subscription_status": "none",
        "subscription_renews_on": None,
        "subscription_price": None,
    },
}


def draw_order(rng: Random, received_at: datetime, traits: tuple[str, ...]) -> Values:
    """Draw the facts of an order that has these traits.

    The first trait is the order's status or `any`; a payment type may follow.
    """
    status, *others = traits
    payment = next((trait for trait in others if trait in PAYMENTS), pick(rng, PAYMENTS))
    is_scooter = status in SCOOTER_STATUSES
    status = pick(rng, STATUSES) if status == ANY else SCOOTER_STATUSES.get(status, status)
    facts = ordinary(rng, received_at, status=status, payment=payment)
    if is_scooter:
        facts |= _scooter(rng)
    for trait in others:
        if trait not in PAYMENTS:
            facts |= FIXED[trait] if trait in FIXED else DRAWN[trait](rng, received_at, facts)
    return facts


def _scooter(rng: Random) -> Values:
    nobody: Values = {
        "driver_name": None,
        "driver_at_pickup": None,
        "driver_arrived_at": None,
        "scooter_parked_in_zone": chance(rng, 0.5),
        "estimated_cost": None,
    }
    return {"service_class": "scooter", "trip_options": (), "route_changed": False, **nobody}


Draw = Callable[[Random, datetime, Values], Values]


def _paid(facts: Values, cost: Decimal) -> Values:
    """Give the trip another cost; what the bank took follows it."""
    has_transaction = facts["transaction_sum"] is not None
    taken = cost - (_known_sum(facts, "promo_discount") or 0)
    return {"order_cost": cost, "transaction_sum": taken if has_transaction else None}


def _same_route(facts: Values, cost: Decimal) -> Values:
    return {"route_changed": False, **_paid(facts, cost)}


def _known_sum(facts: Values, name: str) -> Decimal | None:
    value = facts[name]
    return value if isinstance(value, Decimal) else None


def _sum_of(facts: Values, name: str) -> Decimal:
    return _known_sum(facts, name) or Decimal("12.00")


def _dearer(rng: Random, _at: datetime, facts: Values) -> Values:
    cost = _sum_of(facts, "estimated_cost") + money(rng, 1.5, 12)
    return _same_route(facts, cost)


def _as_shown(rng: Random, _at: datetime, facts: Values) -> Values:
    less = money(rng, 0.1, 2) if chance(rng, 0.3) else Decimal(0)
    return _same_route(facts, _sum_of(facts, "estimated_cost") - less)


def _exact(_rng: Random, _at: datetime, facts: Values) -> Values:
    return _same_route(facts, _sum_of(facts, "estimated_cost"))


def _rerouted(rng: Random, _at: datetime, facts: Values) -> Values:
    if facts["order_status"] != "completed":
        return {"route_changed": True}
    cost = _sum_of(facts, "estimated_cost") + money(rng, 2, 15)
    return {"route_changed": True, **_paid(facts, cost)}


def _no_destination(rng: Random, _at: datetime, facts: Values) -> Values:
    return {"estimated_cost": None, **_paid(facts, money(rng, 8, 50))}


def _waited(rng: Random, _at: datetime, facts: Values) -> Values:
    minutes = rng.randint(1, 14)
    fee = Decimal("0.40") * minutes
    cost = _sum_of(facts, "order_cost") + fee
    return {"waiting_minutes": minutes, "waiting_fee": fee, **_paid(facts, cost)}


def _toll(rng: Random, _at: datetime, facts: Values) -> Values:
    toll = money(rng, 2, 12)
    return {"toll_amount": toll, **_paid(facts, _sum_of(facts, "order_cost") + toll)}


def _fee(rng: Random, _at: datetime, facts: Values) -> Values:
    fee = money(rng, 2, 8)
    if facts["payment_type"] == "cash":
        return {"cancellation_fee": fee}
    taken: Values = {"transaction_status": "clear_success", "transaction_sum": fee}
    return {"cancellation_fee": fee, **taken}


def _refunded(rng: Random, at: datetime, facts: Values) -> Values:
    return _refund(1, 9)(rng, at, facts) | {"transaction_status": "refunded"}


def _refund(low_days: int, high_days: int) -> Draw:
    def draw(rng: Random, at: datetime, facts: Values) -> Values:
        sent_at = at - timedelta(days=rng.randint(low_days, high_days))
        refund: Values = {
            "refund_status": "done",
            "refund_amount": _sum_of(facts, "transaction_sum"),
            "refund_on": sent_at.date(),
        }
        return refund | _order_over_at(rng, sent_at, facts)

    return draw


def _promo(status: str) -> Draw:
    def draw(rng: Random, _at: datetime, facts: Values) -> Values:
        code = rng.choice(("RIDE20", "WELCOME", "AUTUMN10", "FIRSTRIDE", "GOGO5", "HELLO50"))
        discount = draw_discount(rng) if status == "applied" else None
        promo: Values = {
            "promo_status": status,
            "promo_code": None if status == "none" else code,
            "promo_discount": discount,
        }
        cost = _known_sum(facts, "order_cost")
        return promo | (_paid({**facts, **promo}, cost) if cost else {})

    return draw


def _plus(status: str) -> Draw:
    def draw(rng: Random, at: datetime, _facts: Values) -> Values:
        renews_on = (at + timedelta(days=rng.randint(1, 30))).date()
        return {
            "subscription_status": status,
            "subscription_renews_on": renews_on,
            "subscription_price": Decimal("9.99"),
        }

    return draw


def _ended(low_h: int, high_h: int) -> Draw:
    def draw(rng: Random, at: datetime, _facts: Values) -> Values:
        return _ended_at(rng, at - timedelta(minutes=rng.randint(low_h * 60, high_h * 60)))

    return draw


def _ended_at(rng: Random, ended_at: datetime) -> Values:
    return {
        "trip_ended_at": ended_at,
        "order_created_at": ended_at - timedelta(minutes=rng.randint(12, 55)),
        "lost_item_open_until": (ended_at + timedelta(days=7)).date(),
    }


def _long_ago(rng: Random, at: datetime, facts: Values) -> Values:
    return _order_over_at(rng, at - timedelta(days=rng.randint(11, 25)), facts)


def _order_over_at(rng: Random, over_at: datetime, facts: Values) -> Values:
    if facts["trip_ended_at"]:
        return _ended_at(rng, over_at)
    return {"order_created_at": over_at - timedelta(minutes=rng.randint(12, 55))}


def _arrived_before(rng: Random, at: datetime, _facts: Values) -> Values:
    return {"driver_arrived_at": at - timedelta(minutes=rng.randint(30, 90))}


DRAWN: dict[str, Draw] = {
    "dearer": _dearer,
    "as_shown": _as_shown,
    "exact": _exact,
    "rerouted": _rerouted,
    "no_destination": _no_destination,
    "waited": _waited,
    "toll": _toll,
    "toll_road": lambda rng, at, facts: {"airport_trip": False, **_toll(rng, at, facts)},
    "toll_airport": lambda rng, at, facts: {"airport_trip": True, **_toll(rng, at, facts)},
    "fee": _fee,
    "waited_for": _arrived_before,
    "refunded": _refunded,
    "refund_done": _refund(1, 9),
    "refund_old": _refund(11, 25),
    "refund_pending": lambda _rng, _at, facts: {
        "refund_status": "pending",
        "refund_amount": _sum_of(facts, "transaction_sum"),
    },
    "overcharged": lambda rng, _at, facts: {
        "transaction_sum": _sum_of(facts, "order_cost") + money(rng, 3, 20)
    },
    "debt": lambda rng, _at, _facts: {"debt_amount": money(rng, 5, 40)},
    "tip": lambda rng, _at, _facts: {"tip_amount": money(rng, 1, 6)},
    "fresh": _ended(1, 20),
    "old": _ended(27, 140),
    "long_ago": _long_ago,
    "promo_none": _promo("none"),
    "promo_applied": _promo("applied"),
    "promo_expired": _promo("expired"),
    "promo_minimum": _promo("minimum_not_met"),
    "promo_wrong_class": _promo("wrong_class"),
    "promo_used": _promo("used_before"),
    "member": _plus("active"),
    "trial": _plus("trial"),
    "ex_member": _plus("cancelled"),
    "past_due": _plus("past_due"),
    "codes": lambda rng, _at, _facts: {"login_codes_sent": rng.randint(1, 2)},
    "many_codes": lambda rng, _at, _facts: {"login_codes_sent": rng.randint(3, 7)},
    "many_points": lambda rng, _at, _facts: {"bonus_points": rng.randrange(100, 2500, 5)},
    "few_points": lambda rng, _at, _facts: {"bonus_points": rng.randrange(0, 100, 5)},
    "surge": lambda rng, _at, _facts: {
        "surge_multiplier": Decimal(rng.choice(("1.3", "1.6", "1.8", "2.1", "2.6")))
    },
    "soiled": lambda rng, _at, _facts: {"cleaning_fee": money(rng, 20, 120)},
    "left_after_waiting": lambda rng, at, facts: {
        "waiting_minutes": rng.randint(5, 9),
        "driver_at_pickup": True,
        **_arrived_before(rng, at, facts),
    },
    "left_early": lambda rng, _at, _facts: {
        "waiting_minutes": rng.randint(0, 3),
        "driver_at_pickup": True,
    },
    "scheduled": lambda rng, at, _facts: {
        "scheduled_for": at + timedelta(minutes=rng.randint(-60, 2_000))
    },
    "comfort_class": lambda rng, _at, _facts: {
        "service_class": rng.choice(("comfort", "comfort", "business"))
    },
    "economy_class": lambda rng, _at, _facts: {
        "service_class": rng.choice(("economy", "economy", "van"))
    },
}
