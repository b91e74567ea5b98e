"""Which past decisions can be made anew from the log alone."""

from collections.abc import Iterable

import polars as pl

from firstline.domain.impacts import LeftOut
from firstline.release import codec, layout
from firstline.release.records import Model, Release

LEFT_OUT = pl.Enum(LeftOut)


def left_out(
    frame: pl.DataFrame, before: Release, after: Release, others: Iterable[Release]
) -> pl.Series:
    """Say why each row of a traffic cannot be replayed; null where it can.

    Args:
        frame: the traffic.
        before: the live release.
        after: the same with the change.
        others: further releases that may have decided some of the rows.
    """
    alike = [before, *(other for other in others if _model_says_the_same(before, other))]
    floors = {release.digest: release.service.policy.suggestion_floor for release in alike}
    logged = pl.col("release").replace_strict(floors, default=None, return_dtype=pl.Float64)
    reason = (
        pl.when(logged.is_null())
        .then(pl.lit(LeftOut.OTHER_MODEL.value, LEFT_OUT))
        .when(~pl.col("facts_fit"))
        .then(pl.lit(LeftOut.FACTS_UNKNOWN.value, LEFT_OUT))
    )
    floor = min(release.service.policy.suggestion_floor for release in (before, after))
    if any(floor < other for other in floors.values()):
        reason = reason.when((logged > floor) & _is_cut(floor)).then(
            pl.lit(LeftOut.PREDICTIONS_CUT.value, LEFT_OUT)
        )
    return frame.select(reason.alias("left_out")).to_series()


def _is_cut(floor: float) -> pl.Expr:
    """Whether a topic that was not logged may be as probable as `floor`."""
    probabilities = pl.col("predictions").list.eval(pl.element().struct.field("probability"))
    rest = 1 - probabilities.list.sum()
    return (probabilities.list.min() >= floor) & (rest >= floor)


def _model_says_the_same(release: Release, other: Release) -> bool:
    """Whether both give the same probabilities to every inquiry."""
    return (
        release.service.languages == other.service.languages
        and set(release.service.topics.expert_leaves()) == set(other.service.topics.expert_leaves())
        and _classifier_files(release.model) == _classifier_files(other.model)
    )


def _classifier_files(model: Model) -> dict[str, bytes]:
    """All of the model but the ranker, which is asked anew."""
    files = codec.model_to_files(model)
    return {name: content for name, content in files.items() if name != layout.USAGE}
