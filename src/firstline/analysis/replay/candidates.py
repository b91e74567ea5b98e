"""Candidates over columns: what `engine.candidates` finds, for all inquiries at once.

Whether a template can be sent is the same for each of its topics, so the rules of a topic
are asked once, over the inquiries that may be about it; probabilities are added up after.
"""

from collections.abc import Collection, Sequence

import numpy as np
import polars as pl

from firstline.analysis.replay.sendable import Sendable
from firstline.domain.services import Service
from firstline.domain.templates import Template, TemplateId
from firstline.domain.topics import TopicId
from firstline.release.records import Release
from firstline.rules.columns.frames import column_of

CANDIDATE = pl.Schema(
    {
        "row": pl.UInt32(),
        "template": pl.Categorical(),
        "topic": pl.Categorical(),  # the one that says most for it
        "probability": pl.Float64(),
    }
)


def candidates(
    release: Release, frame: pl.DataFrame, *, only: Collection[TemplateId] | None = None
) -> pl.DataFrame:
    """Find the templates that can be sent.

    Args:
        release: its rules, and how often agents chose its templates.
        frame: rows of a traffic.
        only: the templates to judge; all if left out.

    Returns:
        Columns of `CANDIDATE`, in no order.
    """
    service = release.service
    by_topic = {
        topic.id: [t for t in service.templates_of(topic.id) if only is None or t.id in only]
        for topic in service.topics
    }
    asked = [topic for topic, templates in by_topic.items() if templates]
    probable = predictions(frame).filter(
        pl.col("topic").is_in(asked),
        pl.col("probability") >= service.policy.suggestion_floor,
    )
    found = [
        _of_topic(topic, by_topic[topic], release, part, frame)
        for (topic,), part in probable.partition_by(
            "topic", as_dict=True, include_key=False
        ).items()
    ]
    return _added_up(pl.concat([_ENTRY.to_frame(), *found]), service)


_ENTRY = pl.Schema({**CANDIDATE, "place": pl.UInt32()})
"""One topic that speaks for a template; `place` is the prediction's."""


def _of_topic(
    topic: TopicId,
    templates: Sequence[Template],
    release: Release,
    part: pl.DataFrame,
    frame: pl.DataFrame,
) -> pl.DataFrame:
    """Judge templates of one topic for the inquiries that may be about it."""
    sendable = [Sendable(template=t, schema=release.service.schema) for t in templates]
    names = dict.fromkeys(column_of(name) for template in sendable for name in template.facts())
    facts = frame.select("received_at", "language", "act", *names)[part["row"]]
    can_be_sent = facts.select(t.over(facts).alias(t.template.id) for t in sendable)
    prediction, template = np.nonzero(can_be_sent.to_numpy())
    usage = np.array([release.model.ranker.usage_of(t.id, topic) for t in templates])
    ids = pl.Series([t.id for t in templates], dtype=pl.Categorical())
    return part[prediction].select(
        "row",
        template=ids.gather(template),
        topic=pl.lit(topic, pl.Categorical()),
        probability=pl.col("probability") * pl.Series(usage[template]),
        place="place",
    )


def _added_up(entries: pl.DataFrame, service: Service) -> pl.DataFrame:
    """Add up what several topics say for one template; its most probable topic stays.

    The sums are the engine's, in the order of the predictions, and so are their bits.
    """
    several = [template.id for template in service.templates if len(template.topics) > 1]
    is_shared = pl.col("template").is_in(several)
    pair = ["row", "template"]
    shared = (
        entries.filter(is_shared)
        .sort("row", "place")
        .with_columns(total=pl.col("probability").cum_sum().over(pair))
        .with_columns(earlier=pl.col("total").shift(1).over(pair))
        .group_by(pair)
        .agg(
            pl.col("topic").filter(_outweighs_earlier()).last(),
            pl.col("total").last().alias("probability"),
        )
    )
    single = entries.filter(~is_shared).drop("place")
    return pl.concat([single, shared.select(CANDIDATE.names())])


def _outweighs_earlier() -> pl.Expr:
    """Whether a topic says more than all before it together, as the engine compares them."""
    return pl.col("earlier").is_null() | (pl.col("probability") > pl.col("earlier"))


def logged_candidates(frame: pl.DataFrame) -> pl.DataFrame:
    """List what the release that decided found.

    Returns:
        Columns of `CANDIDATE`, in the order of the rows.
    """
    listed = frame.select("candidates").with_row_index("row")
    is_any = pl.col("candidates").list.len() > 0
    return listed.filter(is_any).explode("candidates").unnest("candidates")


def ranked(found: pl.DataFrame) -> pl.DataFrame:
    """Put each row's best candidate first, equal ones by name, and number them from 0."""
    order = found.sort("row", "probability", "template", descending=[False, True, False])
    return order.with_columns(place=place_in_row())


def place_in_row() -> pl.Expr:
    """Number the candidates of each row from 0; those of one row stand together."""
    number = pl.int_range(pl.len(), dtype=pl.UInt32)
    is_first = (pl.col("row") != pl.col("row").shift(1)).fill_null(value=True)
    return number - pl.when(is_first).then(number).forward_fill()


def predictions(frame: pl.DataFrame) -> pl.DataFrame:
    """List every prediction: row, place in its list, topic and probability."""
    count = pl.col("predictions").list.len()
    return (
        frame.select("predictions")
        .with_row_index("row")
        .filter(count > 0)
        .with_columns(place=pl.int_ranges(0, count, dtype=pl.UInt32))
        .explode("predictions", "place")
        .unnest("predictions")
    )
