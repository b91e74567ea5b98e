"""Rules over whole tables of facts, with Polars; exactly equal to `firstline.rules.evaluation`."""

from firstline.rules.columns.frames import fact_frame
from firstline.rules.columns.translation import truth

__all__ = ["fact_frame", "truth"]
