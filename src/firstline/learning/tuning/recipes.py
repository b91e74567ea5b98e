"""How an encoder is tuned: everything beside the data that its bits depend on."""

from dataclasses import dataclass

THREADS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One stage of training; the rates fall linearly to zero after the warm-up."""

    epochs: int = 3
    learning_rate: float = 1e-4
    head_rate: float = 1e-3
    """Of what is new and thrown away afterwards."""
    batch: int = 32
    warm_up: float = 0.1
    """Share of the steps."""
    label_smoothing: float = 0.1
    layers: int | None = None
    """How many of the last layers learn; all of them, and the positions, if left out."""
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All stages."""

    supervised: Recipe
    adaptation: Recipe | None = None
    """Masked language modelling on the texts alone, before any topic is shown."""
    threads: int = THREADS
    """Sums are rounded in another order with another number."""


TUNING = Recipe()
REFRESHING = Recipe(epochs=2, learning_rate=5e-5, layers=2)
"""Light enough for every week: two thirds of the layers go forward only."""
ADAPTATION = Recipe(epochs=2, learning_rate=5e-5, label_smoothing=0.0)
