"""Counts of what a change does, by topic and by template."""

import polars as pl

from firstline.domain.impacts import Change, TemplateTally, TopicTally


def by_topic(decided: pl.DataFrame) -> tuple[TopicTally, ...]:
    kinds = [change for change in Change if change is not Change.UNCHANGED]
    counted = (
        _changed(decided)
        .group_by(pl.coalesce("after:topic", "before:topic").alias("topic_id"))
        .agg((pl.col("change") == change.value).sum().alias(change.value) for change in kinds)
    )
    tallies = (TopicTally(**row) for row in counted.iter_rows(named=True))
    return tuple(sorted(tallies, key=lambda tally: (-tally.total, tally.topic_id or "")))


def by_template(decided: pl.DataFrame) -> tuple[TemplateTally, ...]:
    counted = (
        pl.concat(_shown(_changed(decided), side) for side in ("before", "after"))
        .group_by("template_id")
        .agg(
            (pl.col("shown") == how).sum().alias(how)
            for how in ("sent_before", "sent_after", "suggested_before", "suggested_after")
        )
    )
    tallies = (TemplateTally(**row) for row in counted.iter_rows(named=True))
    return tuple(sorted(tallies, key=lambda tally: (-tally.total, tally.template_id)))


def _changed(decided: pl.DataFrame) -> pl.DataFrame:
    return decided.filter(pl.col("change") != Change.UNCHANGED.value)


def _shown(changed: pl.DataFrame, side: str) -> pl.DataFrame:
    """Every template that is sent or suggested on one side, and how."""
    is_sent = pl.col(f"{side}:kind") == "auto_reply"
    how = pl.when(is_sent).then(pl.lit(f"sent_{side}")).otherwise(pl.lit(f"suggested_{side}"))
    replies = changed.select(template_id=f"{side}:templates", shown=how)
    return replies.filter(pl.col("template_id").list.len() > 0).explode("template_id")
