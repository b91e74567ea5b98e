"""What causes an impact: every inquiry that is treated otherwise goes to one change."""

from collections.abc import Collection, Mapping

import polars as pl

from firstline.analysis.replay.comparing import Compared
from firstline.analysis.replay.touched import touched_templates
from firstline.domain.impacts import Cause, Change
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.release.records import Release


def causes(compared: Compared, before: Release, after: Release) -> tuple[Cause, ...]:
    """Share out what a change does to coverage and precision; the costliest cause first."""
    touched = touched_templates(before.service, after.service)
    rows = _with_parts(compared).with_columns(template_id=_first_touched(touched))
    rows = rows.with_columns(
        template_id=pl.coalesce("template_id", _only_one(rows["topic"], before, after, touched))
    )
    topic = pl.when(pl.col("template_id").is_null()).then(pl.col("topic")).alias("topic_id")
    change = pl.col("change")
    summed = rows.group_by("template_id", topic).agg(
        (change == Change.NEWLY_ANSWERED.value).sum().alias("newly_answered"),
        (change == Change.NO_LONGER_ANSWERED.value).sum().alias("no_longer_answered"),
        pl.col("coverage", "precision").sum(),
    )
    found = (Cause(**row) for row in summed.iter_rows(named=True))
    costly = (cause for cause in found if cause.coverage or cause.precision)
    return tuple(sorted(costly, key=_cost))


def _cost(cause: Cause) -> tuple[float, float, str]:
    return cause.coverage, cause.precision, cause.template_id or cause.topic_id or ""


def _with_parts(compared: Compared) -> pl.DataFrame:
    """Give each row its part in both differences.

    Around the old mean, which is 0 in sum before, single inquiries add up to the new mean.
    """
    old, new = compared.probabilities("before:"), compared.probabilities("after:")
    sent_before, sent_after = old[old == old], new[new == new]  # noqa: PLR0124 - NaN is not sent
    mean = float(sent_before.mean()) if len(sent_before) else 0.0
    has_both = len(sent_before) > 0 and len(sent_after) > 0

    def above_mean(side: str) -> pl.Expr:
        is_sent = pl.col(f"{side}:kind") == "auto_reply"
        return pl.when(is_sent).then(pl.col(f"{side}:rightness") - mean).otherwise(0.0)

    def is_sent(side: str) -> pl.Expr:
        return (pl.col(f"{side}:kind") == "auto_reply").cast(pl.Float64)

    precision = (above_mean("after") - above_mean("before")) / max(len(sent_after), 1)
    return compared.decided.with_columns(
        topic=pl.coalesce("before:topic", "after:topic").cast(pl.String),
        coverage=(is_sent("after") - is_sent("before")) / max(compared.traffic.height, 1),
        precision=precision if has_both else pl.lit(0.0),
    )


def _first_touched(touched: Collection[TemplateId]) -> pl.Expr:
    """Name the reply before, or else the one after, if it is one that was changed."""
    replies = [pl.col(f"{side}:templates").list.first().cast(pl.String) for side in _SIDES]
    return pl.coalesce(pl.when(reply.is_in(list(touched))).then(reply) for reply in replies)


_SIDES = ("before", "after")


def _only_one(
    topics: pl.Series, before: Release, after: Release, touched: Collection[TemplateId]
) -> pl.Series:
    """Name the template of the reply's topic that was changed, if it is the only one."""
    by_topic = _by_topic((before.service, after.service), touched)
    single = {topic: ids[0] for topic, ids in by_topic.items() if len(ids) == 1}
    return topics.replace_strict(single, default=None, return_dtype=pl.String)


def _by_topic(
    services: Collection[Service], touched: Collection[TemplateId]
) -> Mapping[str, list[TemplateId]]:
    found: dict[str, dict[TemplateId, None]] = {}
    for template in (t for service in services for t in service.templates if t.id in touched):
        for topic in template.topics:
            found.setdefault(topic, {})[template.id] = None
    return {topic: list(ids) for topic, ids in found.items()}
