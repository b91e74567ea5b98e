"""Sentiment: how a message sounds, whatever it is about."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentiment:
    """Calibrated probabilities that add up to 1."""

    negative: float
    """It complains, is angry or disappointed; a problem told calmly is neutral."""
    neutral: float
    positive: float

    @property
    def label(self) -> str:
        """The most probable of the three."""
        shares = asdict(self)
        return max(shares, key=lambda name: shares[name])


SENTIMENTS = ("negative", "neutral", "positive")
"""In the order of the columns of a sentiment head."""
