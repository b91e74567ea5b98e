"""The second stage over columns: what `engine.assessments` says of the best candidate."""

import polars as pl

from firstline.analysis.replay.candidates import predictions
from firstline.inference.rightness import Signals
from firstline.release.records import Model

SIGNALS = ("chance", "topic", "rival", "likeness")


def rightness(model: Model, frame: pl.DataFrame, best: pl.DataFrame) -> pl.Series:
    """Estimate how probably each best candidate is right.

    Args:
        model: its second stage.
        frame: rows of a traffic.
        best: columns of `CANDIDATE`, at most one row for each row of `frame`, in their order.

    Returns:
        `rightness`, in the order of `best`.
    """
    own = best.select("row", chance="probability", own="topic")
    is_own = pl.col("topic") == pl.col("own")
    said = (
        predictions(frame)
        .join(own, on="row", maintain_order="left")
        .group_by("row", maintain_order=True)
        .agg(
            pl.col("chance").first(),
            topic=pl.col("probability").filter(is_own).first(),
            rival=pl.col("probability").filter(~is_own).max().fill_null(0.0),
            likeness=pl.col("likeness").filter(is_own).first(),
        )
    )
    signals = Signals(**{name: said[name].to_numpy() for name in SIGNALS})
    return pl.Series("rightness", model.rightness.probabilities(signals))
