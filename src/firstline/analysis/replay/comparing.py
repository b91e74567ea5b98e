"""Decide past inquiries without a change and with it, as far as it touches them."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from firstline.analysis.replay.candidates import candidates, logged_candidates, predictions
from firstline.analysis.replay.lines import rerouted
from firstline.analysis.replay.outcomes import outcomes
from firstline.analysis.replay.touched import touched_templates, touched_topics
from firstline.analysis.replay.traffic import OUTCOME
from firstline.analysis.replay.triggers import triggered_lines
from firstline.domain.impacts import Change
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.release.records import Release

CHANGE = pl.Enum(Change)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    traffic: pl.DataFrame
    """Every row that can be replayed, as it was recorded."""
    rows: NDArray[np.uint32]
    """Positions in `traffic` of those that were decided anew; the others are as recorded."""
    decided: pl.DataFrame
    """For these: the traffic's columns but the outcome, `before:…`, `after:…`, `change`."""
    flips: pl.Series
    """Ids of those that the unchanged live release decides otherwise than it did."""

    def probabilities(self, side: str) -> NDArray[np.float64]:
        """Probability of the automatic reply in each row of the traffic; NaN without one."""
        recorded = self.traffic.select(_sent("")).to_series().to_numpy(writable=True)
        recorded[self.rows] = self.decided.select(_sent(side)).to_series().to_numpy()
        return recorded


def _sent(side: str) -> pl.Expr:
    is_sent = pl.col(f"{side}kind") == "auto_reply"
    return pl.when(is_sent).then(pl.col(f"{side}rightness")).otherwise(float("nan"))


def compare(traffic: pl.DataFrame, before: Release, after: Release) -> Compared:
    """Decide anew what may differ.

    Args:
        traffic: rows that can be replayed.
        before: the live release.
        after: the same with the change.
    """
    moved = rerouted(traffic, before.service, after.service)
    lines, new_lines = (triggered_lines(each, traffic, live=before) for each in (before, after))
    may_differ = _may_differ(traffic, moved, before, after) | lines.ne_missing(new_lines)
    rows = may_differ.arg_true()
    old, new = traffic[rows], moved[rows]
    touched = touched_templates(before.service, after.service)
    common = _untouched_candidates(before, old, touched)

    def decide(release: Release, frame: pl.DataFrame, triggered: pl.Series) -> pl.DataFrame:
        own = candidates(release, frame, only=touched)
        return outcomes(release, frame, pl.concat([common, own]), triggered[rows])

    was, is_now = decide(before, old, lines), decide(after, new, new_lines)
    decided = pl.concat(
        [old.drop(OUTCOME.names()), _prefixed(was, "before:"), _prefixed(is_now, "after:")],
        how="horizontal",
    )
    return Compared(
        traffic=traffic,
        rows=rows.to_numpy(),
        decided=decided.with_columns(change=_change()),
        flips=_flips(old, was, before),
    )


def _may_differ(
    traffic: pl.DataFrame, moved: pl.DataFrame, before: Release, after: Release
) -> pl.Series:
    """Whether a row is about a touched topic, changes its line, or was decided by another release.

    Of such a release not even the outcome without the change is recorded.
    """
    floor = min(release.service.policy.suggestion_floor for release in (before, after))
    routed = traffic["expert_probability"] >= before.thresholds.expert.threshold
    routed_now = moved["expert_probability"] >= after.thresholds.expert.threshold
    is_touched = _predicts(traffic, touched_topics(before, after), floor=floor)
    return is_touched | (routed != routed_now) | (traffic["release"] != before.digest)


def _prefixed(outcome: pl.DataFrame, prefix: str) -> pl.DataFrame:
    return outcome.rename(lambda name: f"{prefix}{name}")


def _flips(old: pl.DataFrame, was: pl.DataFrame, live: Release) -> pl.Series:
    differs = pl.any_horizontal(
        was[name].ne_missing(old[name]).alias(name) for name in OUTCOME.names()
    )
    return old.filter(differs, pl.col("release") == live.digest)["decision_id"]


def _untouched_candidates(
    live: Release, frame: pl.DataFrame, touched: Collection[TemplateId]
) -> pl.DataFrame:
    """Find the candidates that are the same on both sides: of the live release they are logged."""
    is_touched = pl.col("template").is_in(list(touched))
    is_live = frame["release"] == live.digest
    rows = is_live.arg_true(), (~is_live).arg_true()
    logged = logged_candidates(frame[rows[0]]).filter(~is_touched)
    others = {template.id for template in live.service.templates} - set(touched)
    found = candidates(live, frame[rows[1]], only=others)
    return pl.concat(
        part.with_columns(row=positions.gather(part["row"]))
        for positions, part in zip(rows, (logged, found), strict=True)
    )


def _predicts(traffic: pl.DataFrame, topics: Collection[TopicId], *, floor: float) -> pl.Series:
    is_touched = pl.col("topic").is_in(list(topics))
    probable = predictions(traffic).filter(is_touched, pl.col("probability") >= floor)
    rows = probable["row"].unique().implode()
    return traffic.select(pl.int_range(pl.len(), dtype=pl.UInt32).is_in(rows)).to_series()


def _change() -> pl.Expr:
    was_sent = pl.col("before:kind") == "auto_reply"
    is_sent = pl.col("after:kind") == "auto_reply"
    differs = pl.any_horizontal(
        pl.col(f"before:{name}").ne_missing(pl.col(f"after:{name}"))
        for name in ("kind", "line", "templates")
    )

    def change(kind: Change) -> pl.Expr:
        return pl.lit(kind.value, CHANGE)

    return (
        pl.when(~differs)
        .then(change(Change.UNCHANGED))
        .when(was_sent & is_sent)
        .then(change(Change.ANSWERED_DIFFERENTLY))
        .when(is_sent)
        .then(change(Change.NEWLY_ANSWERED))
        .when(was_sent)
        .then(change(Change.NO_LONGER_ANSWERED))
        .otherwise(change(Change.OTHERWISE_CHANGED))
    )
