"""Outcomes over columns: what `engine.decide` decides, for all inquiries at once.

    outcomes(release, traffic.frame)

Topics and their probabilities come from the log, so this is the engine after its model.
"""

import math
from collections.abc import Iterable
from enum import StrEnum

import polars as pl

from firstline.analysis.replay.candidates import candidates, place_in_row, ranked
from firstline.analysis.replay.rightness import rightness
from firstline.analysis.replay.traffic import KIND, LINE, OUTCOME, REASON
from firstline.analysis.replay.triggers import triggered_lines
from firstline.domain.decisions import EscalationReason, SuggestionReason
from firstline.domain.policy import Policy
from firstline.domain.topics import Line, Mode
from firstline.engine.decide import SHOWN
from firstline.engine.reading import ESCALATING_ACTS
from firstline.release.records import Release

MODE = pl.Enum(Mode)


def outcomes(
    release: Release,
    frame: pl.DataFrame,
    found: pl.DataFrame | None = None,
    triggered: pl.Series | None = None,
) -> pl.DataFrame:
    """Decide every row of a traffic under a release.

    Args:
        release: its content and thresholds; the model has spoken already.
        frame: rows of a traffic.
        found: their `candidates`, where they are known.
        triggered: their `triggered_lines`, likewise.

    Returns:
        Columns of `OUTCOME`, in the order of `frame`'s rows; every number is, to the bit,
        the engine's.
    """
    policy = release.service.policy
    found = candidates(release, frame) if found is None else found
    triggered = triggered_lines(release, frame) if triggered is None else triggered
    choice = ranked(found).join(_topics(release), on="topic", maintain_order="left")
    is_strong = pl.col("probability") >= policy.suggestion_floor
    best = choice.filter(pl.col("place") == 0).with_columns(is_strong=is_strong)
    best = best.with_columns(rightness(release.model, frame, best))
    reasons = (
        frame.select(*_CONTEXT, triggered)
        .with_row_index("row")
        .join(best, on="row", how="left", maintain_order="left")
        .select(
            *("row", "rightness", "triggered"),
            is_urgent=_is_urgent(release),
            reason=pl.coalesce(_taken_away(release), _why_not_sent(policy)),
        )
    )
    shown = choice.filter(is_strong, _is_one_of("mode", SHOWN))
    replies = _replies(shown, reasons, most=policy.suggestions)
    decided = reasons.join(replies, on="row", how="left", maintain_order="left")
    return decided.select(
        *_what_reasons_tell(),
        pl.col("templates").fill_null([]),
        "topic",
        "probability",
        rightness=pl.when(pl.col("topic").is_not_null()).then("rightness"),
    ).cast(OUTCOME)


_CONTEXT = (
    *("language", "act", "person_has_spoken", "auto_reply_sent"),
    *("negative", "expert_probability"),
)


def _taken_away(release: Release) -> pl.Expr:
    """Name the trigger, guard or expert line that leaves no reply to choose, if any."""
    return (
        pl.when(pl.col("triggered").is_not_null())
        .then(_reason(EscalationReason.TRIGGERED))
        .when(pl.col("language").is_null())
        .then(_reason(EscalationReason.LANGUAGE_WITHOUT_TEMPLATES))
        .when(_is_one_of("act", ESCALATING_ACTS))
        .then(pl.col("act").replace_strict(ESCALATING_ACTS, default=None, return_dtype=REASON))
        .when(_is_urgent(release))
        .then(_reason(EscalationReason.EXPERT_LINE))
    )


def _is_urgent(release: Release) -> pl.Expr:
    return pl.col("expert_probability") >= release.thresholds.expert.threshold


def _topics(release: Release) -> pl.DataFrame:
    """Each topic with what people and evidence allow it."""
    topics = release.service.topics
    pools = [release.thresholds.of(topic.id) for topic in topics]
    return pl.DataFrame(
        {
            "topic": [topic.id for topic in topics],
            "mode": [topic.mode for topic in topics],
            "threshold": [pool.threshold if pool else None for pool in pools],
        },
        schema={"topic": pl.Categorical(), "mode": MODE, "threshold": pl.Float64()},
    )


def _why_not_sent(policy: Policy) -> pl.Expr:
    """Say why the best reply is not automatic; null where it is."""
    mode = pl.col("mode")
    upset_from = math.inf if policy.upset_to_person is None else policy.upset_to_person
    return (
        pl.when(mode.is_null())
        .then(_reason(EscalationReason.NO_APPLICABLE_TEMPLATE))
        .when(~pl.col("is_strong"))
        .then(_reason(EscalationReason.UNSURE))
        .when(mode == Mode.OFF.value)
        .then(_reason(EscalationReason.TOPIC_OFF))
        .when(mode == Mode.SHADOW.value)
        .then(_reason(EscalationReason.TOPIC_IN_SHADOW))
        .when("person_has_spoken")
        .then(_reason(SuggestionReason.PERSON_HAS_SPOKEN))
        .when("auto_reply_sent")
        .then(_reason(SuggestionReason.AUTO_REPLY_SENT))
        .when(pl.col("negative") >= upset_from)
        .then(_reason(SuggestionReason.CUSTOMER_UPSET))
        .when(mode == Mode.SUGGEST.value)
        .then(_reason(SuggestionReason.TOPIC_ON_SUGGEST))
        .when(pl.col("threshold").is_null())
        .then(_reason(SuggestionReason.NO_GUARANTEE))
        .when(pl.col("rightness") < pl.col("threshold"))
        .then(_reason(SuggestionReason.BELOW_THRESHOLD))
    )


def _replies(shown: pl.DataFrame, reasons: pl.DataFrame, *, most: int) -> pl.DataFrame:
    """Take one reply to send, or the best few to suggest."""
    reason = pl.col("reason")
    wanted = (
        pl.when(reason.is_null())
        .then(1)
        .when(_is_one_of("reason", SuggestionReason))
        .then(most)
        .otherwise(0)
    )
    return (
        shown.join(reasons.select("row", wanted=wanted), on="row", maintain_order="left")
        .filter(place_in_row() < pl.col("wanted"))
        .group_by("row", maintain_order=True)
        .agg(
            pl.col("template").alias("templates"),
            pl.col("topic", "probability").first(),
        )
    )


def _what_reasons_tell() -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    kind = (
        pl.when(pl.col("reason").is_null())
        .then(pl.lit("auto_reply", KIND))
        .when(_is_one_of("reason", SuggestionReason))
        .then(pl.lit("suggestion", KIND))
        .otherwise(pl.lit("escalation", KIND))
    )
    line = (
        pl.when(_is_one_of("reason", _FOR_EXPERTS), pl.col("is_urgent"))
        .then(pl.lit(Line.EXPERT.value, LINE))
        .when(pl.col("reason") == EscalationReason.TRIGGERED.value)
        .then(pl.col("triggered"))
        .when(_is_one_of("reason", EscalationReason))
        .then(pl.lit(Line.FIRST.value, LINE))
    )
    return kind.alias("kind"), pl.col("reason"), line.alias("line")


_FOR_EXPERTS = (EscalationReason.TRIGGERED, EscalationReason.EXPERT_LINE)
"""Where both hold, the line is the more urgent one."""


def _is_one_of(name: str, members: Iterable[StrEnum]) -> pl.Expr:
    return pl.col(name).is_in([member.value for member in members])


def _reason(reason: SuggestionReason | EscalationReason) -> pl.Expr:
    return pl.lit(reason.value, REASON)
