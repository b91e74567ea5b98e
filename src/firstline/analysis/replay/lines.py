"""Topics that move to the expert line or away from it take their probability along."""

import polars as pl

from firstline.analysis.replay.candidates import predictions
from firstline.domain.services import Service
from firstline.domain.topics import Line, TopicId
from firstline.engine.reading import COURTESIES


def rerouted(traffic: pl.DataFrame, before: Service, after: Service) -> pl.DataFrame:
    """Let the mass of urgent topics grow or shrink by that of the topics that moved.

    A topic that is too improbable to have been logged moves nothing.
    """
    signs = {
        topic: sign
        for line, sign in ((Line.EXPERT, 1.0), (Line.FIRST, -1.0))
        for topic in _moved_topics(before, after, line)
    }
    if not signs:
        return traffic
    sign = pl.col("topic").replace_strict(signs, default=0.0, return_dtype=pl.Float64)
    shifts = predictions(traffic).group_by("row").agg(shift=(pl.col("probability") * sign).sum())
    shift = (
        traffic.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"))
        .join(shifts, on="row", how="left", maintain_order="left")["shift"]
        .fill_null(0.0)
    )
    is_courtesy = pl.col("act").is_in([act.value for act in COURTESIES])
    mass = pl.col("expert_probability")
    return traffic.with_columns(pl.when(is_courtesy).then(mass).otherwise(mass + shift))


def _moved_topics(before: Service, after: Service, to: Line) -> frozenset[TopicId]:
    """Name the leaves that are on this line now and were on the other."""
    lines = {topic.id: topic.line for topic in before.topics.leaves}
    return frozenset(
        topic.id
        for topic in after.topics.leaves
        if topic.line is to and lines.get(topic.id, to) is not to
    )
