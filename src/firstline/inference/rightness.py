"""Right or not: the second stage, which estimates whether the best reply is right.

A logistic regression over three signals. Written over arrays, so that one decision and a
replay of a million compute the same bits.
"""

from dataclasses import dataclass

import numpy as np

from firstline.inference.vectors import Vector

SMALLEST = 1e-9  # probabilities are kept this far from 0 and 1, so that logarithms are finite


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What is known of the best replies of some inquiries; each of shape (inquiries,)."""

    chance: Vector
    """Probability that the ranker gives the reply: P(topic) × usage."""
    topic: Vector
    """P(topic) of the reply's topic."""
    rival: Vector
    """P(topic) of the most probable other topic."""
    likeness: Vector
    """Of the message to its topic."""

    def columns(self) -> tuple[Vector, Vector, Vector]:
        """Bring them to scales on which a logistic regression can add them up."""
        chance = np.clip(self.chance, SMALLEST, 1 - SMALLEST)
        lead = np.log(np.maximum(self.topic, SMALLEST)) - np.log(np.maximum(self.rival, SMALLEST))
        return np.log(chance) - np.log(1 - chance), lead, self.likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class Rightness:
    """Weights of the signals."""

    chance: float
    """Of its log-odds."""
    lead: float = 0.0
    """Of the logarithm of topic / rival."""
    likeness: float = 0.0
    bias: float = 0.0

    def probabilities(self, signals: Signals) -> Vector:
        """Probability of each best reply being right."""
        chance, lead, likeness = signals.columns()
        score = self.chance * chance + self.lead * lead + self.likeness * likeness + self.bias
        probabilities: Vector = 1 / (1 + np.exp(-score))
        return probabilities


UNTAUGHT = Rightness(chance=1.0)
"""Repeats the ranker's probability: for a service with too few cases to learn more from."""
