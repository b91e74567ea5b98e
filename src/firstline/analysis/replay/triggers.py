"""Triggers over columns: what `engine.triggers` finds, for all inquiries at once."""

import polars as pl

from firstline.analysis.replay.traffic import LINE
from firstline.domain.traces import MessageAct
from firstline.domain.triggers import Trigger, in_order_of_urgency
from firstline.release.records import Release
from firstline.rules import parse
from firstline.rules.columns import truth
from firstline.text.phrases import Phrases, folded


def triggered_lines(
    release: Release, frame: pl.DataFrame, *, live: Release | None = None
) -> pl.Series:
    """Give the line of the trigger that decides each row of a traffic; null where none does.

    Args:
        release: its triggers.
        frame: rows of a traffic.
        live: a release of whose decisions is logged what was set off, if that may be trusted.
    """
    known = live.service.triggers if live else ()
    is_known = frame["release"] == (live.digest if live else "")
    lines = pl.lit(None, LINE)
    for trigger in reversed(in_order_of_urgency(release.service.triggers)):
        is_logged = is_known if trigger in known else is_known & False
        is_set_off = _logged_or_set_off(trigger, frame, is_logged)
        lines = pl.when(is_set_off).then(pl.lit(trigger.line.value, LINE)).otherwise(lines)
    return frame.select("act", triggered=lines)["triggered"]


def _logged_or_set_off(trigger: Trigger, frame: pl.DataFrame, is_logged: pl.Series) -> pl.Series:
    found = frame["triggers"].list.contains(str(trigger.id)) & is_logged
    rest = (~is_logged).arg_true()
    return found.scatter(rest, set_off(trigger, frame[rest]))


def set_off(trigger: Trigger, frame: pl.DataFrame) -> pl.Series:
    """Say for each row of a traffic whether it sets off a trigger."""
    is_robot = pl.col("act") == MessageAct.AUTO_RESPONDER.value
    holds = truth(parse(trigger.rule), frame).fill_null(value=False) & ~is_robot
    found = frame.select(holds.alias("set_off")).to_series()
    phrases = Phrases.of(trigger.all_words)
    if not phrases:
        return found
    rows = found.arg_true()
    texts = frame["text"][rows]
    return found.scatter(rows, [any(phrases.found_in(folded(text))) for text in texts])
