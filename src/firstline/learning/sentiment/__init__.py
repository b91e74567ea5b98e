"""Learn how messages sound, from rows that are part of the project."""

from firstline.learning.sentiment.fitting import fit_sentiment
from firstline.learning.sentiment.seeds import SEED_LANGUAGES, Seed, read_seeds

__all__ = ["SEED_LANGUAGES", "Seed", "fit_sentiment", "read_seeds"]
