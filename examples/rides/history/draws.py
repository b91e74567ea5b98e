"""Draws from a seeded source of chance."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random


def chance(rng: Random, share: float) -> bool:
    return rng.random() < share


def pick(rng: Random, weights: Mapping[str, float]) -> str:
    return rng.choices(tuple(weights), tuple(weights.values()))[0]


def money(rng: Random, low: float, high: float) -> Decimal:
    """Draw a sum that ends in a round ten cents, as fares do."""
    return Decimal(round(rng.uniform(low, high) * 10)).scaleb(-1).quantize(Decimal("0.01"))
