"""Impact: what a change would have done, in numbers.

impact = impact_of(traffic, live, changed)
impact.counts[Change.NEWLY_ANSWERED], impact.coverage.difference
"""

from collections.abc import Iterable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from firstline.analysis.replay.causes import causes
from firstline.analysis.replay.comparing import Compared, compare
from firstline.analysis.replay.promises import promise_changes
from firstline.analysis.replay.replayable import left_out
from firstline.analysis.replay.reworded import reworded
from firstline.analysis.replay.samples import draw_samples
from firstline.analysis.replay.tallies import by_template, by_topic
from firstline.analysis.replay.touched import (
    changed_rules,
    facts_read,
    refuse_what_no_replay_shows,
)
from firstline.analysis.replay.traffic import Traffic
from firstline.analysis.share_changes import share_change
from firstline.domain.decisions import DecisionId
from firstline.domain.errors import ReplayError
from firstline.domain.facts import FactName
from firstline.domain.impacts import Change, Impact, LeftOut
from firstline.release.records import Release
from firstline.rules.columns import fact_frame


def impact_of(
    traffic: Traffic,
    before: Release,
    after: Release,
    *,
    others: Iterable[Release] = (),
    samples: int = 3,
) -> Impact:
    """Replay past inquiries without a change and with it.

    Args:
        traffic: what was decided, its facts typed with the schema of `before`.
        before: the live release.
        after: the same model with the changed service, and its thresholds.
        others: further releases that may have decided some of the traffic.
        samples: how many inquiries to show of each kind of change.

    Raises:
        ReplayError: the log cannot show this change, or holds nothing to replay.
    """
    refuse_what_no_replay_shows(before, after)
    why = left_out(traffic.frame, before, after, others)
    frame = _with_new_facts(traffic.frame.filter(why.is_null()), after)
    if frame.is_empty():
        raise ReplayError(_nothing_left(why))
    compared = compare(frame, before, after)
    old, new = compared.probabilities("before:"), compared.probabilities("after:")
    days = frame["received_at"].dt.convert_time_zone(before.service.time_zone).dt.date()
    received = frame["received_at"].sort()
    return Impact(
        inquiries=frame.height,
        left_out={reason: n for reason in LeftOut if (n := int((why == reason.value).sum()))},
        first_received=received[0],
        last_received=received[-1],
        decided_anew=len(compared.rows),
        flips=tuple(map(DecisionId, compared.flips)),
        counts=_counts(compared),
        coverage=share_change(days, ~np.isnan(old), ~np.isnan(new)),
        expected_precision_before=_mean(old),
        expected_precision_after=_mean(new),
        topics=by_topic(compared.decided),
        templates=by_template(compared.decided),
        promises=promise_changes(before.thresholds, after.thresholds),
        causes=causes(compared, before, after),
        samples=draw_samples(compared.decided, _facts_to_show(before, after), of_each=samples),
        reworded=reworded(compared, before.service, after.service, samples=samples),
    )


def _nothing_left(why: pl.Series) -> str:
    if why.is_empty():
        return "there are no inquiries in this time; take a longer `--last`"
    return (
        f"none of the {len(why):,} inquiries can be replayed: another model decided them, they "
        "have other facts, or too little was logged; replay a labelled history (`--history`)"
    )


def _with_new_facts(frame: pl.DataFrame, after: Release) -> pl.DataFrame:
    """Add facts that the change brings: of past inquiries they are unknown."""
    empty = fact_frame([], [], after.service.schema)
    new = {name: dtype for name, dtype in empty.schema.items() if name not in frame.columns}
    return frame.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in new.items())


def _facts_to_show(before: Release, after: Release) -> tuple[FactName, ...]:
    changed = changed_rules(before.service, after.service)
    names = [*facts_read(after.service, changed), *facts_read(before.service, changed)]
    return tuple(dict.fromkeys(names))


def _counts(compared: Compared) -> dict[Change, int]:
    found = dict(compared.decided["change"].value_counts().iter_rows())
    counts = {change: int(found.get(change.value, 0)) for change in Change}
    changed = sum(counts.values()) - counts[Change.UNCHANGED]
    return counts | {Change.UNCHANGED: compared.traffic.height - changed}


def _mean(probabilities: NDArray[np.float64]) -> float | None:
    sent = probabilities[~np.isnan(probabilities)]
    return float(sent.mean()) if len(sent) else None
